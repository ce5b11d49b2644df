"""The leesplan, from the answer to its question: the plan itself, asked leniently, so that what is withheld is known to be."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from plan_schema.process.sheets.plain.leefgebieden import HEADINGS, SENTENCES
from plan_schema.process.sheets.plain.leesplan import leesplan
from plan_schema.process.sheets.seen import Seen
from plan_schema.process.sheets.sheet import Sheet

_SHARED: Final = ("standVanZaken", "hulpvraagStatus", "hulpvraag", "gewensteActie")


def _section(name: str) -> str:
    lines = [path.removeprefix(f"{name}.") for path in SENTENCES if path.startswith(f"{name}.")]
    fields = [line.replace("[].", " { ") + (" }" if "[]." in line else "") for line in lines]
    return f"{name} {{ {' '.join((*_SHARED, *fields))} }}"


QUESTION: Final = f"""query Leesplan($id: ID!) {{
  plan(id: $id) {{
    detentie {{ inrichting datumInvrijheidstelling einddatumStatus }}
    stemBetrokkene {{ wensen eigenDoelen }}
    {" ".join(_section(name) for name in HEADINGS)}
    doelen {{ omschrijving status streefdatum acties {{ omschrijving uitvoerder ondersteuner termijn status }} }}
    overleggen {{ gesprekken {{ soort geplandOp datum }} }}
    contacten {{ rol naam organisatienaam telefoon tot }}
    toezicht {{ kader start }}
  }}
}}"""


def leesplan_sheet(answer: Mapping[str, Any], today: date) -> Sheet | None:
    """The leesplan of today; None when there is no such plan for the asker."""
    if answer["plan"] is None:
        return None
    return leesplan(Seen(answer["plan"], frozenset(entry["pad"] for entry in answer["afgeschermd"])), today)
