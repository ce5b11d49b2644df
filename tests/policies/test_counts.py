"""Who may read counts: the inspectorate over all, a head over the own PI, nobody else."""

from pathlib import Path

import pytest

from policies.context import ROLES_OF, OrganisationKind, Purpose, Role
from policies.counts import COLUMNS, Reach, load_counts, reach_of
from policies.table import COUNTS, PolicyError

EVERY_PURPOSE = frozenset(Purpose)


def table(folder: Path, *lines: str) -> Path:
    (folder / COUNTS).write_text("\n".join((",".join(COLUMNS), *lines)) + "\n", "utf-8")
    return folder


def test_the_inspectorate_reads_of_all_and_a_head_of_the_own_inrichting() -> None:
    rows = load_counts()
    found = {
        (kind, role): reach
        for kind in OrganisationKind
        for role in ROLES_OF[kind]
        if (reach := reach_of(rows, kind, role, EVERY_PURPOSE)) is not None
    }
    assert found == {
        (OrganisationKind.INSPECTIE, Role.INSPECTEUR): Reach.ALLE,
        (OrganisationKind.DJI, Role.HOOFD_DENR): Reach.EIGEN_PI,
    }


def test_for_another_doel_nobody_reads_counts() -> None:
    rows = load_counts()
    others = EVERY_PURPOSE - {Purpose.TOEZICHT_INSPECTIE}
    assert reach_of(rows, OrganisationKind.INSPECTIE, Role.INSPECTEUR, others) is None
    others = EVERY_PURPOSE - {Purpose.PLAN_UITVOEREN}
    assert reach_of(rows, OrganisationKind.DJI, Role.HOOFD_DENR, others) is None


def test_the_widest_reach_counts(tmp_path: Path) -> None:
    rows = load_counts(
        table(tmp_path, "DJI,HOOFD_DENR,*,EIGEN_PI,PBW-18a,", "DJI,HOOFD_DENR|BACKOFFICE,BEHEER,ALLE,PBW-18a,")
    )
    head = (rows, OrganisationKind.DJI, Role.HOOFD_DENR)
    assert reach_of(*head, frozenset({Purpose.BEHEER})) is Reach.ALLE
    assert reach_of(*head, frozenset({Purpose.SAMEN_STARTEN})) is Reach.EIGEN_PI


def test_without_a_table_nobody_reads_counts(tmp_path: Path) -> None:
    assert load_counts(tmp_path) == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("PTT,HOOFD_DENR,BEHEER,ALLE,PBW-18a,", "organisatie 'PTT'"),
        ("DJI,INSPECTEUR,BEHEER,ALLE,PBW-18a,", "rol 'INSPECTEUR'"),
        ("DJI,HOOFD_DENR,ZOMAAR,ALLE,PBW-18a,", "doel 'ZOMAAR'"),
        ("DJI,HOOFD_DENR,BEHEER,IEDEREEN,PBW-18a,", "bereik 'IEDEREEN'"),
        ("DJI,HOOFD_DENR,BEHEER,ALLE,ZOMAAR,", "grondslag 'ZOMAAR'"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_counts(table(tmp_path, line))
    assert any(problem.startswith(f"{COUNTS}:2") and told in problem for problem in refused.value.problems)
