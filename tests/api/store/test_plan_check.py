"""The check of one plan: no byte of any of its records can change unseen."""

from bson import ObjectId, encode

from api.store.plan_check import Finding, PlanCheck
from api.store.scribe import replay
from api.store.stored import Stored
from plan_schema.stored_form import apart
from tests.api.store.histories import KEYS, history

OBJECT_ID = bytes(range(1, 13))


def _records() -> dict[str, bytes]:
    """A plan of three versions with a snapshot of the second, as bytes by name."""
    plan = history(3, first={"detentie.inrichting": "PI Arnhem", "detentie.plaatsingen[a]": True})
    found = {
        f"versie {version.number}": encode({"_id": ObjectId(OBJECT_ID)} | version.record(KEYS))
        for version in plan.versions
    }
    snapshot = {"planId": plan.document["_id"], "nummer": 2, "plan": apart(replay(plan.versions[:2]))}
    return found | {
        "momentopname": encode({"_id": ObjectId(OBJECT_ID)} | snapshot),
        "document": encode(apart(plan.document)),
    }


def _check(plan_id: str, records: dict[str, bytes]) -> list[Finding]:
    check = PlanCheck(plan_id, KEYS)
    stored = {name: Stored.of(raw) for name, raw in records.items()}
    check.version(stored["versie 1"])
    check.version(stored["versie 2"])
    check.snapshot(stored["momentopname"])
    check.version(stored["versie 3"])
    check.document(stored["document"])
    return check.findings


def test_no_bit_of_any_record_can_change_unseen() -> None:
    records = _records()
    plan_id = Stored.of(records["document"]).content["_id"]
    assert _check(plan_id, records) == []
    changed = 0
    for name, raw in records.items():
        own = raw.find(OBJECT_ID)
        for at in range(len(raw)):
            # Which number MongoDB gave a record says nothing and is signed by nobody.
            if own != -1 and own <= at < own + len(OBJECT_ID):
                continue
            damaged = bytes([*raw[:at], raw[at] ^ (1 << at % 8), *raw[at + 1 :]])
            assert _check(plan_id, records | {name: damaged}), (name, at)
            changed += 1
    assert changed > 3_000


def test_a_finding_does_not_repeat_an_id_that_is_none() -> None:
    found = [
        str(Finding(plan_id, 3, "ontbreekt")) for plan_id in ("Jansen", None, "0192a1b2-0000-7000-8000-000000000000")
    ]
    assert found == [
        "onbekend plan, versie 3: ontbreekt",
        "onbekend plan, versie 3: ontbreekt",
        "plan 0192a1b2-0000-7000-8000-000000000000, versie 3: ontbreekt",
    ]
