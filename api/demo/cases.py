"""Written cases: a JSON file with the steps of one plan, in order.

`{"titel", "stappen": [{"persona", "doelen"?, "toelichting", "peildatum", "bron", "gegevens" | "wijziging"}]}`; the first
step registers (`gegevens`), the others change (`wijziging`); list items are named by place (`references`).
"""

import json
from pathlib import Path
from typing import Any, Final

from api.demo.errors import InputError
from api.demo.step import Step
from api.identity.personas import PersonaError, persona_named
from plan_schema import identifiers
from plan_schema.kinds import MAX_LINE

_REGISTRATION: Final = "gegevens"
_CHANGE: Final = "wijziging"
_NOTE: Final = ("toelichting", "peildatum", "bron")


def read_case(file: Path) -> list[Step]:
    """The steps of a case. InputError names the step, its key and what was expected."""
    try:
        case = json.loads(file.read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(file, f"regel {error.lineno}, positie {error.colno}", "geldige JSON") from None
    except UnicodeDecodeError:
        raise InputError(file, "het bestand", "JSON in UTF-8") from None
    if not isinstance(case, dict) or set(case) != {"titel", "stappen"}:
        raise InputError(file, "het bestand", "een object met titel en stappen")
    steps = case["stappen"]
    if not isinstance(steps, list) or not steps:
        raise InputError(file, "stappen", "een lijst met ten minste één stap")
    skn = _skn(file, steps[0])
    return [_step(file, number, given, skn) for number, given in enumerate(steps, start=1)]


def _skn(file: Path, first: Any) -> str:
    try:
        return identifiers.skn(first[_REGISTRATION]["betrokkene"]["sknNummer"])
    except (KeyError, TypeError, ValueError):
        expected = "gegevens.betrokkene.sknNummer: een strafrechtsketennummer van 7 tot 10 cijfers"
        raise InputError(file, "stap 1", expected) from None


def _step(file: Path, number: int, given: Any, skn: str) -> Step:
    place = f"stap {number}"
    content = _REGISTRATION if number == 1 else _CHANGE
    needed = {"persona", content, *_NOTE}
    if not isinstance(given, dict) or not needed <= set(given) <= {*needed, "doelen"}:
        raise InputError(file, place, f"een object met {', '.join(sorted(needed))} en eventueel doelen")
    for name in _NOTE:
        if not isinstance(given[name], str) or not 0 < len(given[name]) <= MAX_LINE:
            raise InputError(file, f"{place}, {name}", f"tekst van 1 tot {MAX_LINE} tekens")
    if not isinstance(given[content], dict) or not given[content]:
        raise InputError(file, f"{place}, {content}", "de groepen die worden ingevuld")
    return Step(
        persona=given["persona"],
        skn=skn,
        patch=given[content],
        registration=number == 1,
        purposes=_purposes(file, place, given["persona"], given.get("doelen")),
        explanation=given["toelichting"],
        reference_date=given["peildatum"],
        source_system=given["bron"],
    )


def _purposes(file: Path, place: str, persona: str, asked: Any) -> tuple[str, ...] | None:
    if asked is not None and not (isinstance(asked, list) and all(isinstance(name, str) for name in asked)):
        raise InputError(file, f"{place}, doelen", "een lijst met namen van doelen")
    try:
        allowed = persona_named(persona).purposes_for(asked)
    except PersonaError as error:
        raise InputError(file, f"{place}, persona of doelen", f"een persona die dit mag vragen ({error})") from None
    return None if asked is None else tuple(sorted(allowed))
