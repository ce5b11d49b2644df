from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.changes import Change, apply
from plan_schema.patch import named_paths, resolve
from plan_schema.plan import PATHS, PLAN
from plan_schema.problems import Problem, ProblemCode
from plan_schema.values import UNKNOWN, flatten, schema_path, value_at
from tests.strategies import (
    LIVELY,
    MARK,
    Document,
    as_read,
    documents,
    examples,
    full_document,
    ids,
    patches,
    provenance,
    refused,
)

DOCUMENT: Document = {
    "status": "CONCEPT",
    "detentie": {"zittingsdatum": dict(UNKNOWN), "doelgroep": ["ISD"]},
    "onderdak": {"huurachterstand": "JA"},
    "doelen": [{"id": "d1", "soort": "GEDRAGSDOEL", "acties": [{"id": "a1", "status": "OPEN"}]}],
}
NEW = "00000001-0000-7000-8000-000000000001"
EXISTS = True


def _changes(patch: Document, document: Document = DOCUMENT) -> list[Change]:
    found = resolve(PLAN, document, patch, ids(1))
    assert found.problems == []
    return found.changes


def _problems(patch: Document) -> list[Problem]:
    found = resolve(PLAN, DOCUMENT, patch, ids(1))
    return found.problems


@pytest.mark.parametrize(
    ("patch", "changes"),
    [
        ({"status": "AFGESLOTEN"}, [Change("status", "CONCEPT", "AFGESLOTEN")]),
        ({"status": "CONCEPT"}, []),
        ({"status": None}, [Change("status", "CONCEPT", None)]),
        ({"vastgesteldOp": None}, []),
        ({"onderdak": {}}, []),
        ({"schulden": {"totaalSchulden": 5}}, [Change("schulden.totaalSchulden", None, 5)]),
        ({"detentie": {"zittingsdatum": None}}, []),
        ({"detentie": {"onbekend": ["zittingsdatum"]}}, []),
        (
            {"detentie": {"zittingsdatum": "2026-03-01"}},
            [Change("detentie.zittingsdatum", UNKNOWN, "2026-03-01")],
        ),
        ({"detentie": {"onbekend": ["afdeling"], "afdeling": None}}, [Change("detentie.afdeling", None, UNKNOWN)]),
        ({"detentie": {"onbekend": None}}, []),
        ({"detentie": {"doelgroep": ["TBS", "ISD", "TBS"]}}, [Change("detentie.doelgroep", ["ISD"], ["TBS", "ISD"])]),
        ({"detentie": {"doelgroep": []}}, [Change("detentie.doelgroep", ["ISD"], None)]),
        ({"detentie": {"doelgroep": ["ISD"]}}, []),
        ({"doelen": {}}, []),
        ({"doelen": {"toevoegen": None, "wijzigen": None, "verwijderen": None}}, []),
        ({"doelen": {"wijzigen": [{"id": "d1"}]}}, []),
        (
            {"doelen": {"wijzigen": [{"id": "d1", "acties": {"wijzigen": [{"id": "a1", "status": "BEZIG"}]}}]}},
            [Change("doelen[d1].acties[a1].status", "OPEN", "BEZIG")],
        ),
        (
            {"doelen": {"toevoegen": [{"soort": "GEDRAGSDOEL"}]}},
            [Change(f"doelen[{NEW}]", None, EXISTS), Change(f"doelen[{NEW}].soort", None, "GEDRAGSDOEL")],
        ),
        (
            {"doelen": {"verwijderen": ["d1", "d1"]}},
            [
                Change("doelen[d1].soort", "GEDRAGSDOEL", None),
                Change("doelen[d1].acties[a1]", EXISTS, None),
                Change("doelen[d1].acties[a1].status", "OPEN", None),
                Change("doelen[d1]", EXISTS, None),
            ],
        ),
    ],
)
def test_a_patch_comes_down_to_changes(patch: Document, changes: list[Change]) -> None:
    assert _changes(patch) == changes


def test_a_field_set_to_null_and_recorded_as_unknown_is_one_change() -> None:
    document = {"detentie": {"afdeling": "B2"}}
    assert _changes({"detentie": {"afdeling": None, "onbekend": ["afdeling", "afdeling"]}}, document) == [
        Change("detentie.afdeling", "B2", UNKNOWN)
    ]


