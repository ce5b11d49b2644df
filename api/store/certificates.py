"""Certificates of destruction: signed, numbered, each holding the hash of the one before it. Nothing in them is of the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from api.store.collections import DESTRUCTIONS
from api.store.driver import Database, Document, Session
from api.store.holdings import HOLDINGS
from api.store.plan_check import Finding
from api.store.signing import Keyring
from api.store.stored import Stored, signing_faults
from api.store.versions import hash_of

GROUND: Final = "Penitentiaire maatregel art. 39"
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Certificate:
    """What says that a plan was destroyed: how much of it, when, on which ground, and by whom (an organisation or a role)."""

    id: str
    number: int
    plan_id: str
    first_hash: str | None
    last_hash: str | None
    kept_until: date
    moment: datetime
    by: str
    counts: Mapping[str, int]
    versions: int
    previous_hash: str | None

    def record(self, keys: Keyring) -> Document:
        """The stored form, signed."""
        content: dict[str, Any] = {
            "_id": self.id,
            "nummer": self.number,
            "planId": self.plan_id,
            "versies": self.versions,
            "eersteHash": self.first_hash,
            "laatsteHash": self.last_hash,
            "bewaardTot": self.kept_until.isoformat(),
            "grondslag": GROUND,
            "tijdstip": self.moment,
            "door": self.by,
            "aantallen": dict(self.counts),
            "vorigeHash": self.previous_hash,
        }
        found = hash_of(content)
        return content | {"hash": found, "handtekening": keys.sign(found)}


async def newest(database: Database, session: Session) -> tuple[int, str | None]:
    """Number and hash of the newest certificate; 0 when there is none."""
    found = await database.find_one(DESTRUCTIONS, {}, sort=[("nummer", -1)], session=session)
    return (0, None) if found is None else (found["nummer"], found["hash"])


async def find_certificate(database: Database, name: str) -> Stored | None:
    """The certificate with this id, or the newest of the plan with this id."""
    where = {"$or": [{"_id": name}, {"planId": name}]}
    async for raw in database.stream(DESTRUCTIONS, where, sort=[("nummer", -1)]):
        return Stored.of(raw)
    return None


async def certificate_faults(database: Database, record: Stored, keys: Keyring) -> Sequence[str]:
    """What is wrong with one certificate, its link to the one before included (Dutch); empty when it is valid."""
    faults = list(signing_faults(record, keys))
    number = record.number("nummer")
    if faults or number is None:
        return faults or ["het certificaat heeft geen nummer"]
    before = await database.find_one(DESTRUCTIONS, {"nummer": number - 1}, fields={"hash": 1})
    if record.content["vorigeHash"] != (None if before is None else before["hash"]) or (before is None and number > 1):
        return ["sluit niet aan op het certificaat ervoor"]
    return []


async def verify_certificates(database: Database, keys: Keyring) -> tuple[int, Sequence[Finding]]:
    """How many certificates there are, and what is wrong: in the chain, or with a destroyed plan that is there."""
    findings: list[Finding] = []
    count, number, last_hash = 0, 0, None
    moment: datetime | None = None
    plan_ids: list[str] = []
    async for raw in database.stream(DESTRUCTIONS, {}, sort=[("nummer", 1)]):
        record = Stored.of(raw)
        plan_id, found = record.text("planId"), record.number("nummer")
        faults = list(signing_faults(record, keys))
        if found != number + 1:
            faults.append(f"verwacht was nummer {number + 1}: er ontbreekt een certificaat of er is er een te veel")
        elif record.content.get("vorigeHash") != last_hash:
            faults.append("sluit niet aan op het certificaat ervoor")
        when = record.content.get("tijdstip")
        if not isinstance(when, datetime) or (moment is not None and when < moment):
            faults.append("is van een eerder tijdstip dan het certificaat ervoor")
        else:
            moment = when
        findings.extend(Finding(plan_id, None, f"certificaat {found}: {fault}") for fault in faults)
        count, number, last_hash = count + 1, found or number, record.text("hash")
        plan_ids.extend([plan_id] if plan_id else [])
        if len(plan_ids) >= _AT_ONCE:
            findings.extend(await _remains(database, plan_ids))
            plan_ids.clear()
    findings.extend(await _remains(database, plan_ids))
    return count, findings


async def _remains(database: Database, plan_ids: Sequence[str]) -> Sequence[Finding]:
    findings: list[Finding] = []
    for collection, key in HOLDINGS.items():
        found = await database.find(collection, {key: {"$in": list(plan_ids)}}, fields={key: 1}, limit=0)
        text = f"is volgens een certificaat vernietigd, maar staat in {collection}"
        findings.extend(Finding(plan_id, None, text) for plan_id in sorted({record[key] for record in found}))
    return findings
