"""Items that belong to an organisation, and items that are hidden until they are shared."""

from typing import Any, Final

import pytest

from tests.api.client import Api
from tests.api.graphql.rich_plan import ARNHEM, CASEMANAGER, NIJMEGEN, PI_ARNHEM, RECLASSERING, RichPlan, make_rich_plan

GEMEENTE: Final = "gemeente-arnhem"
_ITEMS: Final = """query ($id: ID!) { plan(id: $id) { versie contacten { id naam organisatie }
    doelen { id omschrijving acties { id omschrijving status uitvoerderOrganisatie } } } }"""
_AGREED: Final = "query ($id: ID!) { plan(id: $id) { overdracht { akkoorden { id organisatie toelichting } } } }"
_NOTES: Final = "query ($id: ID!) { plan(id: $id) { versie samenStarten { gedeeldeInformatie { id tekst } } } }"


@pytest.fixture
async def plan(api: Api) -> RichPlan:
    return await make_rich_plan(api)


async def _items(api: Api, plan: RichPlan) -> Any:
    return (await api.data(GEMEENTE, _ITEMS, id=plan.id))["plan"]


def _of(items: list[Any], organisation: str, field: str = "organisatie") -> Any:
    return next(item for item in items if item[field] == organisation)


async def _refused(api: Api, plan: RichPlan, patch: dict[str, Any]) -> set[str]:
    outcome = await api.change(GEMEENTE, plan.id, plan.version, patch)
    assert outcome["__typename"] == "VeldenNietToegestaan", outcome
    assert (await _items(api, plan))["versie"] == plan.version
    return {entry["pad"] for entry in outcome["velden"]}


async def test_a_gemeente_keeps_its_own_contact(api: Api, plan: RichPlan) -> None:
    own = _of((await _items(api, plan))["contacten"], ARNHEM)
    changed = await api.change(
        GEMEENTE, plan.id, plan.version, {"contacten": {"wijzigen": [{"id": own["id"], "naam": "Andere naam"}]}}
    )
    assert changed["__typename"] == "PlanGewijzigd"
    assert _of((await _items(api, plan))["contacten"], ARNHEM)["naam"] == "Andere naam"
    removed = await api.change(GEMEENTE, plan.id, plan.version + 1, {"contacten": {"verwijderen": [own["id"]]}})
    assert removed["__typename"] == "PlanGewijzigd"
    assert {item["organisatie"] for item in (await _items(api, plan))["contacten"]} == {PI_ARNHEM, NIJMEGEN}


@pytest.mark.parametrize("other", [PI_ARNHEM, NIJMEGEN])
async def test_a_gemeente_touches_no_contact_of_another(api: Api, plan: RichPlan, other: str) -> None:
    path = f"contacten[{_of((await _items(api, plan))['contacten'], other)['id']}]"
    item = path[10:-1]
    assert await _refused(api, plan, {"contacten": {"wijzigen": [{"id": item, "naam": "x"}]}}) == {f"{path}.naam"}
    # Taking an item over is writing in another's item.
    assert await _refused(api, plan, {"contacten": {"wijzigen": [{"id": item, "organisatie": ARNHEM}]}}) == {
        f"{path}.organisatie"
    }
    both = {"id": item, "organisatie": ARNHEM, "naam": "x"}
    assert await _refused(api, plan, {"contacten": {"wijzigen": [both]}}) == {f"{path}.organisatie", f"{path}.naam"}
    assert path in await _refused(api, plan, {"contacten": {"verwijderen": [item]}})


@pytest.mark.parametrize("given", [{"organisatie": NIJMEGEN}, {"organisatie": None}, {"onbekend": ["organisatie"]}])
async def test_a_gemeente_cannot_give_its_contact_away(api: Api, plan: RichPlan, given: dict[str, Any]) -> None:
    own = _of((await _items(api, plan))["contacten"], ARNHEM)
    refused = await _refused(api, plan, {"contacten": {"wijzigen": [{"id": own["id"]} | given]}})
    assert refused == {f"contacten[{own['id']}].organisatie"}


