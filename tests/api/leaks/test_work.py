"""The roads of the work list and of the handover: nobody is told a step or a regie from a field that he may not read."""

import random
from itertools import islice
from typing import Any, Final

import httpx

from api.app import now
from plan_schema.process.handover import checklist
from plan_schema.process.regie import casusregie
from tests.api.leaks.askers import Asker, askers
from tests.api.leaks.planted import Planted

ASKERS: Final = 16
TODAY: Final = now().date()
STEPS: Final = """{ werkvoorraad(first: 100, filter: {van: ALLEN, ookLater: true}) {
  nodes { soort planId pad partij organisatie gemeente vanaf uiterlijk berustOp } pageInfo { hasNextPage } } }"""
HANDOVER: Final = """query ($id: ID!) { overdracht(planId: $id) {
  regie { soort vastgelegd } akkoorden { partij organisatie } nietGevraagd
  controlelijst { nietGetoond punten { leefgebied punt } } } }"""


async def ask(planted: Planted, asker: Asker, query: str, **variables: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {planted.api.issuer.issue(asker.persona, asker.token)}"}
    if asker.header is not None:
        headers["X-Doelbinding"] = ", ".join(asker.header)
    return await planted.api.http.post("/v1/graphql", headers=headers, json={"query": query, "variables": variables})


async def test_a_step_is_told_to_who_may_read_all_that_it_rests_on(planted: Planted) -> None:
    told = 0
    for asker in islice(askers(random.Random(11)), ASKERS):  # noqa: S311 - reproducible, not secret
        response = await ask(planted, asker, STEPS)
        if response.status_code == 403:
            continue
        for step in response.json()["data"]["werkvoorraad"]["nodes"]:
            told += 1
            assert planted.oracle.knows_of(asker.reader, step["planId"]), (asker, step)
            assert step["berustOp"], step
            hidden = [
                path for path in step["berustOp"] if not planted.oracle.may_read(asker.reader, step["planId"], path)
            ]
            assert not hidden, (asker, step, hidden)
    assert told > 50


async def test_a_handover_tells_no_more_than_its_fields(planted: Planted) -> None:
    told = withheld = 0
    for asker in islice(askers(random.Random(12)), ASKERS):  # noqa: S311 - reproducible, not secret
        for plan_id in list(planted.oracle.plans)[::7]:
            response = await ask(planted, asker, HANDOVER, id=plan_id)
            if response.status_code == 403:
                continue
            found = response.json()["data"]["overdracht"]
            reader = asker.reader
            if not planted.oracle.knows_of(reader, plan_id):
                assert found is None, (asker, plan_id)
                continue
            document = planted.document(plan_id)
            grounds = {(point.leefgebied, point.point): point.rests_on for point in checklist(document, TODAY)}
            points = [(point["leefgebied"], point["punt"]) for point in found["controlelijst"]["punten"]]
            may = {key for key, paths in grounds.items() if _all(planted, asker, plan_id, paths)}
            assert set(points) == may, (asker, plan_id)
            assert found["controlelijst"]["nietGetoond"] == len(grounds) - len(may)
            told, withheld = told + len(may), withheld + len(grounds) - len(may)
            if not planted.oracle.may_read(reader, plan_id, "overdracht.casusregie"):
                assert [entry["vastgelegd"] for entry in found["regie"] if entry["soort"] == "CASUSREGIE"] in (
                    [],
                    [None],
                )
            titled = casusregie(document, TODAY).rests_on
            if not _all(planted, asker, plan_id, titled) and "detentie.justitieleTitelNaDetentie" in titled:
                by_supervision = planted.oracle.may_read(reader, plan_id, "toezicht.kader")
                assert by_supervision or "CASUSREGIE" not in [entry["soort"] for entry in found["regie"]]
    assert told > 50
    assert withheld > 50


def _all(planted: Planted, asker: Asker, plan_id: str, paths: frozenset[str]) -> bool:
    return all(planted.oracle.may_read(asker.reader, plan_id, path) for path in paths)
