from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import Group
from policies.context import Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import ALL_CONDITIONS, NOTHING, Context, Masks, Policy
from policies.table import COLUMNS, NOBODY, TABLES, PolicyError
from tests.strategies import examples

DAY = date(2026, 1, 1)
POLICY = Policy.load(PLAN, DAY)
CASEMANAGER = Context(OrganisationKind.DJI, Role.CASEMANAGER, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE)
ELSEWHERE = "|".join(("vastgesteldOp", *(f"{group.path}.*" for group in PLAN.groups)))
ROWS = (
    "DJI,CASEMANAGER,EIGEN_PI,PLAN_UITVOEREN,DETENTIE,,LEZEN,onderdak.*,PBW-18a,,,",
    "DJI,CASEMANAGER,EIGEN_PI,PLAN_UITVOEREN,DETENTIE,EIGEN,SCHRIJVEN,onderdak.toelichting,PBW-18a,,,",
    "DJI,CASEMANAGER,EIGEN_PI,PLAN_UITVOEREN,DETENTIE,GEDEELD,LEZEN,schulden.toelichting,PBW-18a,,,",
    "DJI,MENTOR,EIGEN_PI,PLAN_UITVOEREN,DETENTIE,,LEZEN,status,PBW-18a,2026-01-01,2027-01-01,",
)


def _policy(folder: Path, *rows: str, day: date = DAY) -> Policy:
    (folder / "dji.csv").write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", "utf-8")
    (folder / NOBODY).write_text(
        "\n".join(("pad,toelichting", *(f"{it}," for it in ("status", *ELSEWHERE.split("|")))))
    )
    return Policy.load(PLAN, day, folder)


def _leaf(path: str) -> int:
    return PATHS.bit(path)


# Masks ----------------------------------------------------------------------------------------------------------------


def test_a_mask_holds_what_the_rows_grant_under_each_set_of_conditions(tmp_path: Path) -> None:
    masks = _policy(tmp_path, *ROWS).masks(CASEMANAGER)
    group = PATHS.node("onderdak")
    assert group is not None
    for held in range(ALL_CONDITIONS + 1):
        readable = {leaf.path for leaf in PATHS.leaves if masks.read[held] & leaf.bit}
        writable = {leaf.path for leaf in PATHS.leaves if masks.write[held] & leaf.bit}
        onderdak = {leaf.path for leaf in PATHS.leaves if leaf.path.startswith("onderdak.")}
        assert readable == onderdak | ({"schulden.toelichting"} if held & Conditions.GEDEELD else set())
        assert writable == ({"onderdak.toelichting"} if held & Conditions.EIGEN else set())


def test_a_group_has_its_bit_when_any_field_in_it_has(tmp_path: Path) -> None:
    masks = _policy(tmp_path, *ROWS).masks(CASEMANAGER)
    assert masks.read[0] & _leaf("onderdak")
    assert masks.read[0] & PLAN.bit
    assert not masks.read[0] & _leaf("schulden")
    assert masks.read[Conditions.GEDEELD] & _leaf("schulden")
    assert not masks.write[0] & PLAN.bit


def test_everywhere_a_group_has_its_bit_exactly_when_a_field_in_it_has() -> None:
    groups = (PLAN, *PATHS.groups)
    for context in POLICY.contexts():
        masks = POLICY.masks(context)
        for mask in {*masks.read, *masks.write}:
            assert all(bool(mask & group.bit) == bool(mask & group.leaf_bits) for group in groups)


def test_writing_implies_reading_and_more_conditions_never_take_a_right_away() -> None:
    for context in POLICY.contexts():
        masks = POLICY.masks(context)
        assert all(write & ~read == 0 for read, write in zip(masks.read, masks.write, strict=True))
        for held in range(ALL_CONDITIONS + 1):
            assert masks.read[held] & ~masks.best_read == 0
            assert masks.read[0] & ~masks.read[held] == 0


def test_a_context_of_which_no_row_speaks_may_do_nothing(tmp_path: Path) -> None:
    policy = _policy(tmp_path, *ROWS)
    for context in (
        Context(OrganisationKind.GEMEENTE, Role.CASEMANAGER, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE),
        Context(OrganisationKind.DJI, Role.BACKOFFICE, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE),
        Context(OrganisationKind.DJI, Role.CASEMANAGER, Relation.VORIGE_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE),
        Context(OrganisationKind.DJI, Role.CASEMANAGER, Relation.EIGEN_PI, Purpose.BEHEER, Phase.DETENTIE),
        Context(OrganisationKind.DJI, Role.CASEMANAGER, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.INSTROOM),
    ):
        assert policy.masks(context) is NOTHING
        assert context not in set(policy.contexts())


def test_the_best_a_caller_could_do_is_over_relations_and_phases_but_for_his_own_doelen() -> None:
    purposes = [Purpose.ESSENTIELE_VOORWAARDEN, Purpose.ORGANISEREN_ZORG]
    best = POLICY.best(OrganisationKind.GEMEENTE, Role.NAZORGCOORDINATOR, purposes)
    mine = [
        POLICY.masks(context)
        for context in POLICY.contexts()
        if (context.organisation, context.role) == (OrganisationKind.GEMEENTE, Role.NAZORGCOORDINATOR)
        and context.purpose in purposes
    ]
    union = NOTHING
    for masks in mine:
        union |= masks
    assert best == union
    assert best.best_read & _leaf("zorg.toelichting")
    assert not best.best_read & _leaf("overleg.motivatie")
    assert POLICY.best(OrganisationKind.GEMEENTE, Role.NAZORGCOORDINATOR, []) == NOTHING


