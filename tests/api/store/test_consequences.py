"""What follows from a version by rules stands in that version, whoever made it."""

from typing import Any

import pytest

from api.access.access import Access
from api.app import build_store, now
from api.graphql.context import Store
from api.store.bulk import BulkWriter, Contribution
from api.store.changing import ChangeRequest
from api.store.driver import Database
from api.store.ledger import Ledger
from api.store.outcomes import Changed, ChangeOutcome, NotAllowed, Registered
from api.store.proposals import Patched, Restored
from api.store.versions import Note
from plan_schema.plan import PATHS
from tests.api.access.callers import access
from tests.api.client import detention
from tests.api.store.database import Raw, database, raw
from tests.api.store.histories import KEYS

__all__ = ["database", "raw"]

_NOTE = Note.of({"toelichting": "Uit TULP.", "peildatum": "2026-01-01", "bron": "TULP"})
_DEPORTED = {"detentie": {"geenVerblijfsstatus": "JA"}}
_SENTENCED = {"detentie": {"statusGedetineerde": "ONHERROEPELIJK_VEROORDEELD", "toezichtNaDetentie": "JA"}}


def _access(persona: str) -> Access:
    return access(persona, now().date())


@pytest.fixture
def store(database: Database) -> Store:
    return build_store(database, database, KEYS, now, 24)


async def _register(store: Store) -> Registered:
    outcome = await store.registrar.register(_access("casemanager-arnhem"), detention(), _NOTE, lambda _: None)
    assert isinstance(outcome, Registered)
    return outcome


async def _change(store: Store, plan_id: str, version: int, patch: dict[str, Any], by: str) -> ChangeOutcome:
    request = ChangeRequest(version, Patched(patch), _NOTE)
    return await store.changer.change(plan_id, _access(by), request, lambda _: None)


async def test_the_outcome_is_part_of_the_version_that_gives_it_cause(store: Store, raw: Raw) -> None:
    plan_id = (await _register(store)).view.id
    outcome = await _change(store, plan_id, 1, _DEPORTED, "backoffice-arnhem")
    assert isinstance(outcome, Changed)
    assert outcome.followed == ("som.uitkomst.prioriteit", "som.uitkomst.regelset", "som.uitkomst.bepaaldOp")
    version: Any = raw["versies"].find_one({"planId": plan_id, "nummer": 2})
    assert [change["pad"] for change in version["wijzigingen"]] == ["detentie.geenVerblijfsstatus", *outcome.followed]
    stored: Any = raw["plannen"].find_one({"_id": plan_id})
    group = stored["som"]["uitkomst"]
    assert (group["prioriteit"], group["regelset"], group["bepaaldOp"]) == ("LAAG", "som-2021-03", version["tijdstip"])
    (source,) = stored["herkomst"]["som"]["uitkomst"]["herkomst"]
    assert (source["rol"], source["bron"], source["peildatum"], source["versie"]) == ("REGELSET", None, None, 2)
    # Who gave cause to it need not be able to read it, and still sees what he said of his own change.
    page = await store.reader.history(plan_id, _access("backoffice-arnhem"), 5, None)
    assert page is not None
    assert page.versions[0].explanation == "Uit TULP."
    assert [change.path for change in page.versions[0].changes] == ["detentie.geenVerblijfsstatus"]


async def test_a_change_of_something_else_leaves_it(store: Store) -> None:
    plan_id = (await _register(store)).view.id
    await _change(store, plan_id, 1, _DEPORTED, "casemanager-arnhem")
    outcome = await _change(store, plan_id, 2, {"onderdak": {"hulpvraag": "een kamer"}}, "casemanager-arnhem")
    assert isinstance(outcome, Changed)
    assert outcome.followed == ()


async def test_nobody_writes_it_himself(store: Store) -> None:
    plan_id = (await _register(store)).view.id
    patch = {"som": {"uitkomst": {"prioriteit": "HOOG"}}}
    outcome = await _change(store, plan_id, 1, patch, "casemanager-arnhem")
    assert isinstance(outcome, NotAllowed)
    assert [refusal.path for refusal in outcome.refusals] == ["som.uitkomst.prioriteit"]


async def test_it_follows_again_from_what_is_restored(store: Store) -> None:
    plan_id = (await _register(store)).view.id
    await _change(store, plan_id, 1, _DEPORTED, "casemanager-arnhem")
    changed = await _change(store, plan_id, 2, _SENTENCED, "casemanager-arnhem")
    assert isinstance(changed, Changed)
    assert changed.view.shown["som"]["uitkomst"]["prioriteit"] == "HOOG"
    request = ChangeRequest(3, Restored(store.reader, 2), _NOTE)
    outcome = await store.changer.change(plan_id, _access("casemanager-arnhem"), request, lambda _: None)
    assert isinstance(outcome, Changed)
    assert outcome.left_out == ()
    assert outcome.view.shown["som"]["uitkomst"]["prioriteit"] == "LAAG"


async def test_plans_that_are_stored_by_many_have_it_too(database: Database, raw: Raw) -> None:
    author = _access("casemanager-arnhem")
    history = [Contribution(author, detention(), _NOTE), Contribution(author, _DEPORTED, _NOTE)]
    await BulkWriter(Ledger(database, KEYS), PATHS, now).store([history])
    plan: Any = raw["plannen"].find_one({})
    assert plan["som"]["uitkomst"]["prioriteit"] == "LAAG"
    record: Any = raw["versies"].find_one({"nummer": 2})
    assert "som.uitkomst.prioriteit" in [change["pad"] for change in record["wijzigingen"]]
