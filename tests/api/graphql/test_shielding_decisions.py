"""Who shields a part of a plan, who knows of it, and how a shielding ends."""

from typing import Any, Final

import pytest

from tests.api.client import Api
from tests.api.graphql.refusals import assert_refused
from tests.api.graphql.rich_plan import CASEMANAGER, RECLASSERING
from tests.api.graphql.shielding import (
    DEBTS,
    GEMEENTE,
    HOOFD,
    SHIELDINGS,
    changed,
    plan_with_debts,
    refusals_of,
    shield,
)
from tests.api.graphql.test_restore import restore

EVERYTHING: Final = (
    "status", "vastgesteldOp", "betrokkene", "detentie", "contacten[]", "terugkeer", "identiteitsbewijs", "onderdak",
    "werkEnInkomen", "schulden", "zorgverzekering", "zorg", "sociaalNetwerk", "overleg", "screening", "samenStarten", "som",
    "doelen[]", "reclasseringsinzet[]", "activiteiten[]", "verlof[]", "overleggen", "toezicht", "overdracht", "stemBetrokkene",
)  # fmt: skip


@pytest.fixture
async def plan_id(api: Api) -> str:
    """Debts in version 1 and 2, a question in version 1 and 3."""
    return await plan_with_debts(api)


@pytest.mark.parametrize("paths", [("schulden",), EVERYTHING], ids=["a part", "everything"])
async def test_it_can_always_be_lifted(api: Api, plan_id: str, paths: tuple[str, ...]) -> None:
    await shield(api, plan_id, *paths)
    assert (await api.data(GEMEENTE, "query ($id: ID!) { plan(id: $id) { id } }", id=plan_id))["plan"] == {
        "id": plan_id
    }
    placed = (await api.data(HOOFD, SHIELDINGS, id=plan_id))["plan"]["afschermingen"]
    assert [entry["pad"] for entry in placed] == list(paths)
    ended = [{"id": entry["id"], "einddatum": "2020-01-01"} for entry in placed]
    await changed(api, HOOFD, plan_id, {"afschermingen": {"wijzigen": ended}})
    assert (await api.data(GEMEENTE, DEBTS, id=plan_id))["plan"]["schulden"]["toelichting"] == "geheim twee"
    removed = [entry["id"] for entry in placed]
    await changed(api, HOOFD, plan_id, {"afschermingen": {"verwijderen": removed}})


@pytest.mark.parametrize("persona", [CASEMANAGER, "backoffice-arnhem", RECLASSERING, GEMEENTE, "betrokkene"])
async def test_only_the_hoofd_denr_shields_and_lifts(api: Api, plan_id: str, persona: str) -> None:
    await shield(api, plan_id, "schulden")
    placed = (await api.data(HOOFD, SHIELDINGS, id=plan_id))["plan"]["afschermingen"][0]["id"]
    for change in ({"toevoegen": [{"pad": "onderdak"}]}, {"verwijderen": [placed]}):
        reasons = await refusals_of(api, persona, plan_id, {"afschermingen": change})
        assert {reason for _, reason, *_ in reasons} == {"GEEN_REGEL"}


@pytest.mark.parametrize("persona", ["mentor-arnhem", RECLASSERING, GEMEENTE])
async def test_what_is_shielded_and_why_is_for_the_pi_and_for_the_person(api: Api, plan_id: str, persona: str) -> None:
    await shield(api, plan_id, "schulden")
    for knows in (HOOFD, CASEMANAGER, "betrokkene"):
        shown = (await api.data(knows, SHIELDINGS, id=plan_id))["plan"]["afschermingen"]
        assert [(entry["pad"], entry["reden"]) for entry in shown] == [("schulden", "betwist")]
    errors = assert_refused(await api.ask(persona, SHIELDINGS, id=plan_id), 403, "unauthorizedField")
    assert {error["extensions"]["reden"] for error in errors} == {"GEEN_REGEL"}


@pytest.mark.parametrize(
    ("given", "where", "code"),
    [
        ({"pad": "schulden.bestaatNiet"}, "pad", "onbekendVeld"),
        ({"pad": "doelen"}, "pad", "onbekendVeld"),
        ({"reden": "zonder pad"}, "pad", "verplichtVeld"),
        ({"pad": "afschermingen[].pad"}, "pad", "ongeldigeWaarde"),
        ({"pad": "schulden", "ingangsdatum": "2026-02-01", "einddatum": "2026-01-31"}, "einddatum", "datumVolgorde"),
    ],
)
async def test_a_shielding_that_cannot_be_is_refused(
    api: Api, plan_id: str, given: dict[str, Any], where: str, code: str
) -> None:
    outcome = await api.change(HOOFD, plan_id, 3, {"afschermingen": {"toevoegen": [given]}})
    (problem,) = outcome["problemen"]
    assert problem["pad"].startswith("afschermingen[")
    assert (problem["pad"].rpartition(".")[2], problem["code"]) == (where, code)


async def test_restoring_what_a_plan_held_lifts_nothing_unless_it_says_so(api: Api, plan_id: str) -> None:
    await shield(api, plan_id, "schulden")
    assert (await restore(api, HOOFD, plan_id, 4, 1))["plan"]["versie"] == 5
    assert len((await api.data(HOOFD, SHIELDINGS, id=plan_id))["plan"]["afschermingen"]) == 1
    assert (await api.ask(GEMEENTE, DEBTS, id=plan_id)).status_code == 403
    assert (await restore(api, HOOFD, plan_id, 5, 1, paden=["afschermingen"]))["plan"]["versie"] == 6
    restored = await api.data(GEMEENTE, DEBTS, id=plan_id)
    assert restored["plan"]["schulden"]["toelichting"] == "geheim twee"
    assert restored["plan"]["onderdak"]["hulpvraag"] == "huis"
