"""The leefgebieden in the order of the forms, each with its section of the plan."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from plan_schema.sections.doelen import LeefgebiedSoort

SECTION_OF: Final[Mapping[LeefgebiedSoort, str]] = MappingProxyType(
    {
        LeefgebiedSoort.IDENTITEITSBEWIJS: "identiteitsbewijs",
        LeefgebiedSoort.ONDERDAK: "onderdak",
        LeefgebiedSoort.WERK_EN_INKOMEN: "werkEnInkomen",
        LeefgebiedSoort.SCHULDEN: "schulden",
        LeefgebiedSoort.ZORGVERZEKERING: "zorgverzekering",
        LeefgebiedSoort.ZORG: "zorg",
        LeefgebiedSoort.SOCIAAL_NETWERK: "sociaalNetwerk",
    }
)
"""The section of each leefgebied."""

NAME_OF: Final[Mapping[LeefgebiedSoort, str]] = MappingProxyType(
    {
        LeefgebiedSoort.IDENTITEITSBEWIJS: "Identiteitsbewijs",
        LeefgebiedSoort.ONDERDAK: "Onderdak",
        LeefgebiedSoort.WERK_EN_INKOMEN: "Werk en inkomen",
        LeefgebiedSoort.SCHULDEN: "Schulden",
        LeefgebiedSoort.ZORGVERZEKERING: "Zorgverzekering",
        LeefgebiedSoort.ZORG: "Zorg",
        LeefgebiedSoort.SOCIAAL_NETWERK: "Sociaal netwerk",
    }
)
"""The name of each leefgebied, for people."""
