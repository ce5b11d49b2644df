"""What a plan adds to the indicators of Samen starten (I01-I33), plainly, one function each."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from plan_schema.process.indicators.case import Case, Outcome, day_of, known
from plan_schema.values import find

_TITLES: Final = frozenset({"VOORLOPIG_GEHECHT", "ONHERROEPELIJK_VEROORDEELD"})
_KNOWN_TO_3RO: Final = ("VOLDOENDE_BEKEND", "ONVOLDOENDE_BEKEND")
_OUTCOMES: Final = frozenset({*_KNOWN_TO_3RO, "NIET_BEKEND"})
_OLD: Final = timedelta(days=274)
"""Nine months (002:L677), as whole days."""

Measured = Callable[[Case], Outcome]


def _due(case: Case) -> bool:
    return case.value("detentie.instroomtitel") in _TITLES


def _signalled(case: Case) -> Outcome:
    return case.signalled is not None if _due(case) else None


def _signalled_in_time(case: Case) -> Outcome:
    passed = case.workdays(case.started, case.signalled)
    return None if passed is None else passed <= 1


_ELEMENTS: Final[Mapping[str, Callable[[Case], bool]]] = {
    "SKN": lambda case: case.value("betrokkene.sknNummer") is not None,
    "NAAM": lambda case: case.value("betrokkene.geslachtsnaam") is not None,
    "AFDELING": lambda case: None not in (case.value("detentie.afdeling"), case.value("detentie.inrichting")),
    "CASEMANAGER": lambda case: any(
        entry.get("rol") == "CASEMANAGER" and known(entry.get("naam")) is not None for entry in case.items("contacten")
    ),
    "DATA": lambda case: None not in (case.started, case.day("detentie.datumInvrijheidstelling")),
}


def _element(name: str) -> Measured:
    return lambda case: None if case.signalled is None else _ELEMENTS[name](case)


def _complete(case: Case) -> Outcome:
    return None if case.signalled is None else all(element(case) for element in _ELEMENTS.values())


def _reason(name: str) -> Measured:
    def measured(case: Case) -> Outcome:
        if not _due(case) or case.signalled is not None:
            return None
        return (case.value("samenStarten.signaal.redenGeenSignaal") or "ONBEKEND") == name

    return measured


def _assessment(case: Case) -> str | None:
    found = case.value("samenStarten.bekendheid.uitkomst")
    return str(found) if found in _OUTCOMES else None


def _assessed(case: Case) -> Outcome:
    return None if case.signalled is None else _assessment(case) is not None


def _assessed_in_time(case: Case) -> Outcome:
    passed = case.workdays(case.signalled, case.day("samenStarten.bekendheid.beoordeeldOp"))
    return None if passed is None else passed <= 3


def _outcome(name: str) -> Measured:
    return lambda case: None if _assessment(case) is None else _assessment(case) == name


def _wants_to_share(case: Case) -> bool:
    return case.value("samenStarten.bekendheid.informatieDelen") == "JA"


def _shares(case: Case) -> Outcome:
    return None if _assessment(case) is None else _wants_to_share(case)


def _told(*outcomes: str) -> Measured:
    def measured(case: Case) -> Outcome:
        if _assessment(case) not in outcomes:
            return None
        return any(
            case.value(f"samenStarten.bekendheid.{name}") is not None for name in ("terugkoppeling", "terugkoppelingOp")
        )

    return measured


def _brought(case: Case) -> Outcome:
    return bool(case.shared) if _wants_to_share(case) else None


def _held(case: Case) -> bool:
    return case.day("samenStarten.duiding.gehoudenOp") is not None


def _interpreted(case: Case) -> Outcome:
    return _held(case) if case.shared else None


def _led(case: Case) -> Outcome:
    return case.value("samenStarten.duiding.regiehouder") is not None if case.shared else None


def _contributes(case: Case) -> Outcome:
    return case.value("samenStarten.duiding.actieveBijdrage") == "JA" if _held(case) else None


def _contribution(kind: str) -> Measured:
    def measured(case: Case) -> Outcome:
        found = {(find(entry, "aanvraag") or {}).get("soort") for entry in case.items("samenStarten.bijdragen")}
        # For taking part in the first trajectgesprek no request is needed (002:L843-L845).
        if case.value("samenStarten.duiding.deelnameTrajectgesprek") == "JA":
            found.add("DEELNAME_EERSTE_TRAJECTGESPREK")
        return kind in found if found else None

    return measured


def _first_conversation(case: Case) -> Outcome:
    first = [
        meeting
        for _, meeting in case.conversations
        if meeting.get("soort") == "TRAJECTGESPREK" and meeting.get("eerste") == "JA"
    ]
    return any(case.present(meeting, "RECLASSERING") for meeting in first) if first else None


def _delivered(case: Case) -> bool:
    results = [find(entry, "resultaat") or {} for entry in case.items("samenStarten.bijdragen")]
    return any(result.get("status") == "GELEVERD" or day_of(result.get("geleverdOp")) for result in results)


def _processed(case: Case) -> Outcome:
    if not _delivered(case):
        return None
    return any(meeting.get("inbrengVerwerkt") == "JA" for meeting in case.items("overleggen.mdo"))


def _at_mdo(case: Case) -> Outcome:
    with_input = [meeting for meeting in case.items("overleggen.mdo") if known(meeting.get("inbreng3ro")) is not None]
    return any(case.present(meeting, "RECLASSERING") for meeting in with_input) if with_input else None


def _stopped_at_1(case: Case) -> bool:
    return _assessment(case) is not None and case.value("samenStarten.bekendheid.informatieDelen") == "NEE"


def _stopped_at_2(case: Case) -> bool:
    return _held(case) and case.value("samenStarten.duiding.actieveBijdrage") == "NEE"


def _reopened(case: Case) -> Outcome:
    again = case.day("samenStarten.heropening.heropendOp") is not None
    return again if again or _stopped_at_1(case) or _stopped_at_2(case) else None


def _stalled(case: Case) -> bool:
    return bool(case.shared) and not _held(case)


def _left(stopped: Callable[[Case], bool]) -> Measured:
    return lambda case: None if case.signalled is None else stopped(case)


def _first_effort(case: Case) -> Outcome:
    days = [day for entry in case.items("reclasseringsinzet") if (day := day_of(entry.get("gestartOp"))) is not None]
    return case.since(case.started, min(days, default=None))


def _third(number: int) -> Measured:
    def measured(case: Case) -> Outcome:
        passed, stay = _first_effort(case), case.since(case.started, case.day("detentie.datumInvrijheidstelling"))
        if passed is None or stay is None or stay <= 0:
            return None
        return number == (0 if 3 * passed < stay else 1 if 3 * passed < 2 * stay else 2)

    return measured


def _executed(case: Case) -> Outcome:
    grounded = [
        entry
        for entry in case.items("reclasseringsinzet")
        if entry.get("grond") in {"WETTELIJKE_TAAK", "SPECIFIEKE_NOODZAAK_DENR_PLAN"}
    ]
    return any(day_of(entry.get("gestartOp")) for entry in grounded) if grounded or _held(case) else None


def _without_intervention(case: Case) -> Outcome:
    if case.value("status") == "AFGESLOTEN" or case.released is not None:
        return None
    return not case.items("reclasseringsinzet") and not case.items("activiteiten")


def _double(case: Case) -> Outcome:
    return any(entry.get("reedsInJdOnline") == "JA" for entry in case.shared) if case.shared else None


def _outdated(case: Case) -> Outcome:
    days = [day for entry in case.shared if (day := day_of(entry.get("datumInformatie"))) is not None]
    return None if case.signalled is None or not days else min(days) < case.signalled - _OLD


def _short(case: Case) -> Outcome:
    return None if case.signalled is None or case.stay is None else case.stay < 90


def _replaced(case: Case) -> Outcome:
    found = [entry for entry in case.items("contacten") if entry.get("rol") in {"CASEMANAGER", "RECLASSERINGSWERKER"}]
    if not found:
        return None
    roles = [entry["rol"] for entry in found]
    ended = {entry["rol"] for entry in found if day_of(entry.get("tot")) is not None}
    return any(roles.count(role) > 1 for role in ended)


SAMEN_STARTEN: Final[Mapping[str, Measured]] = {
    "I01": _signalled,
    "I02": _signalled_in_time,
    **{f"I03:{name}": _element(name) for name in _ELEMENTS},
    "I03:ALLES": _complete,
    **{f"I04:{name}": _reason(name) for name in ("TE_KORT_INGESLOTEN", "WIL_NIET_MEEWERKEN", "OVERIG", "ONBEKEND")},
    "I05": _assessed,
    "I06": _assessed_in_time,
    "I07:INFORMATIE_DELEN": _shares,
    **{f"I07:{name}": _outcome(name) for name in (*_KNOWN_TO_3RO, "NIET_BEKEND")},
    "I08:BEKEND": _told(*_KNOWN_TO_3RO),
    "I08:NIET_BEKEND": _told("NIET_BEKEND"),
    "I09": _brought,
    "I10": lambda case: case.workdays(case.signalled, case.shared_on),
    "I11": _interpreted,
    "I12": lambda case: case.since(case.shared_on, case.day("samenStarten.duiding.gehoudenOp")),
    "I13": _led,
    "I15": _contributes,
    **{
        f"I16:{kind}": _contribution(kind)
        for kind in ("AANVULLENDE_ANALYSE", "RECLASSERINGSADVIES", "DEELNAME_EERSTE_TRAJECTGESPREK")
    },
    "I17": _first_conversation,
    "I18": _processed,
    "I19": _at_mdo,
    "I20:E1": _left(_stopped_at_1),
    "I20:E2": _left(_stopped_at_2),
    "I20:S3": _left(_stalled),
    "I21": _reopened,
    "I22": _first_effort,
    **{
        f"I23:{name}": _third(number)
        for number, name in enumerate(("EERSTE_DERDE", "MIDDELSTE_DERDE", "LAATSTE_DERDE"))
    },
    "I24": _executed,
    "I25": _without_intervention,
    "I26": _double,
    "I27": _outdated,
    "I28": _short,
    "I30": _replaced,
}
"""What each measure takes of a plan, by its name."""