@examples(50)
@given(st.lists(st.integers(0, 2**40), min_size=32, max_size=32))
def test_masks_are_joined_condition_by_condition(numbers: list[int]) -> None:
    one, other = (Masks(tuple(numbers[at : at + 8]), tuple(numbers[at + 8 : at + 16])) for at in (0, 16))
    joined = one | other
    assert joined == other | one
    assert joined | one == joined
    assert one | NOTHING == one
    assert joined.read[3] == one.read[3] | other.read[3]
    assert joined.write[5] == one.write[5] | other.write[5]
    assert (joined.best_read, joined.best_write) == (joined.read[7], joined.write[7])


def test_the_rows_that_grant_something_on_a_field_are_found(tmp_path: Path) -> None:
    policy = _policy(tmp_path, *ROWS)
    lines = {
        action: [row.line for row in policy.rows_for(_leaf("onderdak.toelichting"), action)] for action in Action
    }  # fmt: skip
    assert lines == {Action.LEZEN: ["dji.csv:2", "dji.csv:3"], Action.SCHRIJVEN: ["dji.csv:3"]}
    assert policy.rows_for(_leaf("vastgesteldOp"), Action.LEZEN) == ()


# Days -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "applies"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_row_counts_on_the_days_on_which_it_is_valid(tmp_path: Path, day: date, applies: bool) -> None:  # noqa: FBT001
    policy = _policy(tmp_path, *ROWS, day=day)
    context = Context(OrganisationKind.DJI, Role.MENTOR, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE)
    assert bool(policy.masks(context).best_read & _leaf("status")) == applies
    assert len(policy.rows) == len(ROWS) - (not applies)
    by_judge = policy.judge.decides(
        OrganisationKind.DJI, Role.MENTOR, Relation.EIGEN_PI, Purpose.PLAN_UITVOEREN, Phase.DETENTIE, Conditions(0), Action.LEZEN, "status",
    )  # fmt: skip
    assert (by_judge is not None) == applies


# Without some fields ---------------------------------------------------------------------------------------------------


@examples(60)
@given(
    st.sampled_from(sorted(POLICY.contexts(), key=str)),
    st.sets(st.sampled_from([node.path for node in PLAN.walk()]), max_size=6),
)
def test_without_some_fields_is_what_a_policy_without_rows_for_them_gives(context: Context, hidden: set[str]) -> None:
    """Compared field by field and group by group with what is left, worked out from the definition."""
    leaves = 0
    for path in hidden:
        node = PATHS.node(path)
        assert node is not None
        leaves |= node.leaf_bits if isinstance(node, Group) else node.bit
        assert leaves & POLICY.fields_at(path) == POLICY.fields_at(path) != 0
    masks = POLICY.masks(context)
    less = POLICY.without(masks, leaves)
    for before, after in ((masks.read, less.read), (masks.write, less.write)):
        for held in range(ALL_CONDITIONS + 1):
            expected = before[held] & PLAN.leaf_bits & ~leaves
            for group in PATHS.groups:
                expected |= group.bit if group.leaf_bits & expected & PLAN.leaf_bits else 0
            # The plan itself is there for whoever it was there for.
            assert after[held] == expected | before[held] & PLAN.bit


def test_a_path_of_no_plan_names_no_field() -> None:
    assert POLICY.fields_at("geen.pad") == POLICY.fields_at("") == POLICY.fields_at("onderdak.*") == 0


# Revision -------------------------------------------------------------------------------------------------------------


def test_the_same_rights_are_the_same_revision(tmp_path: Path) -> None:
    revision = _policy(tmp_path, *ROWS).revision
    assert revision == _policy(tmp_path, *ROWS).revision
    assert revision == _policy(tmp_path, "# opmerking", *ROWS[::-1], "").revision
    assert revision == _policy(tmp_path, f"{ROWS[0]}toelichting", *ROWS[1:]).revision
    assert len(revision) == 16


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("CASEMANAGER", "CASEMANAGER|MENTOR"),
        ("EIGEN_PI", "VORIGE_PI"),
        ("PLAN_UITVOEREN", "BEHEER"),
        ("DETENTIE", "*"),
        (",,LEZEN", ",EIGEN,LEZEN"),
        ("LEZEN", "SCHRIJVEN"),
        ("onderdak.*", "onderdak.toelichting"),
        ("onderdak.*", "onderdak.*|schulden.*"),
        ("PBW-18a", "PM-20d-1"),
    ],
)
def test_another_right_or_ground_is_another_revision(tmp_path: Path, old: str, new: str) -> None:
    assert ROWS[0].count(old) == 1
    revision = _policy(tmp_path, *ROWS).revision
    assert _policy(tmp_path, ROWS[0].replace(old, new), *ROWS[1:]).revision != revision
    assert _policy(tmp_path, *ROWS[1:]).revision != revision


def test_a_row_that_ends_makes_another_revision_on_that_day(tmp_path: Path) -> None:
    in_force = _policy(tmp_path, *ROWS, day=date(2026, 12, 31)).revision
    assert _policy(tmp_path, *ROWS, day=date(2027, 1, 1)).revision != in_force


def test_a_policy_of_the_house_has_the_same_revision_wherever_its_rows_stand(tmp_path: Path) -> None:
    for table in TABLES.glob("*.csv"):
        header, *rows = (
            line for line in table.read_text("utf-8").splitlines() if line and not line.startswith("#")
        )  # fmt: skip
        (tmp_path / table.name).write_text("\n".join((header, *reversed(rows), "# einde")), "utf-8")
    assert Policy.load(PLAN, DAY, tmp_path).revision == POLICY.revision


def test_a_broken_policy_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(PolicyError):
        Policy.load(PLAN, DAY, tmp_path)
    with pytest.raises(PolicyError):
        _policy(tmp_path, "DJI,CASEMANAGER")
