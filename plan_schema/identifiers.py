"""Identifiers of persons and organisations, checked when they enter.

Sources: BSN: Besluit burgerservicenummer (elfproef); OIN: Logius OIN-Stelsel; gemeentecode: CBS; SKN: no public format
exists, so only its shape is checked.
"""

import re
from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.nl import bsn as _bsn

from plan_schema.gemeenten import GEMEENTEN

OIN_PREFIXES: Final = {
    "00000001": "RSIN",
    "00000003": "KVK",
    "00000004": "SubOIN",
    "00000006": "Logius",
    "00000099": "test",
}

_NINE_DIGITS = re.compile(r"[0-9]{9}")
_SKN = re.compile(r"[0-9]{7,10}")
_OIN = re.compile(r"[0-9]{8}[0-9A-Z]{12}")
_GEMEENTECODE = re.compile(r"[0-9]{4}")


def bsn(value: str) -> str:
    """Return the burgerservicenummer: nine digits, leading zeros kept, elfproef passed; else ValueError."""
    # The library pads short numbers with zeros; a BSN that arrives short has lost digits, so it is refused.
    if not _NINE_DIGITS.fullmatch(value):
        raise ValueError("not nine digits")
    try:
        return str(_bsn.validate(value))
    except ValidationError:
        # `from None`: the library's message may quote the number.
        raise ValueError("fails the elfproef") from None


def skn(value: str) -> str:
    """Return the strafrechtsketennummer: seven to ten digits; else ValueError."""
    if not _SKN.fullmatch(value):
        raise ValueError("not seven to ten digits")
    return value


def oin(value: str) -> str:
    """Return the organisatie-identificatienummer: 20 positions with a known prefix; else ValueError."""
    if not _OIN.fullmatch(value) or value[:8] not in OIN_PREFIXES:
        raise ValueError("not an OIN")
    return value


def gemeentecode(value: str) -> str:
    """Return the gemeentecode: four digits that the code table knows; else ValueError."""
    if not _GEMEENTECODE.fullmatch(value) or value not in GEMEENTEN:
        raise ValueError("not a known gemeentecode")
    return value
