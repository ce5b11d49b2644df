"""Generated plans: the same for the same seed, different people, and as often as the reports say."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from math import sqrt
from typing import Any

import pytest

from api.demo import frequencies as of
from api.demo import vocabulary as words
from api.demo.frequencies import FREQUENCIES, RECLASSERING_SHARES, Frequency
from api.demo.generator import generate
from api.demo.identities import bsns
from api.demo.step import Step
from plan_schema import identifiers
from tests.api.demo.replay import replay

TODAY = date(2026, 11, 18)
PLANS = 4_000

Plan = dict[str, Any]
Measure = Callable[[Plan], bool | None]
"""Whether it holds for a plan; None: the plan is not of the group that the frequency is about."""


def _som(plan: Plan) -> Plan | None:
    deel: Plan | None = plan.get("som", {}).get("deel2")
    return deel


def _among(group: Callable[[Plan], Any], holds: Callable[[Plan], bool]) -> Measure:
    return lambda plan: holds(plan) if group(plan) else None


def _preventief(plan: Plan) -> bool:
    return bool(plan["detentie"]["statusGedetineerde"] == "PREVENTIEF")


def _stay(plan: Plan) -> bool:
    return "datumInvrijheidstelling" in _known(plan["detentie"])


def _known(group: Plan) -> Plan:
    return {name: value for name, value in group.items() if value != {"onbekend": True}}


def _days(plan: Plan) -> int:
    return int(plan["detentie"]["verwachteVerblijfsduurDagen"])


def _besluit(choice: str) -> Measure:
    return _among(_som, lambda plan: choice in plan["som"].get("besluit", {}).get("besluiten", ()))


def _next_werkdag(plan: Plan) -> bool:
    given = date.fromisoformat(plan["samenStarten"]["signaal"]["afgegevenOp"].date().isoformat())
    started = date.fromisoformat(plan["detentie"]["datumAanvang"])
    return (given - started).days <= (3 if started.weekday() == 4 else 2 if started.weekday() == 5 else 1)


MEASURES: dict[Frequency, Measure] = {
    of.GEEN_GELDIG_ID: lambda plan: plan["identiteitsbewijs"]["aanwezig"] == "NEE",
    of.GEEN_DAGBESTEDING: lambda plan: plan["werkEnInkomen"]["dagbesteding"] == words.GEEN_DAGBESTEDING_TEKST,
    of.GEEN_INKOMEN: lambda plan: plan["werkEnInkomen"]["soortInkomenVoorDetentie"] == "GEEN",
    of.GEEN_STARTKWALIFICATIE: lambda plan: plan["werkEnInkomen"]["startkwalificatie"] == "NEE",
    of.NIET_INGESCHREVEN: lambda plan: plan["onderdak"]["ingeschrevenOpAdres"] == "NEE",
    of.WANBETALER: lambda plan: plan["schulden"]["wanbetalerZorgverzekering"] == "JA",
    of.SCHULDEN: lambda plan: plan["schulden"]["schuldenAanwezig"] == "JA",
    of.LVB: lambda plan: "communicatiebehoefte" in plan["screening"],
    of.PSYCHISCHE_PROBLEMEN: lambda plan: plan["zorg"]["zorgNodig"] == "JA",
    of.VERSLAVING: _among(
        _som, lambda plan: any(item["factor"] == "VERSLAVING" for item in plan["screening"]["criminogeneFactoren"])
    ),
    of.PREVENTIEF: _preventief,
    of.ZITTINGSDATUM_ONBEKEND: _among(_preventief, lambda plan: "zittingsdatum" not in _known(plan["detentie"])),
    of.VERBLIJF_KORTER_DAN_3_MAANDEN: _among(_stay, lambda plan: _days(plan) < 90),
    of.VERBLIJF_LANGER_DAN_1_JAAR: _among(_stay, lambda plan: _days(plan) > 365),
    of.EINDDATUM_ONBEKEND: lambda plan: not _stay(plan),
    of.TOEZICHT_NA_DETENTIE: lambda plan: plan["detentie"]["toezichtNaDetentie"] == "JA",
    of.CASEMANAGER_ONTBREEKT: lambda plan: all(item["rol"] != "CASEMANAGER" for item in plan.get("contacten", ())),
    of.SIGNAAL_OP_TIJD: _next_werkdag,
    of.BEKEND_BIJ_RECLASSERING: _among(
        _som, lambda plan: plan["samenStarten"]["bekendheid"]["uitkomst"] != "NIET_BEKEND"
    ),
    of.GEEN_ACTUELE_INFORMATIE: _among(_som, lambda plan: plan["som"]["deel2"]["reclasseringsinformatie"] != "ACTUEEL"),
    of.RECIDIVERISICO_ONBEKEND: _among(_som, lambda plan: plan["screening"]["risc"]["recidiverisico"] == "ONBEKEND"),
    of.ADVIES_ONBEKEND: _among(
        lambda plan: _preventief(plan) and _som(plan),
        lambda plan: plan["som"]["deel2"]["adviesAangevraagd"] == "ONBEKEND",
    ),
    of.BESLUIT_UITGESTELD: _besluit("HERHALEN_NA_VONNIS"),
    of.GEEN_PRIORITEIT: _besluit("GEEN_PRIORITEIT"),
    of.REEDS_IN_JD_ONLINE: _among(
        lambda plan: plan["samenStarten"].get("gedeeldeInformatie"),
        lambda plan: plan["samenStarten"]["gedeeldeInformatie"][0]["reedsInJdOnline"] == "JA",
    ),
}


@pytest.fixture(scope="module")
def histories() -> list[list[Step]]:
    return list(generate(PLANS, seed=20_261, today=TODAY))


@pytest.fixture(scope="module")
def plans(histories: list[list[Step]]) -> list[Plan]:
    return [replay(history, TODAY).document for history in histories]


def test_every_frequency_is_measured() -> None:
    assert set(MEASURES) == set(FREQUENCIES)


@pytest.mark.parametrize("frequency", FREQUENCIES, ids=lambda frequency: frequency.description)
def test_the_share_is_that_of_the_report(frequency: Frequency, plans: list[Plan]) -> None:
    found = [holds for plan in plans if (holds := MEASURES[frequency](plan)) is not None]
    share = sum(found) / len(found)
    # Four standard errors: with this seed it holds or not, and a wrong share is further off.
    tolerance = 4 * sqrt(frequency.share * (1 - frequency.share) / len(found))
    assert len(found) > 500
    assert abs(share - frequency.share) < tolerance


def test_the_same_seed_gives_the_same_plans() -> None:
    assert list(generate(50, 11, TODAY)) == list(generate(50, 11, TODAY))
    assert list(generate(50, 11, TODAY)) != list(generate(50, 12, TODAY))


def test_plans_are_made_one_by_one() -> None:
    assert len(list(islice(generate(10**9, 1, TODAY), 3))) == 3


def test_nobody_is_registered_twice_and_numbers_are_valid(histories: list[list[Step]]) -> None:
    assert len({history[0].skn for history in histories}) == PLANS
    people = [history[0].patch["betrokkene"] for history in histories]
    assert len({person["burgerservicenummer"] for person in people}) == PLANS
    for person in people:
        assert identifiers.bsn(person["burgerservicenummer"]).startswith("999")
        identifiers.skn(person["sknNummer"])


def test_the_range_of_test_numbers_starts_anew_when_it_is_used_up() -> None:
    def first_again(numbers: Iterator[str]) -> int:
        first = next(numbers)
        return 1 + next(index for index, number in enumerate(numbers, start=1) if number == first)

    assert first_again(bsns()) > 90_000


def test_every_history_has_two_to_four_steps_of_different_parties(histories: list[list[Step]]) -> None:
    assert {len(history) for history in histories} == {2, 3, 4}
    assert all(history[0].registration and not any(step.registration for step in history[1:]) for history in histories)


def test_the_four_gemeenten_come_often_and_many_others_too(plans: list[Plan]) -> None:
    codes = [plan["terugkeer"]["herkomstgemeente"] for plan in plans]
    for code in ("0202", "0268", "0344", "0479"):
        assert codes.count(code) > PLANS * 0.1
    assert len(set(codes)) > 200


def test_reclassering_is_assigned_as_in_the_som_test(plans: list[Plan]) -> None:
    for place, shares in RECLASSERING_SHARES.items():
        here = [plan for plan in plans if plan["detentie"]["inrichting"] == place]
        for oin, percentage in shares.items():
            found = sum(plan["samenStarten"]["toewijzing"]["organisaties"] == [oin] for plan in here)
            assert abs(found / len(here) - percentage / 100) < 0.05


def test_nothing_recorded_lies_after_today(histories: list[list[Step]]) -> None:
    assert all(date.fromisoformat(step.reference_date or "") <= TODAY for history in histories for step in history)
