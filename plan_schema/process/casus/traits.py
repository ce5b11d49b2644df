"""What an outsider can know of somebody, in bands: who he is and how long he stays. Nothing finer than these is ever in a case.

Left out altogether: names, numbers, addresses, dates, nationality, gemeente and inrichting. A gemeente of a thousand people is a name.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from plan_schema.sections.betrokkene import Geslacht
from plan_schema.values import Node, value_at


class AgeBand(StrEnum):
    """Leeftijd, in klassen."""

    ONDER_23 = "ONDER_23"
    VAN_23_TOT_30 = "VAN_23_TOT_30"
    VAN_30_TOT_40 = "VAN_30_TOT_40"
    VAN_40_TOT_50 = "VAN_40_TOT_50"
    VAN_50_TOT_65 = "VAN_50_TOT_65"
    VANAF_65 = "VANAF_65"
    ONDER_30 = "ONDER_30"
    VAN_30_TOT_50 = "VAN_30_TOT_50"
    VANAF_50 = "VANAF_50"
    ONBEKEND = "ONBEKEND"


class Span(StrEnum):
    """Duur, in klassen."""

    VOORBIJ = "VOORBIJ"
    KORTER_DAN_1_MAAND = "KORTER_DAN_1_MAAND"
    VAN_1_TOT_3_MAANDEN = "VAN_1_TOT_3_MAANDEN"
    VAN_3_TOT_12_MAANDEN = "VAN_3_TOT_12_MAANDEN"
    VANAF_12_MAANDEN = "VANAF_12_MAANDEN"
    KORTER_DAN_3_MAANDEN = "KORTER_DAN_3_MAANDEN"
    VANAF_3_MAANDEN = "VANAF_3_MAANDEN"
    ONBEKEND = "ONBEKEND"


class OffenceKind(StrEnum):
    """Soort delict, uit de artikelcode."""

    VERMOGEN = "VERMOGEN"
    GEWELD = "GEWELD"
    ZEDEN = "ZEDEN"
    DRUGS = "DRUGS"
    WAPENS = "WAPENS"
    VERKEER = "VERKEER"
    OVERIG = "OVERIG"
    ONBEKEND = "ONBEKEND"


class Traits(NamedTuple):
    """Age, sex, how long somebody has been inside, and how long he still will be; None: not told."""

    age: AgeBand | None
    sex: Geslacht | None
    stayed: Span | None
    left: Span | None


BASE_PATHS: Final = (
    "betrokkene.geboortedatum",
    "betrokkene.geslacht",
    "detentie.datumAanvang",
    "detentie.datumInvrijheidstelling",
)
"""The fields that traits are taken from."""
OFFENCE_PATH: Final = "detentie.artikelcode"

_AGES: Final = (
    (23, AgeBand.ONDER_23),
    (30, AgeBand.VAN_23_TOT_30),
    (40, AgeBand.VAN_30_TOT_40),
    (50, AgeBand.VAN_40_TOT_50),
    (65, AgeBand.VAN_50_TOT_65),
)
_SPANS: Final = (
    (30, Span.KORTER_DAN_1_MAAND),
    (91, Span.VAN_1_TOT_3_MAANDEN),
    (365, Span.VAN_3_TOT_12_MAANDEN),
)
WIDER_AGE: Final[Mapping[AgeBand, AgeBand]] = MappingProxyType(
    {
        AgeBand.ONDER_23: AgeBand.ONDER_30,
        AgeBand.VAN_23_TOT_30: AgeBand.ONDER_30,
        AgeBand.VAN_30_TOT_40: AgeBand.VAN_30_TOT_50,
        AgeBand.VAN_40_TOT_50: AgeBand.VAN_30_TOT_50,
        AgeBand.VAN_50_TOT_65: AgeBand.VANAF_50,
        AgeBand.VANAF_65: AgeBand.VANAF_50,
    }
)
"""The wider band of each age; unknown stays so."""
WIDER_SPAN: Final[Mapping[Span, Span]] = MappingProxyType(
    {
        Span.KORTER_DAN_1_MAAND: Span.KORTER_DAN_3_MAANDEN,
        Span.VAN_1_TOT_3_MAANDEN: Span.KORTER_DAN_3_MAANDEN,
        Span.VAN_3_TOT_12_MAANDEN: Span.VANAF_3_MAANDEN,
        Span.VANAF_12_MAANDEN: Span.VANAF_3_MAANDEN,
    }
)
"""The wider band of each span."""

_CRIMINAL_CODE: Final = (
    (239, 250, OffenceKind.ZEDEN),
    (285, 306, OffenceKind.GEWELD),
    (310, 417, OffenceKind.VERMOGEN),
)
_OTHER_LAWS: Final = (
    ("ow", OffenceKind.DRUGS),
    ("opium", OffenceKind.DRUGS),
    ("wwm", OffenceKind.WAPENS),
    ("wvw", OffenceKind.VERKEER),
)


def traits_of(document: Node, today: date) -> Traits:
    """The traits of somebody, as fine as they are ever told."""
    born, begun, ends = (_day(document, path) for path in ("betrokkene.geboortedatum", *BASE_PATHS[2:]))
    sex = value_at(document, "betrokkene.geslacht")
    return Traits(
        age=AgeBand.ONBEKEND if born is None else _age(born, today),
        sex=Geslacht(sex) if isinstance(sex, str) else Geslacht.ONBEKEND,
        stayed=Span.ONBEKEND if begun is None else _span((min(today, ends or today) - begun).days),
        left=Span.ONBEKEND if ends is None else Span.VOORBIJ if ends <= today else _span((ends - today).days),
    )


def offence_of(document: Node) -> OffenceKind:
    """What kind of offence somebody is in for."""
    code = value_at(document, OFFENCE_PATH)
    if not isinstance(code, str):
        return OffenceKind.ONBEKEND
    law = code.casefold()
    for name, kind in _OTHER_LAWS:
        if law.startswith(name):
            return kind
    article = re.search(r"\d+", law)
    if law.startswith("sr") and article:
        for first, last, kind in _CRIMINAL_CODE:
            if first <= int(article[0]) <= last:
                return kind
    return OffenceKind.OVERIG


def _day(document: Node, path: str) -> date | None:
    value = value_at(document, path)
    return date.fromisoformat(value) if isinstance(value, str) else None


def _age(born: date, today: date) -> AgeBand:
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return next((band for below, band in _AGES if years < below), AgeBand.VANAF_65)


def _span(days: int) -> Span:
    return next((band for below, band in _SPANS if days < below), Span.VANAF_12_MAANDEN)
