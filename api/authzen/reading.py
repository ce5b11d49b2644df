"""From a body to what it asks; whatever is wrong with it is named at once, by its place and never by its value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from api.authzen.shapes import NO_MOMENT, UNKNOWN_FIELD, Evaluation, Options
from api.errors import Code, Fault, RequestRefused
from api.identity.purpose import MAX_LENGTH, PurposeCode

MOST: Final = 100
"""Evaluations in one request."""

_PARTS: Final = ("subject", "resource", "action", "context")
_EXAMPLE: Final = (
    '{"subject": {"type": "…", "id": "…"}, "action": {"name": "LEZEN"}, '
    '"resource": {"type": "plan", "id": "…", "properties": {"pad": "onderdak.hulpvraag"}}}'
)
_EXPECTED: Final[Mapping[str, str]] = {
    "subject": '{"type": "…", "id": "…"}',
    "resource": '{"type": "plan", "id": "…", "properties": {"pad": "…"}}',
    "action": '{"name": "LEZEN"}',
    "context": '{"doel": "…"}',
    "options": '{"evaluations_semantic": "execute_all"}',
    "evaluations": "een lijst van evaluaties",
    "properties": '{"pad": "onderdak.hulpvraag"}',
    "pad": "een pad zoals mijnRechten het noemt",
    "doel": f"één of meer doelen, gescheiden door een spatie of komma, in ten hoogste {MAX_LENGTH} tekens",
    "time": "een moment volgens RFC 3339, zoals 2026-11-22T10:00:00+01:00",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One evaluation, and where each part of it stands in the body (a part may be the default of all)."""

    evaluation: Evaluation
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """What one request asks. `single`: it is answered by one decision instead of a list."""

    name: str
    asked: Sequence[Question]
    semantic: str
    single: bool


def read_evaluation(body: bytes) -> Call:
    """What `/evaluation` is asked; RequestRefused (400) names everything that is wrong."""
    return _single("evaluation", _object(body), "execute_all")


def read_evaluations(body: bytes) -> Call:
    """What `/evaluations` is asked; without a list of evaluations it is one, as for `/evaluation`."""
    given = _object(body)
    faults: list[Fault] = []
    semantic = "execute_all"
    try:
        options = given.get("options")
        semantic = Options.model_validate({} if options is None else options).evaluations_semantic
    except ValidationError as error:
        faults += _faults(error, {}, "options")
    entries = given.get("evaluations")
    if not isinstance(entries, list | None):
        raise RequestRefused(400, [*faults, _wrong("evaluations", "evaluations")])
    if entries and len(entries) > MOST:
        raise RequestRefused(
            400,
            [*faults, Fault(Code.VRAAG_TE_ZWAAR, f"Vraag ten hoogste {MOST} evaluaties tegelijk.", "evaluations")],
        )
    if not entries:
        if faults:
            raise RequestRefused(400, faults)
        return _single("evaluations", given, semantic)
    asked = [_asked(given, entry, f"evaluations[{number}]", faults) for number, entry in enumerate(entries)]
    if faults:
        # A default that is wrong is so for each evaluation, and is said once.
        raise RequestRefused(400, dict.fromkeys(faults))
    return Call("evaluations", [one for one in asked if one is not None], semantic, single=False)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        given: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise RequestRefused(
            400, [Fault(Code.ONGELDIGE_JSON, "De aanvraag is geen geldige JSON.", expected=_EXAMPLE)]
        ) from None
    if not isinstance(given, dict):
        raise RequestRefused(
            400, [Fault(Code.ONGELDIGE_AANVRAAG, "De aanvraag heeft niet de verwachte vorm.", expected=_EXAMPLE)]
        )
    return given


def _single(name: str, given: Mapping[str, Any], semantic: str) -> Call:
    faults: list[Fault] = []
    asked = _asked({}, given, "", faults)
    if asked is None:
        raise RequestRefused(400, faults)
    return Call(name, [asked], semantic, single=True)


def _asked(defaults: Mapping[str, Any], entry: Any, place: str, faults: list[Fault]) -> Question | None:
    if not isinstance(entry, dict):
        faults.append(_wrong(place, ""))
        return None
    own = f"{place}." if place else ""
    places = {part: part if part in defaults and part not in entry else f"{own}{part}" for part in _PARTS}
    given = {part: source[part] for source in (defaults, entry) for part in _PARTS if part in source}
    try:
        return Question(Evaluation.model_validate(given), places)
    except ValidationError as error:
        faults += _faults(error, places, "")
        return None


def _faults(error: ValidationError, places: Mapping[str, str], around: str) -> Iterator[Fault]:
    for detail in error.errors(include_url=False, include_input=False):
        # Every name in it is one of our own shapes: what we do not know is not read.
        names = [str(name) for name in detail["loc"]]
        first = places.get(names[0], names[0]) if names else around
        prefix = [around] if around and names else []
        yield _fault(detail, ".".join([*prefix, first, *names[1:]]), names[-1] if names else around)


def _fault(detail: ErrorDetails, place: str, name: str) -> Fault:
    match detail["type"]:
        case "missing":
            return Fault(Code.ONGELDIGE_AANVRAAG, f"Het deel {place} ontbreekt.", place, _EXPECTED.get(name, "tekst"))
        case "literal_error" | "enum":
            allowed = detail["ctx"]["expected"].replace("'", "").replace(" or ", " of ")
            return Fault(Code.ONGELDIGE_WAARDE, f"Het deel {place} heeft een onbekende waarde.", place, allowed)
        case kind if kind == UNKNOWN_FIELD:
            return Fault(Code.ONBEKEND_VELD, "Dit pad noemt geen veld van een plan.", place, _EXPECTED["pad"])
        case "string_too_long" if name == "doel":
            return Fault(PurposeCode.ONGELDIG, f"Het deel {place} is te lang.", place, _EXPECTED["doel"])
        case "string_too_long" | "string_too_short":
            return Fault(
                Code.ONGELDIGE_WAARDE, f"Het deel {place} is leeg of te lang.", place, "tekst van 1 tot 500 tekens"
            )
        case kind if kind == NO_MOMENT or kind.startswith(("datetime", "timezone")):
            return Fault(
                Code.ONGELDIGE_WAARDE, f"Het deel {place} is geen moment met tijdzone.", place, _EXPECTED["time"]
            )
        case _:
            return _wrong(place, name)


def _wrong(place: str, name: str) -> Fault:
    return Fault(
        Code.ONGELDIGE_AANVRAAG, f"Het deel {place} heeft niet de verwachte vorm.", place, _EXPECTED.get(name, _EXAMPLE)
    )
