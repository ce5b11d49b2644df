"""What an import leaves besides plans: records in the logs, events for who follows, and what it is known again by."""

import asyncio
from typing import Any

from tests.api.client import running
from tests.api.imports.importing import FILES, SIGNAAL, Imports, tulp


def _logged(imports: Imports, kind: str) -> list[dict[str, Any]]:
    with imports.stored(log=True) as database:
        return list(database["logboek"].find({"soort": kind}))


def test_what_an_import_did_is_in_the_logs_under_one_trace(imports: Imports) -> None:
    report = imports.records("signaallijst", [SIGNAAL, SIGNAAL | {"sknNummer": "88100009", "pi": "JC Zaanstad"}])
    of_plans = [record for record in _logged(imports, "verwerking") if "planId" in record]
    assert [(record["handeling"], record["geschreven"]["versie"]) for record in of_plans] == [("VERZAMELEN", 1)]
    for kind, amount in (("beslissing", 2), ("audit", 2)):
        found = _logged(imports, kind)
        assert len(found) == amount
        assert {record["trace_id"] for record in found} == {report.trace}
    audit = _logged(imports, "audit")[0]["wie"]
    assert (audit["rol"], audit["gebruiker"], audit["client"]) == (
        "SYSTEEM",
        "import:signaallijst",
        "reintegratieplan importeer",
    )


def test_a_rehearsal_is_logged_as_looking(imports: Imports) -> None:
    imports.records("signaallijst", [SIGNAAL])
    imports.records("signaallijst", [SIGNAAL | {"afdeling": "Afdeling A"}], rehearsed=True)
    imports.records("signaallijst", [SIGNAAL | {"sknNummer": "88100002"}], rehearsed=True)
    found = [record for record in _logged(imports, "verwerking") if "planId" in record]
    assert [record["handeling"] for record in found] == ["VERZAMELEN", "RAADPLEGEN"]
    assert "geschreven" not in found[1]
    assert imports.plan("88100001")["_id"] == found[1]["planId"]


def test_nothing_that_is_kept_of_a_record_holds_a_value(imports: Imports) -> None:
    imports.now("signaallijst", FILES / "signaallijst.csv")
    kept = str(imports.documents("importen"))
    for value in ("88100001", "Testerweg", "Bert", "2026-12-19", "S-2026-001"):
        assert value not in kept


async def test_who_follows_the_plans_hears_of_an_import_once(imports: Imports) -> None:
    question = '{ wijzigingen(na: "0") { nodes { soort versie groepen } } }'
    async with running(imports.uri, imports.database, imports.folder) as api:
        for _ in range(2):
            await imports.aside("signaallijst", imports.file_of([SIGNAAL]))
            await imports.aside("tulp-11", imports.file_of([tulp()]))
        found: list[dict[str, Any]] = []
        async with asyncio.timeout(20):
            while len(found) < 2:
                found = (await api.data("casemanager-arnhem", question))["wijzigingen"]["nodes"]
    assert [(event["soort"], event["versie"]) for event in found] == [
        ("PLAN_TOEGANKELIJK", 1),
        ("PLAN_GEWIJZIGD", 2),
    ]
    assert imports.documents("uitgaand") == []
