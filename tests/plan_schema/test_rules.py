from typing import Final

import pytest
from hypothesis import given

from plan_schema.plan import PATHS, PLAN
from plan_schema.problems import ProblemCode
from plan_schema.rules import check
from plan_schema.tree import Group, Leaf
from plan_schema.values import UNKNOWN
from tests.plan_schema.test_patch import FAULTS
from tests.strategies import Document, documents, examples

DATES = (
    ("betrokkene", "geboortedatum", "detentie", "datumAanvang"),
    ("detentie", "datumAanvang", "detentie", "datumInvrijheidstelling"),
    ("detentie", "datumAanvang", "detentie", "datumBinnenkomst"),
)


def _dates(place: tuple[str, str, str, str], earlier: object, later: object) -> Document:
    document: Document = {}
    document.setdefault(place[0], {})[place[1]] = earlier
    document.setdefault(place[2], {})[place[3]] = later
    return document


@pytest.mark.parametrize("place", DATES)
def test_dates_in_the_wrong_order_are_named_by_the_later_one(place: tuple[str, str, str, str]) -> None:
    (problem,) = check(_dates(place, "2026-01-06", "2026-01-05"))
    earlier = f"{place[0]}.{place[1]}"
    assert (problem.path, problem.code) == (f"{place[2]}.{place[3]}", ProblemCode.DATUM_VOLGORDE)
    assert problem.message == f"Deze datum ligt voor {earlier}."
    assert problem.expected == f"een datum op of na {earlier}"


@pytest.mark.parametrize("place", DATES)
@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2026-01-05", "2026-01-05"), ("2026-01-05", "2026-01-06"), (None, "2026-01-05"), (UNKNOWN, "2026-01-05")],
)
def test_dates_that_are_equal_in_order_or_not_known_contradict_nothing(
    place: tuple[str, str, str, str], earlier: object, later: object
) -> None:
    assert check(_dates(place, earlier, later)) == []
    assert check(_dates(place, later, None)) == []


@pytest.mark.parametrize("day", [None, UNKNOWN])
def test_an_adopted_plan_needs_the_date_of_its_adoption(day: object) -> None:
    (problem,) = check({"status": "VASTGESTELD", "vastgesteldOp": day})
    assert (problem.path, problem.code) == ("vastgesteldOp", ProblemCode.VERPLICHT_VELD)
    assert check({"status": "VASTGESTELD", "vastgesteldOp": "2026-01-05"}) == []
    assert check({"status": "CONCEPT", "vastgesteldOp": day}) == []


def test_leave_refers_to_goals_of_this_plan() -> None:
    document: Document = {"doelen": [{"id": "d1"}], "verlof": [{"id": "v1", "doelen": ["d1", "d2"]}, {"id": "v2"}]}
    (problem,) = check(document)
    assert (problem.path, problem.code) == ("verlof[v1].doelen", ProblemCode.VERWIJZING_ONBEKEND)
    document["doelen"].append({"id": "d2"})
    assert check(document) == []


def test_leave_of_which_the_goals_are_not_known_refers_to_nothing() -> None:
    assert check({"verlof": [{"id": "v1", "doelen": dict(UNKNOWN)}]}) == []


def test_an_empty_plan_contradicts_nothing() -> None:
    assert check({}) == []


def _shielding(**fields: object) -> Document:
    return {"afschermingen": [{"id": "a1", **fields}]}


@pytest.mark.parametrize("node", [node for node in PLAN.walk() if not node.path.startswith("afschermingen")][::7])
def test_every_field_and_group_can_be_shielded(node: Leaf | Group) -> None:
    assert check(_shielding(pad=node.path)) == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (None, ProblemCode.VERPLICHT_VELD),
        (dict(UNKNOWN), ProblemCode.VERPLICHT_VELD),
        ("geen", ProblemCode.ONBEKEND_VELD),
        ("doelen", ProblemCode.ONBEKEND_VELD),
        ("doelen[d1].status", ProblemCode.ONBEKEND_VELD),
        ("onderdak.*", ProblemCode.ONBEKEND_VELD),
        ("afschermingen[]", ProblemCode.ONGELDIGE_WAARDE),
        ("afschermingen[].reden", ProblemCode.ONGELDIGE_WAARDE),
    ],
)
def test_a_shielding_names_a_field_or_group_outside_the_shieldings(path: object, code: ProblemCode) -> None:
    (problem,) = check(_shielding(pad=path))
    assert (problem.path, problem.code) == ("afschermingen[a1].pad", code)


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2026-01-02", "2026-01-01", ["afschermingen[a1].einddatum"]),
        ("2026-01-01", "2026-01-01", []),
        ("2026-01-02", dict(UNKNOWN), []),
        (None, "2026-01-01", []),
    ],
)
def test_a_shielding_does_not_end_before_it_begins(first: object, last: object, wrong: list[str]) -> None:
    problems = check(_shielding(pad="schulden", ingangsdatum=first, einddatum=last))
    assert [problem.path for problem in problems] == wrong
    assert {problem.code for problem in problems} <= {ProblemCode.DATUM_VOLGORDE}


CONTRADICTIONS: Final[tuple[tuple[Document, tuple[str, ...]], ...]] = (
    *(
        (_dates(place, "2026-01-06", "2026-01-05"), (f"{place[0]}.{place[1]}", f"{place[2]}.{place[3]}"))
        for place in DATES
    ),
    ({"status": "VASTGESTELD"}, ("status", "vastgesteldOp")),
    ({"verlof": [{"id": "v1", "doelen": ["d1"]}]}, ("verlof[].doelen",)),
)


@pytest.mark.parametrize(("document", "involved"), CONTRADICTIONS)
def test_what_is_shielded_contradicts_nothing(document: Document, involved: tuple[str, ...]) -> None:
    assert len(check(document, PATHS.bit("onderdak.hulpvraag"))) == 1
    for path in involved:
        assert check(document, PATHS.bit(path)) == []


def test_leave_may_refer_to_goals_of_which_a_part_is_shielded() -> None:
    document: Document = {"verlof": [{"id": "v1", "doelen": ["d1"]}]}
    goals = PATHS.node("doelen[]")
    assert isinstance(goals, Group)
    assert check(document, goals.leaf_bits) == []
    assert len(check(document, PATHS.bit("doelen[].omschrijving"))) == 1


@examples(150)
@given(documents())
def test_a_problem_names_paths_and_never_a_value(document: Document) -> None:
    for problem in check(document):
        assert not any(character.isdigit() for character in problem.message + (problem.expected or ""))
        assert problem.message.endswith(".")


def test_every_problem_code_has_a_test() -> None:
    here = {
        ProblemCode.DATUM_VOLGORDE,
        ProblemCode.VERPLICHT_VELD,
        ProblemCode.VERWIJZING_ONBEKEND,
    }
    by_the_store = {ProblemCode.VERSIE_ONBEKEND}
    by_the_process = {ProblemCode.STAP_NIET_MOGELIJK, ProblemCode.MOTIVERING_VERPLICHT}
    assert here | by_the_store | by_the_process | {code for _, _, code, _ in FAULTS} == set(ProblemCode)