FAULTS: list[tuple[Document, str, ProblemCode, str]] = [
    ({"schoenmaat": 43}, "schoenmaat", ProblemCode.ONBEKEND_VELD, "een of meer van: status, vastgesteldOp, betrokkene"),
    ({"onderdak": {"huur": 1}}, "onderdak.huur", ProblemCode.ONBEKEND_VELD, "een of meer van: standVanZaken, "),
    ({"onderdak": None}, "onderdak", ProblemCode.GROEP_LEEG, "de velden van de groep, elk met null om te legen"),
    ({"doelen": None}, "doelen", ProblemCode.GROEP_LEEG, "de velden van de groep, elk met null om te legen"),
    ({"vastgesteldOp": "1 mei"}, "vastgesteldOp", ProblemCode.ONGELDIGE_WAARDE, "een bestaande datum als JJJJ-MM-DD"),
    ({"status": "KLAAR"}, "status", ProblemCode.ONGELDIGE_WAARDE, "een van CONCEPT, "),
    (
        {"detentie": {"doelgroep": "ISD"}},
        "detentie.doelgroep",
        ProblemCode.ONGELDIGE_WAARDE,
        "een lijst met een van PREVENTIEF_GEHECHT, ",
    ),
    ({"detentie": {"doelgroep": 5}}, "detentie.doelgroep", ProblemCode.ONGELDIGE_WAARDE, "een lijst met een van "),
    (
        {"detentie": {"onbekend": ["regime"]}},
        "detentie.onbekend",
        ProblemCode.ONBEKEND_VELD,
        "een of meer van: datumAanvang, ",
    ),
    ({"detentie": {"onbekend": ["kamer"]}}, "detentie.onbekend", ProblemCode.ONBEKEND_VELD, "een of meer van: "),
    (
        {"detentie": {"onbekend": ["afdeling"], "afdeling": "B2"}},
        "detentie.afdeling",
        ProblemCode.TEGENSTRIJDIG,
        "een van beide",
    ),
    (
        {"doelen": {"wijzigen": [{"id": "d1", "status": "LOPEND"}], "verwijderen": ["d1"]}},
        "doelen[d1]",
        ProblemCode.TEGENSTRIJDIG,
        "een van beide",
    ),
    (
        {"doelen": {"wijzigen": [{"id": "d1", "status": "LOPEND"}, {"id": "d1", "status": "BEHAALD"}]}},
        "doelen[d1]",
        ProblemCode.WAARDE_KOMT_DUBBEL_VOOR,
        "alle velden van een onderdeel samen, onder één id",
    ),
    (
        {"doelen": {"wijzigen": [{"id": "d9", "status": "LOPEND"}]}},
        "doelen[d9]",
        ProblemCode.ONDERDEEL_BESTAAT_NIET,
        "het id van een onderdeel uit de gelezen versie",
    ),
    (
        {"doelen": {"verwijderen": ["d9"]}},
        "doelen[d9]",
        ProblemCode.ONDERDEEL_BESTAAT_NIET,
        "het id van een onderdeel uit de gelezen versie",
    ),
    ({"doelen": {"toevoegen": [{}]}}, f"doelen[{NEW}]", ProblemCode.LEGE_WIJZIGING, "een of meer van: soort, "),
    (
        {"doelen": {"toevoegen": [{"soort": None, "acties": {}}]}},
        f"doelen[{NEW}]",
        ProblemCode.LEGE_WIJZIGING,
        "een of meer van: soort, ",
    ),
]


@pytest.mark.parametrize(("patch", "path", "code", "expected"), FAULTS)
def test_a_fault_names_its_path_its_code_and_what_is_expected(
    patch: Document, path: str, code: ProblemCode, expected: str
) -> None:
    (problem,) = _problems(patch)
    assert (problem.path, problem.code) == (path, code)
    assert problem.expected is not None
    assert problem.expected.startswith(expected)
    assert problem.message.endswith(".")


def test_all_faults_are_reported_at_once() -> None:
    patch = {"status": "KLAAR", "schoenmaat": 43, "onderdak": {"huurachterstand": "misschien", "wachtlijstSinds": 7}}
    assert [problem.path for problem in _problems(patch)] == [
        "status",
        "schoenmaat",
        "onderdak.huurachterstand",
        "onderdak.wachtlijstSinds",
    ]


