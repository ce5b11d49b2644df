"""`mijnRechten`: what a screen shows and lets somebody change."""

from datetime import date
from typing import Final

import pytest

from api.access.field_rights import FieldRight, field_rights
from api.access.refusal import Reason, explain
from plan_schema.plan import PATHS
from policies.context import Action, Conditions, Purpose
from policies.policy import ALL_CONDITIONS
from tests.api.access.callers import access

TODAY: Final = date(2026, 7, 1)


def _rights(persona: str, *purposes: Purpose) -> dict[str, FieldRight]:
    given = access(persona, TODAY, purposes or None)
    found = field_rights(given, PATHS, given.best, Conditions(0), ALL_CONDITIONS)
    assert [right.path for right in found] == [leaf.path for leaf in PATHS.leaves]
    return {right.path: right for right in found}


def test_rights_name_grounds_and_conditions() -> None:
    rights = _rights("gemeente-arnhem", Purpose.ESSENTIELE_VOORWAARDEN, Purpose.ORGANISEREN_ZORG)
    assert rights["onderdak.toelichting"] == FieldRight("onderdak.toelichting", True, True, ("PM-20d-2-d",), None)  # noqa: FBT003
    assert rights["betrokkene.sknNummer"] == FieldRight("betrokkene.sknNummer", False, False, (), None)  # noqa: FBT003
    assert rights["contacten[].naam"].condition == "schrijven: EIGEN"
    assert rights["zorg.zorgNodig"].condition == "lezen: ZORG_NODIG, schrijven: ZORG_NODIG"
    assert not rights["betrokkene.geslachtsnaam"].write


def test_the_fg_and_the_inspectie_have_no_right_on_any_field() -> None:
    for persona in ("fg", "inspectie"):
        assert not any(right.read or right.write for right in _rights(persona).values())


@pytest.mark.parametrize(
    ("persona", "purposes", "path", "action", "reason"),
    [
        ("gemeente-arnhem", None, "betrokkene.sknNummer", Action.LEZEN, Reason.GEEN_REGEL),
        ("gemeente-arnhem", None, "zorg.zorgNodig", Action.LEZEN, Reason.ANDER_DOEL),
        ("gemeente-arnhem", [Purpose.ORGANISEREN_ZORG], "zorg.zorgNodig", Action.LEZEN, Reason.VOORWAARDE),
        ("casemanager-arnhem", None, "screening.risc.datum", Action.SCHRIJVEN, Reason.GEEN_REGEL),
        ("reclassering-rn-arnhem", None, "som.deel2.datumScreening", Action.LEZEN, Reason.ANDERE_RELATIE),
    ],
)
def test_a_refusal_gives_the_nearest_reason(
    persona: str, purposes: list[Purpose] | None, path: str, action: Action, reason: Reason
) -> None:
    node = PATHS.node(path)
    assert node is not None
    refusal = explain(access(persona, TODAY, purposes), node, action)
    assert (refusal.path, refusal.reason) == (path, reason)
    assert refusal.grounds
    assert refusal.who_may
