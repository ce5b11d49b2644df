"""The negative fields of access.md §2: what no gemeente reads, under any doel, by any road."""

from typing import Any, Final

import httpx
import pytest

from plan_schema.plan import PATHS
from plan_schema.tree import Leaf
from plan_schema.values import schema_path
from tests.api.client import CHANGE
from tests.api.graphql.selection import plan_query, under
from tests.api.leaks.cases import ARNHEM, CASES
from tests.api.leaks.markers import tokens
from tests.api.leaks.negative import DOELEN, FIELDS, NEGATIVE, Asked, harmless, leaves, paths
from tests.api.leaks.one_field import aliased, fragments, inline, nested, patch, skipped, together
from tests.api.leaks.planted import Planted
from tests.api.leaks.selections import Answered

LENIENT: Final = {"Prefer": "handling=lenient"}


def _refusal(response: httpx.Response, path: str, code: str = "unauthorizedField") -> None:
    assert response.status_code == 403, (path, response.text)
    errors = response.json()["errors"]
    assert {(error["extensions"]["code"], error["extensions"]["pad"]) for error in errors} == {(code, path)}


# The roads -------------------------------------------------------------------------------------------------------------
# Each refuses every negative field, or answers without it; `harmless` then looks for markers of these fields in every byte.


async def by_name(asked: Asked) -> None:
    for path in sorted(FIELDS):
        _refusal(await asked.ask(f"query ($id: ID!) {{ plan(id: $id) {{ {nested(path)} }} }}", id=asked.plan_id), path)


async def by_alias(asked: Asked) -> None:
    for path in sorted(FIELDS):
        query = f"query ($id: ID!) {{ iets: plan(id: $id) {{ {nested(path, aliased)} }} }}"
        _refusal(await asked.ask(query, id=asked.plan_id), path)


async def by_fragment(asked: Asked) -> None:
    for path in sorted(FIELDS):
        selection, fragment = fragments(path)
        query = f"query ($id: ID!) {{ plan(id: $id) {{ {selection} }} }} {fragment}"
        _refusal(await asked.ask(query, id=asked.plan_id), path)


async def by_inline_fragment(asked: Asked) -> None:
    for path in sorted(FIELDS):
        _refusal(await asked.ask(f"query ($id: ID!) {{ plan(id: $id) {{ {inline(path)} }} }}", id=asked.plan_id), path)


async def by_skipped_field(asked: Asked) -> None:
    for path in sorted(FIELDS):
        _refusal(await asked.ask(f"query ($id: ID!) {{ plan(id: $id) {{ {skipped(path)} }} }}", id=asked.plan_id), path)


async def by_earlier_version(asked: Asked) -> None:
    for path in sorted(FIELDS):
        query = f"query ($id: ID!) {{ plan(id: $id, versie: 1) {{ {nested(path)} }} }}"
        _refusal(await asked.ask(query, id=asked.plan_id), path)


async def by_earlier_moment(asked: Asked) -> None:
    for path in sorted(FIELDS):
        query = f'query ($id: ID!) {{ plan(id: $id, bekendOp: "2999-01-01T00:00:00Z") {{ {nested(path)} }} }}'
        _refusal(await asked.ask(query, id=asked.plan_id), path)


async def by_list_nodes(asked: Asked) -> None:
    for path in sorted(FIELDS):
        _refusal(await asked.ask(f"{{ plannen {{ nodes {{ {nested(path)} }} }} }}"), path)


async def by_list_edges(asked: Asked) -> None:
    for path in sorted(FIELDS):
        _refusal(await asked.ask(f"{{ plannen {{ edges {{ node {{ {nested(path)} }} }} }} }}"), path)


