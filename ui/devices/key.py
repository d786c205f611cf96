"""The person's ЭЦП key: NCALayer on this machine, with a token or a key's file. It is asked in a thread of its own."""

from __future__ import annotations

import os
from typing import Literal

from app.outside.ncalayer import ADDRESS, NCALayer, NCALayerSettings
from app.outside.signature import CANCELLED, Signer

__all__ = ["CANCELLED", "Signer", "key_here"]


def key_here(lang: str) -> Signer:
    """Its windows speak the person's language. `TEREZE_NCALAYER`: where it listens, if not at its usual place."""
    told: Literal["kk", "ru", "en"] = "kk" if lang == "kk" else "en" if lang == "en" else "ru"
    return NCALayer(NCALayerSettings(address=os.environ.get("TEREZE_NCALAYER") or ADDRESS, locale=told))
