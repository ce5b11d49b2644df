"""In which order the weekly meeting of an inrichting discusses the SOM: what has priority, then what was never decided (000:L1227-L1238)."""

from dataclasses import dataclass
from typing import Final

from plan_schema.sections.som import OUTCOME, SomPrioriteit

SOM_PATHS: Final = (f"{OUTCOME}.prioriteit",)
"""What somebody must be able to read to be told anything of the SOM of a plan."""

AGENDA_PATHS: Final = (
    *SOM_PATHS,
    f"{OUTCOME}.bijBesluit",
    f"{OUTCOME}.faseBijBesluit",
    f"{OUTCOME}.heropendOp",
    "som.besluit.besluiten",
    "detentie.statusGedetineerde",
    "detentie.inrichting",
    "detentie.datumBinnenkomst",
    "detentie.datumInvrijheidstelling",
    "detentie.einddatumStatus",
    "status",
)
"""What the order and the filters of the agenda look at: that a plan stands in a place tells what these hold."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the agenda, within which who arrived first comes first; a priority None: none recorded."""

    priorities: frozenset[SomPrioriteit | None]
    decided: bool


_HIGH: Final = frozenset[SomPrioriteit | None]({SomPrioriteit.HOOG})
_REST: Final = frozenset[SomPrioriteit | None]({*SomPrioriteit, None}) - _HIGH

AGENDA: Final = (
    Part(_HIGH, decided=False),
    Part(_HIGH, decided=True),
    Part(_REST, decided=False),
    Part(_REST, decided=True),
)
"""The parts, in order."""
