"""A plan with debts, and the shielding of parts of it by who may."""

from typing import Any, Final

from tests.api.client import Api, detention
from tests.api.graphql.rich_plan import BETROKKENE_SKN, CASEMANAGER, RECLASSERING, RN

HOOFD: Final = "hoofd-denr-arnhem"
GEMEENTE: Final = "gemeente-arnhem"
READERS: Final = (HOOFD, CASEMANAGER, RECLASSERING, GEMEENTE, "betrokkene")
"""Everybody who reads about debts."""

DEBTS: Final = "query ($id: ID!, $v: Int) { plan(id: $id, versie: $v) { id schulden { toelichting herkomst { velden } } onderdak { hulpvraag } } }"
SHIELDINGS: Final = (
    "query ($id: ID!) { plan(id: $id) { versie afschermingen { id pad grond reden ingangsdatum einddatum } } }"
)
LISTED: Final = "query ($f: PlanFilter, $s: [PlanSortering!], $a: String) { plannen(filter: $f, sorteer: $s, after: $a) { totaal nodes { id } } }"


async def plan_with_debts(api: Api) -> str:
    """Version 1: debts, a question and a goal with two actions. 2: other debts. 3: the question, explained."""
    goal = {"omschrijving": "werk", "acties": {"toevoegen": [{"omschrijving": "bellen", "resultaat": "geheim"}]}}
    start = {"signaal": {"afgegevenOp": "2020-01-06T08:00:00Z"}, "toewijzing": {"organisaties": [RN]}}
    plan_id = await api.register(
        detention(
            BETROKKENE_SKN,
            schulden={"toelichting": "geheim een", "totaalSchulden": 9000},
            onderdak={"hulpvraag": "huis"},
            doelen={"toevoegen": [goal]},
            samenStarten=start,
        )
    )
    await changed(api, CASEMANAGER, plan_id, {"schulden": {"toelichting": "geheim twee"}}, toelichting="over geheim")
    await changed(api, CASEMANAGER, plan_id, {"onderdak": {"hulpvraag": "flat"}}, toelichting="over de flat")
    return plan_id


async def version_of(api: Api, plan_id: str) -> int:
    """The number of the version of now."""
    found = await api.data(HOOFD, "query ($id: ID!) { plan(id: $id) { versie } }", id=plan_id)
    return int(found["plan"]["versie"])


async def changed(api: Api, persona: str, plan_id: str, wijziging: dict[str, Any], **more: Any) -> Any:
    """A change of the version of now, which must succeed."""
    outcome = await api.change(persona, plan_id, await version_of(api, plan_id), wijziging, **more)
    assert outcome["__typename"] == "PlanGewijzigd", outcome
    return outcome


async def shield(api: Api, plan_id: str, *paths: str, first: str | None = None, last: str | None = None) -> None:
    """Shield these, from one day to another."""
    days = {name: day for name, day in (("ingangsdatum", first), ("einddatum", last)) if day}
    added = [{"pad": path, "grond": "JUISTHEID_BETWIST", "reden": "betwist", **days} for path in paths]
    await changed(api, HOOFD, plan_id, {"afschermingen": {"toevoegen": added}})


async def refusals_of(api: Api, persona: str, plan_id: str, wijziging: dict[str, Any], version: int = 4) -> Any:
    """For each path that a change is refused for: the path, the reason, grounds and who may."""
    outcome = await api.change(persona, plan_id, version, wijziging)
    assert outcome["__typename"] == "VeldenNietToegestaan", outcome
    return {(entry["pad"], entry["reden"], *entry["grondslag"], *entry["wieWel"]) for entry in outcome["velden"]}
