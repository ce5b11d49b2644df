"""The road of changes: of an event nobody learns more than he may read of what changed, and nobody misses what he may."""

import random
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

import httpx

from plan_schema.plan import PLAN
from plan_schema.tree import Leaf
from tests.api.eventually import eventually
from tests.api.graphql.selection import selection
from tests.api.leaks.askers import Asker, askers
from tests.api.leaks.cases import PI_ARNHEM
from tests.api.leaks.inspection import Inspection
from tests.api.leaks.operations import Operation
from tests.api.leaks.oracle import Reader
from tests.api.leaks.planted import Planted

ASKERS: Final = 12
WRITTEN: Final = 6
"""Plans that are changed."""
QUERY: Final = f"""query ($na: String) {{ wijzigingen(na: $na) {{
  nodes {{ volgnummer cursor soort planId versie groepen plan {selection()} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
CHANGES: Final[tuple[dict[str, Any], ...]] = (
    {"onderdak": {"hulpvraag": "gewijzigd"}},
    {"schulden": {"hulpvraag": "gewijzigd"}},
    {"betrokkene": {"burgerservicenummer": "111222333"}},
    {"betrokkene": {"geslachtsnaam": "Gewijzigd"}, "identiteitsbewijs": {"hulpvraag": "gewijzigd"}},
    {"samenStarten": {"duiding": {"deelnemers": "gewijzigd"}}},
    {"stemBetrokkene": {"wensen": "gewijzigd"}},
)


async def passed_on(planted: Planted) -> None:
    """Everything that was written stands in the logs."""

    async def empty() -> bool:
        return bool(planted.database["uitgaand"].count_documents({}) == 0)

    await eventually(empty)


async def write(planted: Planted) -> int:
    """Change plans in every way, one version at a time; how many versions were made."""
    made = 0
    at_home = [plan_id for plan_id, known in planted.oracle.plans.items() if PI_ARNHEM in known.ties]
    for plan_id in at_home[:WRITTEN]:
        for change in CHANGES:
            version = planted.document(plan_id)["versie"]
            outcome = await planted.api.change("casemanager-arnhem", plan_id, version, change)
            if outcome["__typename"] == "PlanGewijzigd":
                made += 1
                await passed_on(planted)
        planted.learn(plan_id)
    return made


async def ask(planted: Planted, asker: Asker, after: str) -> httpx.Response:
    headers = {
        "Authorization": f"Bearer {planted.api.issuer.issue(asker.persona, asker.token)}",
        "Prefer": "handling=lenient",
    }
    if asker.header is not None:
        headers["X-Doelbinding"] = ", ".join(asker.header)
    return await planted.api.http.post(
        "/v1/graphql", headers=headers, json={"query": QUERY, "variables": {"na": after}}
    )


def readable(planted: Planted, reader: Reader, event: Mapping[str, Any]) -> set[str]:
    """The groups of which an event of the log may tell this reader, as the oracle says."""
    plan_id = event["planId"]
    if not planted.oracle.knows_of(reader, plan_id):
        return set()
    if event["soort"] == "PLAN_TOEGANKELIJK":
        paths = [leaf.path for leaf in PLAN.walk() if isinstance(leaf, Leaf)]
        return {path.partition(".")[0] for path in paths if sample(planted, reader, plan_id, path)}
    version = planted.database["versies"].find_one({"planId": plan_id, "nummer": event["versie"]})
    changed = [change["pad"] for change in version["wijzigingen"]]
    found = {
        path.partition(".")[0].partition("[")[0] for path in changed if planted.oracle.may_read(reader, plan_id, path)
    }
    # That it is somebody's turn is told to who may read all that it rests on.
    work = [all(planted.oracle.may_read(reader, plan_id, path) for path in paths) for paths in event.get("stappen", ())]
    return found | ({"werkvoorraad"} if any(work) else set())


def sample(planted: Planted, reader: Reader, plan_id: str, path: str) -> bool:
    """Whether a field outside lists may be read; what lies within them depends on the item."""
    return "[" not in path and planted.oracle.may_read(reader, plan_id, path)


async def test_an_event_tells_what_its_reader_may_read_of_it(planted: Planted) -> None:
    await passed_on(planted)
    assert await write(planted) > 20
    inspection = Inspection(planted)
    told = hidden = 0
    for asker in islice(askers(random.Random(5)), ASKERS):  # noqa: S311 - reproducible, not secret
        reader, after = asker.reader, "0"
        log = list(planted.database["gebeurtenissen"].find({"ontvanger": reader.oin}, sort=[("volgnummer", 1)]))
        nodes: list[dict[str, Any]] = []
        while True:
            response = await ask(planted, asker, after)
            operation = Operation("wijzigingen", asker, QUERY, {"na": after}, lenient=True)
            finding = inspection.inspected(operation, response, {})
            assert not finding.faults, (asker, finding.faults)
            page = response.json()["data"]["wijzigingen"]
            nodes += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        assert [node["volgnummer"] for node in nodes] == list(range(1, len(log) + 1))
        for node, event in zip(nodes, log, strict=True):
            groups = readable(planted, reader, event)
            if node["soort"] == "NIET_ZICHTBAAR":
                hidden += 1
                assert (node["planId"], node["versie"], node["groepen"], node["plan"]) == (None, None, [], None)
                assert not groups, (asker, event)
            else:
                told += 1
                assert (node["planId"], node["versie"], node["soort"]) == (
                    event["planId"],
                    event["versie"],
                    event["soort"],
                )
                seen = set(node["groepen"])
                assert groups <= seen, (asker, event, groups)
                if event["soort"] == "PLAN_GEWIJZIGD":
                    assert seen == groups, (asker, event, groups)
    assert told > 30
    assert hidden > 30