def test_every_named_path_is_remembered_changed_or_not() -> None:
    patch = {
        "status": "CONCEPT",
        "detentie": {"onbekend": ["zittingsdatum"], "afdeling": None},
        "doelen": {"toevoegen": [{"soort": "GEDRAGSDOEL"}], "verwijderen": ["d1"]},
    }
    assert resolve(PLAN, DOCUMENT, patch, ids(1)).named == {
        "status",
        "detentie.zittingsdatum",
        "detentie.afdeling",
        f"doelen[{NEW}]",
        f"doelen[{NEW}].soort",
        "doelen[d1]",
    }


def test_the_fields_a_patch_names_are_known_without_a_document() -> None:
    patch: Document = {
        "status": None,
        "schoenmaat": 43,
        "terugkeer": None,
        "detentie": {"onbekend": ["zittingsdatum", "kamer"]},
        "doelen": {
            "toevoegen": [{"soort": "GEDRAGSDOEL"}],
            "wijzigen": [{"id": "d1", "acties": {"toevoegen": [{"status": "OPEN"}]}}],
            "verwijderen": ["d2"],
        },
    }
    assert named_paths(PLAN, patch) == {
        "status",
        "detentie.zittingsdatum",
        "doelen[].soort",
        "doelen[].acties[].status",
    }


@examples(150)
@given(documents())
def test_writing_back_what_was_read_changes_nothing(document: Document) -> None:
    found = resolve(PLAN, document, as_read(document), ids(1))
    assert (found.changes, found.problems) == ([], [])


def test_writing_back_a_full_plan_names_every_field_and_changes_nothing() -> None:
    document = full_document()
    found = resolve(PLAN, document, as_read(document), ids(1))
    assert (found.changes, found.problems) == ([], [])
    assert {schema_path(path) for path in found.named} == {leaf.path for leaf in PATHS.leaves}


@examples(150)
@given(st.data())
def test_changes_name_each_path_once_with_its_old_value_and_applying_the_patch_again_adds_items_only(
    data: st.DataObject,
) -> None:
    document = data.draw(documents(LIVELY))
    patch: dict[str, Any] = data.draw(patches(document, LIVELY))
    found = resolve(PLAN, document, patch, ids(1))
    assert found.problems == []
    paths = [change.path for change in found.changes]
    assert len(set(paths)) == len(paths)
    for change in found.changes:
        assert value_at(document, change.path) == change.old != change.new
    touched = {schema_path(path) for path in found.named if not path.endswith("]")}
    assert named_paths(PLAN, patch) == touched

    applied = apply(document, found.changes, provenance(1))
    for name in ("contacten", "doelen"):
        patch.pop(name, None)
    assert resolve(PLAN, applied, patch, ids(2)).changes == []


@examples(100)
@given(st.data())
def test_no_problem_quotes_the_value(data: st.DataObject) -> None:
    leaf = data.draw(st.sampled_from(PATHS.leaves))
    patch: Any = {leaf.name: data.draw(refused(leaf))}
    for name in reversed(leaf.path.split(".")[:-1]):
        patch = {name.removesuffix("[]"): {"toevoegen": [patch]} if name.endswith("[]") else patch}
    problems = [problem for problem in _problems(patch) if problem.code is ProblemCode.ONGELDIGE_WAARDE]
    assert [schema_path(problem.path) for problem in problems] == [leaf.path]
    assert MARK not in repr(problems)
    assert problems[0].message == f"Ongeldige waarde: verwacht {problems[0].expected}."


def test_nor_does_any_other_problem() -> None:
    patch = {"betrokkene": {"onbekend": [MARK, "voornamen"], "voornamen": MARK}}
    assert [problem.code for problem in _problems(patch)] == [ProblemCode.ONBEKEND_VELD, ProblemCode.TEGENSTRIJDIG]
    assert MARK not in repr(_problems(patch))


def test_flattened_documents_and_patches_cover_lists_within_lists() -> None:
    # The strategies would prove nothing about nested lists if they never made one.
    assert any("acties[" in path for path, _ in flatten(full_document(), PLAN))