async def test_a_new_contact_is_its_makers_own_and_no_other(api: Api, plan: RichPlan) -> None:
    refused = await _refused(api, plan, {"contacten": {"toevoegen": [{"naam": "x", "organisatie": NIJMEGEN}]}})
    assert len(refused) == 3
    outcome = await api.change(GEMEENTE, plan.id, plan.version, {"contacten": {"toevoegen": [{"naam": "Tweede"}]}})
    assert outcome["__typename"] == "PlanGewijzigd"
    items = (await _items(api, plan))["contacten"]
    assert next(item for item in items if item["naam"] == "Tweede")["organisatie"] == ARNHEM


async def test_a_gemeente_keeps_its_own_actions_within_goals_of_others(api: Api, plan: RichPlan) -> None:
    goal = (await _items(api, plan))["doelen"][0]
    theirs = goal["acties"][0]

    def patch(actions: dict[str, Any]) -> dict[str, Any]:
        return {"doelen": {"wijzigen": [{"id": goal["id"], "acties": actions}]}}

    prefix = f"doelen[{goal['id']}]"
    assert await _refused(api, plan, patch({"wijzigen": [{"id": theirs["id"], "status": "BEZIG"}]})) == {
        f"{prefix}.acties[{theirs['id']}].status"
    }
    assert await _refused(api, plan, {"doelen": {"wijzigen": [{"id": goal["id"], "omschrijving": "x"}]}}) == {
        f"{prefix}.omschrijving"
    }
    assert prefix in await _refused(api, plan, {"doelen": {"verwijderen": [goal["id"]]}})
    added = await api.change(GEMEENTE, plan.id, plan.version, patch({"toevoegen": [{"omschrijving": "Inschrijven"}]}))
    assert added["__typename"] == "PlanGewijzigd"
    own = _of((await _items(api, plan))["doelen"][0]["acties"], ARNHEM, "uitvoerderOrganisatie")
    changed = await api.change(
        GEMEENTE, plan.id, plan.version + 1, patch({"wijzigen": [{"id": own["id"], "status": "BEZIG"}]})
    )
    assert changed["__typename"] == "PlanGewijzigd"
    removed = await api.change(GEMEENTE, plan.id, plan.version + 2, patch({"verwijderen": [own["id"]]}))
    assert removed["__typename"] == "PlanGewijzigd"
    assert (await _items(api, plan))["doelen"][0]["acties"] == [theirs]


async def test_a_gemeente_sees_its_own_agreement_only(api: Api, plan: RichPlan) -> None:
    for persona, organisations in (
        (GEMEENTE, {ARNHEM}),
        ("gemeente-nijmegen", {NIJMEGEN}),
        (RECLASSERING, {ARNHEM, NIJMEGEN}),
    ):
        found = (await api.data(persona, _AGREED, id=plan.id))["plan"]["overdracht"]["akkoorden"]
        assert {item["organisatie"] for item in found} == organisations


async def test_a_hidden_item_cannot_be_written_by_who_knows_its_id(api: Api, plan: RichPlan) -> None:
    theirs = (await api.data("gemeente-nijmegen", _AGREED, id=plan.id))["plan"]["overdracht"]["akkoorden"][0]["id"]
    path = f"overdracht.akkoorden[{theirs}]"
    for value in ("akkoord Nijmegen", "iets anders"):
        patch = {"overdracht": {"akkoorden": {"wijzigen": [{"id": theirs, "toelichting": value}]}}}
        assert await _refused(api, plan, patch) == {f"{path}.toelichting"}


async def test_a_note_of_reclassering_is_hidden_from_dji_until_it_is_shared(api: Api, plan: RichPlan) -> None:
    notes = (await api.data(RECLASSERING, _NOTES, id=plan.id))["plan"]["samenStarten"]["gedeeldeInformatie"]
    hidden = next(note for note in notes if note["tekst"] == "nog niet gedeelde notitie")

    async def seen() -> set[str]:
        found = (await api.data(CASEMANAGER, _NOTES, id=plan.id))["plan"]["samenStarten"]["gedeeldeInformatie"]
        return {note["tekst"] for note in found}

    assert await seen() == {"gedeelde notitie"}
    for version, (shared, texts) in enumerate(
        (("JA", {"gedeelde notitie", "nog niet gedeelde notitie"}), ("NEE", {"gedeelde notitie"})), plan.version
    ):
        patch = {"samenStarten": {"gedeeldeInformatie": {"wijzigen": [{"id": hidden["id"], "gedeeld": shared}]}}}
        assert (await api.change(RECLASSERING, plan.id, version, patch))["__typename"] == "PlanGewijzigd"
        assert await seen() == texts
