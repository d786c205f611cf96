"""The program. Legal time goes by the zone rules that it brings along, whatever stands on the machine: those may be old."""

import zoneinfo

zoneinfo.reset_tzpath(to=())
