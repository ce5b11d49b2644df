"""By what indicators are split: each plan has exactly one value of every dimension, so the parts add up to the whole."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from plan_schema.values import Node, value_at

UNKNOWN_VALUE: Final = "ONBEKEND"
SEVERAL: Final = "MEERDERE"
NONE: Final = "GEEN"
YES: Final = "JA"
NO: Final = "NEE"
SHORT: Final = "KORTER_DAN_3_MAANDEN"
MIDDLE: Final = "TUSSEN_3_MAANDEN_EN_1_JAAR"
LONG: Final = "LANGER_DAN_1_JAAR"
SHORT_DAYS: Final = 90
LONG_DAYS: Final = 365

G4: Final = frozenset({"0344", "0363", "0518", "0599"})
"""Utrecht, Amsterdam, Den Haag, Rotterdam."""
# fmt: off
G40: Final = frozenset({
    "0014", "0034", "0080", "0106", "0114", "0141", "0150", "0153", "0164", "0193", "0200", "0202", "0228", "0268",
    "0307", "0361", "0362", "0392", "0394", "0402", "0405", "0479", "0484", "0503", "0505", "0513", "0546", "0606",
    "0637", "0758", "0772", "0794", "0796", "0828", "0855", "0917", "0935", "0983", "0995", "1674", "1883",
})
# fmt: on
"""The cities of Stedennetwerk G40."""


class Dimension(StrEnum):
    """Waarnaar een indicator wordt uitgesplitst."""

    INRICHTING = "INRICHTING"
    """Inrichting van verblijf."""
    GEMEENTEKLASSE = "GEMEENTEKLASSE"
    """Grootte van de gemeente van terugkeer: G4, G40 of overige gemeenten."""
    GEMEENTE = "GEMEENTE"
    """Gemeente van terugkeer: die van vestiging of anders die van herkomst, met haar code."""
    RECLASSERINGSORGANISATIE = "RECLASSERINGSORGANISATIE"
    """Toegewezen reclasseringsorganisatie, met haar OIN."""
    JURIDISCHE_STATUS = "JURIDISCHE_STATUS"
    """Preventief of veroordeeld."""
    DUURKLASSE = "DUURKLASSE"
    """Duur van de detentie."""
    COMMUNICATIEBEHOEFTE = "COMMUNICATIEBEHOEFTE"
    """Of er een communicatiebehoefte is vastgelegd; staat voor LVB, en is er alleen als telling."""


PARENT: Final[Mapping[Dimension, Dimension]] = MappingProxyType({Dimension.GEMEENTE: Dimension.GEMEENTEKLASSE})
"""A dimension of which every value lies in one value of another: what is published of both must fit together."""


def class_of(gemeente: str) -> str:
    """The size class of a gemeente."""
    if gemeente == UNKNOWN_VALUE:
        return UNKNOWN_VALUE
    return "G4" if gemeente in G4 else "G40" if gemeente in G40 else "OVERIGE_GEMEENTEN"


def parent_value(dimension: Dimension, value: str) -> str | None:
    """The value of the parent dimension that a value lies in; None where a dimension has no parent."""
    return class_of(value) if dimension in PARENT else None


def value_of(dimension: Dimension, plan: Node, days: int | None) -> str:
    """The value of a plan; `days`: how long its detention lasts, None when that is not known."""
    if dimension is Dimension.DUURKLASSE:
        return UNKNOWN_VALUE if days is None else SHORT if days < SHORT_DAYS else MIDDLE if days < LONG_DAYS else LONG
    return _OF_PLAN[dimension](plan)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else UNKNOWN_VALUE


def _gemeente(plan: Node) -> str:
    new, old = value_at(plan, "terugkeer.vestigingsgemeente"), value_at(plan, "terugkeer.herkomstgemeente")
    return _text(new if isinstance(new, str) else old)


def _assigned(plan: Node) -> str:
    found = value_at(plan, "samenStarten.toewijzing.organisaties")
    if not isinstance(found, list) or not found:
        return NONE
    return SEVERAL if len(found) > 1 else str(found[0])


_OF_PLAN: Final[Mapping[Dimension, Callable[[Node], str]]] = MappingProxyType(
    {
        Dimension.INRICHTING: lambda plan: _text(value_at(plan, "detentie.inrichting")),
        Dimension.GEMEENTEKLASSE: lambda plan: class_of(_gemeente(plan)),
        Dimension.GEMEENTE: _gemeente,
        Dimension.RECLASSERINGSORGANISATIE: _assigned,
        Dimension.JURIDISCHE_STATUS: lambda plan: _text(value_at(plan, "detentie.statusGedetineerde")),
        Dimension.COMMUNICATIEBEHOEFTE: lambda plan: (
            YES if isinstance(value_at(plan, "screening.communicatiebehoefte"), str) else NO
        ),
    }
)