async def by_lenient_reading(asked: Asked) -> None:
    for version in ("", ", versie: 1", ', bekendOp: "2999-01-01T00:00:00Z"'):
        query = f"query ($id: ID!) {{ plan(id: $id{version}) {{ {together(FIELDS)} }} }}"
        response = await asked.ask(query, LENIENT, id=asked.plan_id)
        harmless(asked, response)
        assert leaves(response.json()["data"]) == {None}
        assert {entry["pad"] for entry in response.json()["extensions"]["afgeschermd"]} == FIELDS


async def by_lenient_list(asked: Asked) -> None:
    response = await asked.ask(f"{{ plannen(first: 100) {{ nodes {{ {together(FIELDS)} }} }} }}", LENIENT)
    harmless(asked, response)
    nodes = response.json()["data"]["plannen"]["nodes"]
    assert nodes
    assert leaves(nodes) == {None}


async def by_provenance(asked: Asked) -> None:
    """`herkomst` and `onbekend` name fields: of what is hidden not even the name shows there."""
    query = plan_query()
    response = await asked.ask(query, LENIENT, id=asked.plan_id)
    harmless(asked, response)
    shown = {schema_path(one.path) for one in Answered(query).shown(response.json()["data"])}
    assert shown
    assert not shown & FIELDS


async def by_filter(asked: Asked) -> None:
    skn = asked.planted.document(asked.plan_id)["betrokkene"]["sknNummer"]
    for headers in ({}, LENIENT):
        for query in (
            "{ plannen(filter: {sknNummer: %s}) { totaal } }",
            "{ plannen(filter: {sknNummer: %s}) { nodes { id } } }",
        ):
            for value in (f'"{skn}"', '"7777777"'):
                _refusal(await asked.ask(query % value, headers), "filter.sknNummer", "unauthorizedParameter")
    for path in sorted(FIELDS - under("betrokkene.sknNummer")):
        name = path.rpartition(".")[2]
        response = await asked.ask(f'{{ plannen(filter: {{{name}: "x"}}) {{ totaal }} }}')
        assert response.status_code == 400, path


async def by_sort(asked: Asked) -> None:
    for path in sorted(FIELDS):
        name = path.replace("[]", "").replace(".", "_").upper()
        assert (await asked.ask(f"{{ plannen(sorteer: [{{veld: {name}}}]) {{ totaal }} }}")).status_code == 400, path


async def by_history(asked: Asked) -> None:
    query = "query ($id: ID!, $after: String) { historie(planId: $id, first: 2, after: $after) { nodes { nummer toelichting bron wijzigingen { pad oud nieuw } } pageInfo { hasNextPage endCursor } } }"
    after, seen, more = None, 0, True
    while more:
        response = await asked.ask(query, id=asked.plan_id, after=after)
        harmless(asked, response)
        page = response.json()["data"]["historie"]
        changes = [change["pad"] for node in page["nodes"] for change in node["wijzigingen"]]
        assert not {schema_path(path) for path in changes} & FIELDS
        seen += len(changes)
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen


async def by_difference(asked: Asked) -> None:
    for first in range(1, 5):
        response = await asked.ask(
            "query ($id: ID!, $van: Int!) { verschil(planId: $id, van: $van) { pad oud nieuw } }",
            id=asked.plan_id,
            van=first,
        )
        harmless(asked, response)
        paths = {schema_path(entry["pad"]) for entry in response.json()["data"]["verschil"]}
        assert paths
        assert not paths & FIELDS


async def by_rights(asked: Asked) -> None:
    for plan_id in (asked.plan_id, None):
        query = "query ($id: ID) { mijnRechten(planId: $id) { pad lezen schrijven } }"
        found = (await asked.ask(query, id=plan_id)).json()["data"]["mijnRechten"]
        rights = {entry["pad"]: (entry["lezen"], entry["schrijven"]) for entry in found}
        assert {rights[path] for path in FIELDS} == {(False, False)}


