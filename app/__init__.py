"""The program. Legal time goes by the zone rules that it brings along, whatever stands on the machine: those may be old."""

import os
import sys

os.environ["PYTHONTZPATH"] = ""  # what zoneinfo reads when it is first needed, and so do programs that we start
if zoneinfo := sys.modules.get("zoneinfo"):
    zoneinfo.reset_tzpath(to=())
