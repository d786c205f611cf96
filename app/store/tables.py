"""Every table of the store. `events` is the journal; the rows of cases, registries, hand-overs and accounts are its folds.

Each table carries `centre`: the code of the office that a row belongs to.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData()
BIG = BigInteger().with_variant(Integer, "sqlite")
PLAIN = Text().with_variant(Text(collation="C"), "postgresql")  # compared by its letters' places alone


# Few rows among very many. On PostgreSQL too (migration 0003): saying it here would read that whole dialect at every start.
CARRIED = text("holder = 'courier'")
SHELVED = text("cell IS NOT NULL")
UNDRAWN = text("file IS NULL AND edition IS NULL")  # a paper that is due; one that was erased has an edition


def _table(name: str, *items: SchemaItem) -> Table[Any]:
    return Table(name, metadata, *items)


# one row: which store this is, and which programs may read and write it
store = _table(
    "store",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("epoch", Text, nullable=False),  # new after a restore: peers notice and refill
    Column("schema", Text, nullable=False),
    Column("min_reader", Integer, nullable=False),
    Column("min_writer", Integer, nullable=False),
    Column("side", Text, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("created_at", Text, nullable=False),
)
# service centres, or the licensor's departments: names, region, hours, clock
offices = _table(
    "offices",
    Column("code", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("state", Text, nullable=False),  # JSON of domain.office.Office
)
# one workplace, one chain, one serial; locked first in each transaction
devices = _table(
    "devices",
    Column("code", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", BIG, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("local", Boolean, nullable=False),  # False: another node's, known from its batches
    Column(
        "leap", Integer, nullable=False, server_default="0"
    ),  # after a return: numbers left out should the year be over
)
accounts = _table(
    "accounts",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("login", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("open", Boolean, nullable=False),
)
# how people get in at this node: the folds of `access.…` events
access = _table(
    "access",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("login", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
)
# Argon2id of passwords and badges: in no event, sent to nobody; on PostgreSQL passwords are the database's own
secrets = _table(
    "secrets",
    Column("id", Text, primary_key=True),  # login ‖ " password" or " badge"
    Column("centre", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("hash", Text, nullable=False),  # empty: taken away
)
# wrong passwords of a login, known here or not
guesses = _table(
    "guesses",
    Column("login", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("failed_at", Text, nullable=False),
    Column("state", Text, nullable=False),
)
events = _table(
    "events",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("seq", BIG, nullable=False),
    Column("subject", Text),  # null in a stub: an event that does not concern this node
    Column("kind", Text),
    Column("version", Integer),
    Column("head", LargeBinary),
    Column("facts", LargeBinary),
    Column("hashes", LargeBinary, nullable=False),  # SHA-256 of head, of facts, of salt ‖ person: 96 bytes
    Column("row_hash", LargeBinary, nullable=False),
    UniqueConstraint("device", "seq", name="events_device_seq"),
    Index("events_subject", "subject"),
    Index("events_of_kind", "kind", "id"),
)
# the erasable part
persons = _table(
    "persons",
    Column("event", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("person", LargeBinary, nullable=False),
)
cases = _table(
    "cases",
    Column("row", BIG, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("centre", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("variant", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("licensor", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("registry", Text),
    Column("register_number", Text),
    Column("cell", Text),
    Column("applicant", Text, nullable=False),  # as shown in lists; blank when erased
    Column("applicant_number", Text, nullable=False),
    Column("sorted_as", PLAIN, nullable=False),  # the applicant's name in the order of the alphabet
    Column("documents", Integer, nullable=False),
    Column("sheets", Integer, nullable=False),
    Column("accepted_at", Text, nullable=False),
    Column("due_step", Text),
    Column("due_by", Text),
    Column("steps", Text, nullable=False),  # clocks that run, space-separated: what can be worked on
    Column("trouble", Boolean, nullable=False),  # an event out of order waits for a person
    Column("search", Text, nullable=False),  # folded name, numbers
    Column("state", Text, nullable=False),  # JSON of the whole fold
    Index("cases_number", "number"),
    Index("cases_register_number", "register_number"),
    Index("cases_list", "centre", "status", "row"),
    Index("cases_due", "centre", "due_by"),
    Index("cases_registry", "registry"),
    Index("cases_applicant", "applicant_number"),
    # what the list of all cases is sorted by
    Index("cases_by_name", "sorted_as", "row"),
    Index("cases_by_service", "service", "variant", "object", "row"),
    Index("cases_by_status", "status", "row"),
    Index("cases_by_day", "accepted_at", "row"),
    Index("cases_by_due", "due_by", "row"),
    # what the start page shows
    Index("cases_in_trouble", "centre", "trouble", "row"),
    Index("cases_on_shelf", "row", sqlite_where=SHELVED),
    Index("cases_carried", "row", sqlite_where=CARRIED),
)
registries = _table(
    "registries",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("state", Text, nullable=False),
    Index("registries_open", "centre", "status", "receiver"),
    Index("registries_towards", "sender", "receiver", "status"),
)
handovers = _table(
    "handovers",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("state", Text, nullable=False),
    Index("handovers_by_status", "status", "id"),
)
# the answer to each operation, kept as long as the store: the same wish again gives the same answer
operations = _table(
    "operations",
    Column("op", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("input_hash", LargeBinary, nullable=False),
    Column("answer", Text, nullable=False),
)
# which papers with which facts; drawn after the commit, kept by hash
papers = _table(
    "papers",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("facts", Text, nullable=False),
    Column("file", Text),  # null: still to be drawn
    Column("edition", Text),  # of the forms it was drawn by: the same edition draws the same bytes
    Index("papers_subject", "subject"),
    Index("papers_due", "id", sqlite_where=UNDRAWN),
)
files = _table(
    "files",
    Column("sha256", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("size", BIG, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),  # of the encrypted file, wrapped; empty where the store holds the parts
)
file_parts = _table(
    "file_parts",
    Column("id", Text, primary_key=True),  # sha256 ‖ "/" ‖ part
    Column("centre", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
drafts = _table(
    "drafts",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    Column("body", Text, nullable=False),  # empty: put away
    Index("drafts_login", "login"),
)
# what a peer has of each device's chain, and where the peer is
peers = _table(
    "peers",
    Column("id", Text, primary_key=True),  # the peer's store id
    Column("centre", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("epoch", Text, nullable=False),
)
cursors = _table(
    "cursors",
    Column("id", Text, primary_key=True),  # peer ‖ " " ‖ device
    Column("centre", Text, nullable=False),
    Column("seq", BIG, nullable=False),
)
# the text of an act that an administrator attached: then any clause can be shown
texts = _table(
    "texts",
    Column("act", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("file", Text, nullable=False),
)
# versions of acts that did not come with the program: the folds of what centres adopted
laws = _table(
    "laws",
    Column("id", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("pack", Text, nullable=False),
    Column("state", Text, nullable=False),
)
# events that arrived and could not be applied: kept with the reason, shown, tried again with each contact
parked = _table(
    "parked",
    Column("event", Text, primary_key=True),
    Column("centre", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
)
# signed statements of how far a chain was and what it held: the device's own, and those of the other node's devices
checkpoints = _table(
    "checkpoints",
    Column("id", Text, primary_key=True),  # device ‖ "/" ‖ count ‖ "/" ‖ the head's beginning
    Column("centre", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("seq", BIG, nullable=False),
    Column("at", BIG, nullable=False),  # real seconds
    Column("peaks", LargeBinary, nullable=False),  # whole subtrees up to here: the next root needs no earlier row
    Column("body", LargeBinary, nullable=False),  # COSE_Sign1
    Column("kept", Text, nullable=False),  # the peer that says it keeps it; empty: none has said so
    Index("checkpoints_device", "device", "seq"),
)
# of the node's own chains, after a return: what peers gave back, and which events they had as stubs only
given_back = _table(
    "given_back",
    Column("id", Text, primary_key=True),  # device ‖ "/" ‖ since
    Column("centre", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("since", BIG, nullable=False),
    Column("until", BIG, nullable=False),
    Column("body", LargeBinary, nullable=False),  # COSE_Sign1; empty: from before anybody signed it
)

# what one transaction may write, and by which key a row is replaced; nothing else is ever written
KEYS: dict[str, str] = {
    "offices": "code", "devices": "code", "accounts": "id", "events": "id", "persons": "event", "cases": "id",
    "registries": "id", "handovers": "id", "operations": "op", "papers": "id", "files": "sha256",
    "file_parts": "id", "drafts": "id", "peers": "id", "cursors": "id", "parked": "event", "texts": "act",
    "laws": "id", "access": "id", "secrets": "id", "checkpoints": "id", "given_back": "id",
}  # fmt: skip
APPEND_ONLY = ("events", "persons", "operations", "file_parts")
VERSIONED = ("cases", "registries", "handovers", "accounts", "laws", "access")