async def by_why(asked: Asked) -> None:
    query = "query ($id: ID, $pad: String!) { waarom(planId: $id, pad: $pad, actie: LEZEN) { toegestaan reden } }"
    for path in sorted(FIELDS):
        response = await asked.ask(query, id=asked.plan_id, pad=path)
        assert response.json()["data"]["waarom"] == {"toegestaan": False, "reden": "GEEN_REGEL"}, path


async def by_change(asked: Asked) -> None:
    """A change of each field, to another value and to the value that it has: both refused, by the path only."""
    document = asked.planted.document(asked.plan_id)
    for path in sorted(FIELDS):
        leaf = PATHS.node(path)
        assert isinstance(leaf, Leaf)
        for version in (document["versie"], 1):
            wijziging = patch(path, asked.planted.mint.value(leaf))
            response = await asked.ask(
                CHANGE, input={"planId": asked.plan_id, "verwachteVersie": version, "wijziging": wijziging}
            )
            harmless(asked, response)
            outcome = response.json()["data"]["wijzigPlan"]
            assert outcome["__typename"] == "VeldenNietToegestaan", path
            assert {schema_path(refusal["pad"]) for refusal in outcome["velden"]} == {path}
    assert asked.planted.document(asked.plan_id) == document


async def by_guess(asked: Asked) -> None:
    """Writing what stands there already must not tell that it stands there."""
    document = asked.planted.document(asked.plan_id)
    for section, field in (("betrokkene", "sknNummer"), ("detentie", "artikelcode"), ("detentie", "instroomtitel")):
        stored = document[section].get(field)
        if isinstance(stored, str):
            response = await asked.ask(
                CHANGE,
                input={
                    "planId": asked.plan_id,
                    "verwachteVersie": document["versie"],
                    "wijziging": {section: {field: stored}},
                },
            )
            assert response.json()["data"]["wijzigPlan"]["__typename"] == "VeldenNietToegestaan", field


async def by_conflict(asked: Asked) -> None:
    """The answer to a change on an old version: what others changed since, in conflicts and in what is merged."""
    document = asked.planted.document(asked.plan_id)
    query = CHANGE.replace("plan { id versie }", f"plan {{ id {together(FIELDS)} }}")
    patch = {"onderdak": {"toelichting": "van de gemeente"}, "contacten": {"toevoegen": [{"naam": "Nazorg"}]}}
    for version in range(1, document["versie"]):
        response = await asked.ask(
            query, LENIENT, input={"planId": asked.plan_id, "verwachteVersie": version, "wijziging": patch}
        )
        harmless(asked, response)
        assert not {schema_path(path) for path in paths(response.json()["data"])} & FIELDS


ROADS: Final = [
    by_name,
    by_alias,
    by_fragment,
    by_inline_fragment,
    by_skipped_field,
    by_earlier_version,
    by_earlier_moment,
    by_list_nodes,
    by_list_edges,
    by_lenient_reading,
    by_lenient_list,
    by_provenance,
    by_filter,
    by_sort,
    by_history,
    by_difference,
    by_rights,
    by_why,
    by_change,
    by_guess,
    by_conflict,
]


def _plan_of(planted: Planted, name: str) -> str:
    case = next(case for case in CASES if case.name == name)
    assert ARNHEM in case.ties
    return next(plan_id for plan_id, known in planted.oracle.plans.items() if known.ties is case.ties)


def test_every_negative_field_holds_markers_that_could_leak(planted: Planted) -> None:
    document = planted.document(_plan_of(planted, "toegewezen"))
    assert tokens(document["som"])
    for name, fields in NEGATIVE.items():
        held = {schema_path(place.path) for found in planted.registry.places.values() for place in found} & fields
        assert held or name == "status en titel", name


@pytest.mark.parametrize("doelen", DOELEN, ids="+".join)
@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
async def test_a_negative_field_is_refused(planted: Planted, road: Any, doelen: tuple[str, ...]) -> None:
    await road(Asked(planted, _plan_of(planted, "toegewezen"), doelen))
