"""Doelbinding: for which doelen this one request acts (access.md §1).

The header narrows, it never widens: what it names must be allowed by the token.
"""

import re
from enum import StrEnum
from typing import Final

from api.identity.caller import Caller
from policies.context import Purpose

HEADER: Final = "X-Doelbinding"
MAX_LENGTH: Final = 242
"""Characters; the length that Dutch doelbinding headers share (BRP gateways, VNG Verwerkingenlogging)."""

_SEPARATORS: Final = re.compile(r"[\s,]+")


class PurposeCode(StrEnum):
    """The stable codes of a refused doelbinding."""

    ONTBREEKT = "doelbindingOntbreekt"
    ONGELDIG = "doelbindingOngeldig"


class PurposeError(Exception):
    """A refused doelbinding: `code` (stable), `message` (Dutch, safe to show) and `status` (400 or 403)."""

    def __init__(self, code: PurposeCode, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = 403 if code is PurposeCode.ONTBREEKT else 400


def purposes_of(header_value: str | None, caller: Caller) -> Caller:
    """Return the caller, acting for the doelen of the `X-Doelbinding` header or, without one, for its token's doelen.

    A header that is sent more than once is passed joined with commas. PurposeError: 400 for a value that is too long,
    403 when no doel is left or one is named that is unknown or that the token does not allow.
    """
    if header_value is None:
        if not caller.purposes:
            raise _missing(caller)
        return caller
    if len(header_value) > MAX_LENGTH:
        raise PurposeError(
            PurposeCode.ONGELDIG,
            f"De header {HEADER} is te lang; verwacht worden één of meer doelen, gescheiden door een spatie of komma, "
            f"in ten hoogste {MAX_LENGTH} tekens.",
        )
    names = {name for name in _SEPARATORS.split(header_value) if name}
    if not names or not names <= caller.purposes:
        raise _missing(caller)
    return caller.acting_for({Purpose(name) for name in names})


def _missing(caller: Caller) -> PurposeError:
    if not caller.purposes:
        return PurposeError(
            PurposeCode.ONTBREEKT,
            f'Het token staat geen enkel doel toe; vraag een token aan met een claim "doel", en noem een doel daaruit '
            f"eventueel in de header {HEADER}.",
        )
    allowed = ", ".join(sorted(caller.purposes))
    return PurposeError(
        PurposeCode.ONTBREEKT,
        f"De header {HEADER} noemt geen doel, of een doel dat uw token niet toestaat; uw token staat toe: {allowed}.",
    )
