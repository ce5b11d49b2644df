"""Which persona writes for which organisation: the right one per kind of file."""

from collections.abc import Mapping
from typing import Final

from api.identity.personas import PERSONAS

CASEMANAGER_OF: Final[Mapping[str, str]] = {"PI Arnhem": "casemanager-arnhem", "JC Zaanstad": "casemanager-zaanstad"}
"""The casemanager of an inrichting."""

SIGNALLER_OF: Final[Mapping[str, str]] = {"PI Arnhem": "backoffice-arnhem", "JC Zaanstad": "casemanager-zaanstad"}
"""Who gives the signaal nieuwe detentie: the backoffice or, where there is none, the casemanager (design §10.1)."""

RECLASSERING_OF: Final[Mapping[str, str]] = {
    PERSONAS[name].oin: name
    for name in ("reclassering-rn-arnhem", "reclassering-svg-arnhem", "reclassering-ljr-arnhem")
}
"""The reclasseringswerker of a 3RO organisation, by OIN."""

GEMEENTE_OF: Final[Mapping[str, str]] = {
    "0202": "gemeente-arnhem",
    "0268": "gemeente-nijmegen",
    "0344": "gemeente-utrecht",
}
"""The nazorgcoördinator of a gemeente, by gemeentecode; other gemeenten have no persona."""
