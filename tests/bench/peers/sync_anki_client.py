"""Runs in Anki's own environment: one collection with as many notes as we have events, sent to its sync server."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from anki.collection import Collection  # type: ignore[import-not-found]


def main(lines: str, folder: str, address: str, through: str) -> None:
    col = Collection(str(Path(folder, "collection.anki2")))
    auth = col.sync_login(username="bench", password="bench", endpoint=address)
    col.close_for_full_sync()  # the first meeting is always one whole, here of an empty collection
    col.full_upload_or_download(auth=auth, server_usn=None, upload=True)
    col.reopen(after_full_sync=True)
    kind, deck = col.models.by_name("Basic"), col.decks.id("Default")
    with open(lines, encoding="utf-8") as events:
        for line in events:
            note = col.new_note(kind)
            note.fields[:2] = [json.loads(line)["_id"], line]
            col.add_note(note, deck)
    auth.endpoint = through
    began, before = time.perf_counter(), time.process_time()
    told = col.sync_collection(auth, False)
    seconds, spent = time.perf_counter() - began, time.process_time() - before
    assert told.required == told.NO_CHANGES, told
    print(json.dumps({"seconds": seconds, "cpu": spent, "notes": col.note_count()}))
    col.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
