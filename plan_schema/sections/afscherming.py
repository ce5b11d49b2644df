"""Shielding: data that are kept but not used (Wjsg 22, 24), in place of rectification or destruction."""

from typing import Final

from plan_schema.definition import Group, field
from plan_schema.kinds import Choice, Date, Line, Text

SHIELDINGS: Final = "afschermingen[]"
"""The path of the list of shieldings; none of them reaches it, so that each can be lifted."""


class AfschermingGrond(Choice):
    """Waarom gegevens zijn afgeschermd in plaats van verbeterd of vernietigd."""

    JUISTHEID_BETWIST = "JUISTHEID_BETWIST"
    NODIG_ALS_BEWIJS = "NODIG_ALS_BEWIJS"
    ONBEKEND = "ONBEKEND"


class Afscherming(Group, item="WJSG-22"):
    """A part of the plan that nobody may use from one day to another."""

    pad: Line = field(
        "Pad van het veld of de groep die is afgeschermd, zoals schulden, doelen[] of doelen[].acties[].resultaat",
        "Wjsg 22, 24",
    )
    grond: AfschermingGrond = field(
        "Grond: de juistheid is betwist en niet vast te stellen, of de gegevens zijn nodig als bewijs",
        "Richtlijn (EU) 2016/680 art. 16 lid 3",
    )
    reden: Text = field("Motivering van het besluit tot afscherming", "Wjsg 22, 24")
    ingangsdatum: Date = field("Eerste dag van de afscherming; zonder datum geldt zij meteen", "Wjsg 22, 24")
    einddatum: Date = field("Laatste dag van de afscherming; zonder datum tot zij wordt opgeheven", "Wjsg 22, 24")
