"""The records of open steps: one for every step, found by whose turn it is, and written only where something changed."""

from datetime import date
from typing import Any, Final

import pytest

from api.demo.folder import WRITTEN_ON
from api.demo.generator import generate
from api.identity.organisations import OrganisationTable
from api.store.work import difference, holders, keys_of, reach, step_key
from plan_schema.process.step import Actor
from plan_schema.process.steps import open_steps
from tests.api.demo.replay import replay

RN: Final = "00000099200000001000"
ARNHEM: Final = "00000099300000202000"
PLAN: Final[dict[str, Any]] = {
    "detentie": {"inrichting": "PI Arnhem"},
    "terugkeer": {"herkomstgemeente": "0202", "vestigingsgemeente": "0268"},
}
ASSIGNED: Final[dict[str, Any]] = PLAN | {"samenStarten": {"toewijzing": {"organisaties": [RN]}}}


def test_no_two_steps_of_a_plan_have_one_record() -> None:
    several = 0
    for history in generate(60, seed=8, today=WRITTEN_ON):
        document = replay(history, WRITTEN_ON).document
        for day in (WRITTEN_ON, date(2027, 1, 1)):
            keys = [step_key(step) for step in open_steps(document, day)]
            assert len(keys) == len(set(keys)), keys
            several += len(keys) > 3
    assert several > 30


@pytest.mark.parametrize(
    ("plan", "actor", "keys"),
    [
        (PLAN, Actor("DJI", "CASEMANAGER", "00000099100000001000"), ["DJI@PI Arnhem"]),
        (PLAN, Actor("RECLASSERING", None, RN), [f"RECLASSERING/{RN}"]),
        (PLAN, Actor("RECLASSERING"), ["RECLASSERING@PI Arnhem"]),
        (ASSIGNED, Actor("RECLASSERING"), [f"RECLASSERING/{RN}"]),
        (PLAN, Actor("GEMEENTE", None, ARNHEM), [f"GEMEENTE/{ARNHEM}"]),
        (PLAN, Actor("GEMEENTE", gemeente="0268"), ["GEMEENTE@0268"]),
        (PLAN, Actor("GEMEENTE"), ["GEMEENTE@0202", "GEMEENTE@0268"]),
        ({}, Actor("DJI"), []),
    ],
)
def test_whose_turn_it_is_finds_it(plan: dict[str, Any], actor: Actor, keys: list[str]) -> None:
    assert list(holders(plan, actor)) == keys


def test_an_organisation_finds_its_work_and_the_plans_that_it_has_to_do_with() -> None:
    table = OrganisationTable.load()
    own = {row.name: set(keys_of(row)) for row in table}
    assert {name for name, keys in own.items() if keys & set(reach(ASSIGNED))} == {
        "DJI PI Arnhem",
        "Reclassering Nederland",
        "Gemeente Arnhem",
        "Gemeente Nijmegen",
    }
    team = {name for name, keys in own.items() if keys & set(reach(PLAN))}
    assert len([name for name in team if "eclassering" in name]) == 3
    assert own["Inspectie Justitie en Veiligheid"] == own["Inzagevoorziening betrokkenen"] == set()


def test_only_what_changed_is_written() -> None:
    known = [{"_id": "a", "uiterlijk": "x"}, {"_id": "b", "uiterlijk": "x"}, {"_id": "c", "uiterlijk": "x"}]
    wanted = [{"_id": "a", "uiterlijk": "x"}, {"_id": "b", "uiterlijk": "y"}, {"_id": "d", "uiterlijk": "x"}]
    change = difference(known, wanted)
    assert [record["_id"] for record in change.put] == ["b", "d"]
    assert change.drop == ["c"]
    assert not difference(known, known)
