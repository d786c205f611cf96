import json
import sys
import tempfile
from pathlib import Path

from tests.bench.peers.sync_pouchdb import measure

with tempfile.TemporaryDirectory(prefix="tereze-peer-") as folder:
    print(json.dumps(measure(Path(sys.argv[1] if len(sys.argv) > 1 else folder)), indent=1))
