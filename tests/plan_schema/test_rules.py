import pytest
from hypothesis import given

from plan_schema.problems import ProblemCode
from plan_schema.rules import check
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
    assert here | by_the_store | {code for _, _, code, _ in FAULTS} == set(ProblemCode)
