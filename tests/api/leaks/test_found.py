"""Leaks that the random operations found, each written out."""

from plan_schema.values import schema_path
from tests.api.client import CHANGE
from tests.api.leaks.cases import CASES
from tests.api.leaks.planted import Planted


def _plan(planted: Planted, name: str) -> str:
    case = next(case for case in CASES if case.name == name)
    return next(plan_id for plan_id, known in planted.oracle.plans.items() if known.ties is case.ties)


async def test_a_filter_finds_no_plan_by_a_field_that_is_hidden_in_that_plan(planted: Planted) -> None:
    """Before assignment 3RO reads no gemeente and no BSN; after it, it does. A filter may not make up for that."""
    query = "query ($f: PlanFilter, $s: [PlanSortering!]) { plannen(filter: $f, sorteer: $s) { totaal nodes { id } } }"
    for name, found in (("signaal", False), ("toegewezen", True)):
        plan_id = _plan(planted, name)
        document = planted.document(plan_id)
        for criterion in (
            {"burgerservicenummer": document["betrokkene"]["burgerservicenummer"]},
            {"gemeente": "0202", "sknNummer": document["betrokkene"]["sknNummer"]},
        ):
            data = await planted.api.data("reclassering-rn-arnhem", query, f=criterion)
            assert [node["id"] for node in data["plannen"]["nodes"]] == [plan_id] * found, (name, criterion.keys())
            assert data["plannen"]["totaal"] == found


async def test_a_refused_removal_names_the_item_and_nothing_in_it(planted: Planted) -> None:
    """A gemeente sees some fields of a conversation: which others are filled, and who takes part, a refusal may not tell."""
    plan_id = _plan(planted, "toegewezen")
    document = planted.document(plan_id)
    conversation = next(item for item in document["overleggen"]["gesprekken"] if item.get("deelnemers"))
    change = {"overleggen": {"gesprekken": {"verwijderen": [conversation["id"]]}}}
    given = {"planId": plan_id, "verwachteVersie": document["versie"], "wijziging": change}
    response = await planted.api.ask("gemeente-arnhem", CHANGE, doelen=["OVERLEG_INZET"], input=given)
    outcome = response.json()["data"]["wijzigPlan"]
    assert [schema_path(refusal["pad"]) for refusal in outcome["velden"]] == ["overleggen.gesprekken[]"]
    assert planted.document(plan_id) == document
