"""What a plan adds to the indicators of cooperation (IND-01-IND-33), plainly, one function each."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from plan_schema.process.indicators.case import Case, Outcome, day_of, held, known, recorded_on
from plan_schema.values import find

_BASIC: Final = ("identiteitsbewijs", "onderdak", "werkEnInkomen", "schulden", "zorg")
_AREAS: Final = (*_BASIC[:4], "zorgverzekering", "zorg", "sociaalNetwerk")
_ASKED: Final = frozenset({"GESTELD", "IN_BEHANDELING", "BEANTWOORD", "AFGEWEZEN"})
_PARTIES: Final = ("DJI", "RECLASSERING", "GEMEENTE")
_ENTERED: Final = "detentie.datumBinnenkomst"
_FOUR_WEEKS: Final = 28

Measured = Callable[[Case], Outcome]


def _ten_workdays(case: Case) -> bool:
    passed = case.workdays(case.entered, case.around.today)
    return passed is not None and passed > 10


def _in_ten(case: Case, day: date | None) -> bool:
    passed = case.workdays(case.entered, day)
    return passed is not None and passed <= 10


def _screened(case: Case) -> Outcome:
    if not _ten_workdays(case):
        return None
    days = [case.day(f"{area}.vastgesteldOp") for area in _BASIC]
    return all(_in_ten(case, day) for day in days)


def _met_gemeente(case: Case) -> Outcome:
    if not _ten_workdays(case):
        return None
    return any(case.present(meeting, "GEMEENTE") and _in_ten(case, day) for day, meeting in case.conversations)


def _within_four_weeks(case: Case, day: date | None) -> bool:
    passed = case.since(case.entered, day)
    return passed is not None and passed <= _FOUR_WEEKS


def _all_three(case: Case) -> Outcome:
    if not case.elapsed(_ENTERED, _FOUR_WEEKS):
        return None
    return any(
        meeting.get("soort") == "GEZAMENLIJK_OVERLEG"
        and all(case.present(meeting, kind) for kind in _PARTIES)
        and _within_four_weeks(case, day)
        for day, meeting in case.conversations
    )


def _adopted(case: Case) -> Outcome:
    if not case.elapsed(_ENTERED, _FOUR_WEEKS):
        return None
    return _within_four_weeks(case, case.day("vastgesteldOp"))


def _reachable(case: Case, party: str) -> bool:
    entries = [
        entry
        for entry in case.items("contacten")
        if known(entry.get("telefoon")) is not None or known(entry.get("email")) is not None
    ]
    if party == "CASEMANAGER":
        return any(entry.get("rol") == party for entry in entries)
    return any(case.around.kinds.get(known(entry.get("organisatie")) or "") == party for entry in entries)


def _contacts(*parties: str) -> Measured:
    def measured(case: Case) -> Outcome:
        if not case.elapsed(_ENTERED, _FOUR_WEEKS):
            return None
        return all(_reachable(case, party) for party in parties)

    return measured


def _filled(area: str) -> Measured:
    return lambda case: case.value(f"{area}.standVanZaken") is not None


def _return_confirmed(case: Case) -> Outcome:
    if not case.elapsed(_ENTERED, _FOUR_WEEKS):
        return None
    return (
        case.value("terugkeer.vestigingsgemeenteBevestigd") == "JA"
        or case.value("terugkeer.terugkeeradresStatus") == "BEVESTIGD"
    )


def _in_words(case: Case) -> Outcome:
    asked = [area for area in _AREAS if case.value(f"{area}.hulpvraagStatus") in _ASKED]
    return all(case.value(f"{area}.hulpvraag") is not None for area in asked) if asked else None


def _mdo_rhythm(case: Case) -> Outcome:
    days = sorted(day for day, meeting in held(case.items("overleggen.mdo")) if meeting.get("soort") == "MDO")
    return all((later - earlier).days <= 42 for earlier, later in pairwise(days)) if len(days) > 1 else None


def _conversations_held(case: Case) -> Outcome:
    agreed = [
        meeting
        for meeting in case.items("overleggen.gesprekken")
        if meeting.get("soort") == "TRAJECTGESPREK"
        and (day := day_of(meeting.get("geplandOp"))) is not None
        and day <= case.around.today
    ]
    return all(day_of(meeting.get("datum")) is not None for meeting in agreed) if agreed else None


def _takes_part(kind: str) -> Measured:
    def measured(case: Case) -> Outcome:
        meetings = [meeting for _, meeting in case.conversations]
        return any(case.present(meeting, kind) for meeting in meetings) if meetings else None

    return measured


def _first_version(kind: str) -> Measured:
    def measured(case: Case) -> Outcome:
        written = case.written.get(kind)
        return None if written is None else case.since(case.started, day_of(written.first))

    return measured


def _in_order(area: str) -> Measured:
    return lambda case: None if case.released is None else case.value(f"{area}.standVanZaken") == "OP_ORDE"


def _homeless(case: Case) -> Outcome:
    found = case.value("onderdak.verblijfNaDetentie")
    return None if case.released is None or found is None else found == "GEEN"


def _by_release(case: Case, day: date | None) -> bool:
    return day is not None and case.released is not None and day <= case.released


def _benefit(case: Case) -> Outcome:
    status = case.value("werkEnInkomen.uitkeringAanvraag")
    if case.released is None or status in {None, "NIET_NODIG"}:
        return None
    return _by_release(case, case.day("werkEnInkomen.uitkeringAangevraagdOp"))


def _care_inside(case: Case) -> Outcome:
    days = [day for entry in case.items("zorg.zorgtrajecten") if (day := day_of(entry.get("gestartOp"))) is not None]
    begun = [day for day in days if case.started is not None and day >= case.started]
    return None if case.released is None or not begun else _by_release(case, min(begun))


def _waited_for_home(case: Case) -> Outcome:
    return case.since(case.day("onderdak.wachtlijstSinds"), case.day("onderdak.verwachtePlaatsing"))


def _waited_for_care(case: Case) -> Outcome:
    found = [
        case.since(day_of(entry.get("wachtlijstSinds")), day_of(entry.get("gestartOp")))
        for entry in case.items("zorg.zorgtrajecten")
    ]
    return max((days for days in found if days is not None), default=None)


def _handed_over(case: Case) -> Outcome:
    if case.released is None:
        return None
    agreed = {entry.get("partij") for entry in case.items("overdracht.akkoorden") if entry.get("akkoord") == "JA"}
    return _by_release(case, case.day("overdracht.warmeOverdrachtOp")) and agreed >= set(_PARTIES)


def _supervision_planned(case: Case) -> Outcome:
    if case.released is None or case.value("toezicht.kader") in {None, "GEEN"}:
        return None
    if case.value("toezicht.planVanAanpak") is None:
        return False
    return _by_release(case, recorded_on(find(case.plan, "toezicht") or {}, "planVanAanpak"))


def _directed(case: Case) -> Outcome:
    if case.released is None:
        return None
    return None not in (case.value("overdracht.casusregie"), case.value("overdracht.procesregie"))


def _acted(kind: str) -> Measured:
    def measured(case: Case) -> Outcome:
        if case.released is None or case.stay is None or case.stay >= 90:
            return None
        actions = [action for goal in case.items("doelen") for action in goal.get("acties") or ()]
        return case.contact(kind) or any(
            case.around.kinds.get(known(action.get("uitvoerderOrganisatie")) or "") == kind for action in actions
        )

    return measured


def _reached(case: Case) -> Outcome:
    if case.released is None or case.value("screening.communicatiebehoefte") is None:
        return None
    return case.contact("GEMEENTE") or any(
        case.present(meeting, "GEMEENTE") and _by_release(case, day) for day, meeting in case.conversations
    )


def _silent(case: Case) -> Outcome:
    named = [case.value(f"terugkeer.{name}") for name in ("herkomstgemeente", "vestigingsgemeente")]
    if named == [None, None] or not case.elapsed("detentie.datumAanvang", _FOUR_WEEKS):
        return None
    return "GEMEENTE" not in case.written


def _moves(case: Case) -> Outcome:
    old, new = (case.value(f"terugkeer.{name}") for name in ("herkomstgemeente", "vestigingsgemeente"))
    return None if old is None or new is None else old != new


def _accepted(case: Case) -> Outcome:
    return case.value("terugkeer.vestigingsgemeenteBevestigd") == "JA" if _moves(case) else None


def _leave(*statuses: str) -> Measured:
    def measured(case: Case) -> Outcome:
        decided = {entry.get("status") for entry in case.items("verlof")} & {"TOEGEKEND", "GENOTEN", "AFGEWEZEN"}
        return bool(decided & set(statuses)) if decided else None

    return measured


def _burden(case: Case) -> Outcome:
    return case.written["DJI"].number if "DJI" in case.written else None


COOPERATION: Final[Mapping[str, Measured]] = {
    "IND-01": _screened,
    "IND-02": _met_gemeente,
    "IND-03": _all_three,
    "IND-04": _adopted,
    **{f"IND-05:{party}": _contacts(party) for party in ("CASEMANAGER", "RECLASSERING", "GEMEENTE")},
    "IND-05:ALLE": _contacts("CASEMANAGER", "RECLASSERING", "GEMEENTE"),
    **{f"IND-06:{area}": _filled(area) for area in _AREAS},
    "IND-07": _return_confirmed,
    "IND-08": _in_words,
    "IND-09": _mdo_rhythm,
    "IND-10": _conversations_held,
    **{f"IND-11:{kind}": _takes_part(kind) for kind in _PARTIES},
    **{f"IND-12:{kind}": _first_version(kind) for kind in _PARTIES[1:]},
    **{f"IND-15:{area}": _in_order(area) for area in _BASIC},
    "IND-16": _homeless,
    "IND-17": _benefit,
    "IND-18": _care_inside,
    "IND-19:ONDERDAK": _waited_for_home,
    "IND-19:ZORG": _waited_for_care,
    "IND-20": lambda case: case.since(case.released, case.day("toezicht.start")),
    "IND-21": _handed_over,
    "IND-22": _supervision_planned,
    "IND-23": _directed,
    **{f"IND-25:{kind}": _acted(kind) for kind in _PARTIES[1:]},
    "IND-26": _reached,
    "IND-27": _silent,
    "IND-28:ANDERE_GEMEENTE": _moves,
    "IND-28:DAARVAN_BEVESTIGD": _accepted,
    "IND-29:TOEGEKEND": _leave("TOEGEKEND", "GENOTEN"),
    "IND-29:AFGEWEZEN": _leave("AFGEWEZEN"),
    "IND-33": _burden,
}
"""What each measure takes of a plan, by its name."""
