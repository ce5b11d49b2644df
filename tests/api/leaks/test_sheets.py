"""Sheets are a road to values too: whatever stands on one, its reader may read; whoever asks, for whatever doel."""

import random
from itertools import islice
from typing import Final

import httpx

from api.sheets.endpoint import KINDS
from tests.api.leaks.askers import Asker, askers
from tests.api.leaks.inspection import Inspection
from tests.api.leaks.operations import ABSENT, Operation
from tests.api.leaks.planted import Planted

_ASKERS: Final = 40
_SEED: Final = 20261122


async def _sheet(planted: Planted, asker: Asker, plan_id: str, name: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {planted.api.issuer.issue(asker.persona, asker.token)}"}
    if asker.header is not None:
        headers["X-Doelbinding"] = ", ".join(asker.header)
    return await planted.api.http.get(f"/v1/plannen/{plan_id}/{name}", headers=headers)


async def test_no_marker_on_a_sheet_reaches_who_may_not_read_it(planted: Planted) -> None:
    rng = random.Random(_SEED)  # noqa: S311 - reproducible, not secret
    inspection = Inspection(planted)
    shown = dict.fromkeys((kind.name for kind in KINDS), 0)
    for asker in islice(askers(rng), _ASKERS):
        plan_ids = [*rng.sample(sorted(planted.oracle.plans), 2), ABSENT]
        for plan_id, kind in ((plan_id, kind) for plan_id in plan_ids for kind in KINDS):
            response = await _sheet(planted, asker, plan_id, kind.name)
            known = planted.oracle.plans.get(plan_id)
            before = known.document if known is not None else {}
            operation = Operation(kind.name, asker, kind.question, {"id": plan_id}, kind.lenient, plan_id)
            finding = inspection.inspected(operation, response, before)
            assert not finding.faults, (finding.faults, kind.name, asker)
            shown[kind.name] += response.status_code == 200
    assert min(shown.values()) >= 5, shown
    # Of a case not even what its asker may read leaves as it is written.
    for plan_id in planted.oracle.plans:
        response = await _sheet(planted, Asker("casemanager-arnhem", ("PLAN_UITVOEREN",), None), plan_id, "casus")
        assert inspection.markers(response.text) == []
