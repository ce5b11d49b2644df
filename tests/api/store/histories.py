"""Plans with a history, written by the ledger: what verification and destruction are tried on."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from api.store.driver import Database, Document
from api.store.ledger import History, Ledger
from api.store.scribe import document_of, new_id
from api.store.signing import Keyring
from api.store.versions import Author, Note, Version
from plan_schema.changes import Change
from plan_schema.json_schema import SCHEMA_VERSION

KEYS: Final = Keyring("nu", {"nu": bytes(range(32)), "eerder": bytes(range(32, 64))})
NO_KEYS: Final = Keyring("nu", {"nu": bytes(32)})
"""The keys of who does not have the keys."""

START: Final = datetime(2020, 1, 1, 12, tzinfo=UTC)
AUTHOR: Final = Author("00000099100000001000", "PI Arnhem", "DJI", "CASEMANAGER", "gebruiker", ("PLAN_UITVOEREN",))


def version_after(document: Document, changes: list[Change], *, moment: datetime | None = None) -> Version:
    """The next version of a document, a minute after the last one."""
    number = document.get("versie", 0) + 1
    return Version(
        plan_id=document["_id"],
        number=number,
        moment=moment or document.get("gewijzigdOp", START) + timedelta(minutes=1),
        author=AUTHOR,
        note=Note("Toelichting", "2020-01-01", None),
        changes=tuple(changes),
        policy_revision="revisie",
        schema_version=SCHEMA_VERSION,
        previous_hash=document.get("versieHash"),
    )


def history(
    versions: int, *, plan_id: str | None = None, first: dict[str, Any] | None = None, closed: datetime | None = None
) -> History:
    """A plan of so many versions; `first`: values by path in version 1; `closed`: when the last version closed it."""
    document: Document = {"_id": plan_id or new_id()}
    values = {"status": "CONCEPT", "betrokkene.geslachtsnaam": "Voorbeeld", "detentie.datumAanvang": "2015-01-01"}
    changes = [Change(path, None, value) for path, value in (values | (first or {})).items()]
    written = []
    for number in range(1, versions + 1):
        if number > 1:
            old = document.get("onderdak", {}).get("toelichting")
            changes = [Change("onderdak.toelichting", old, f"tekst {number} van {document['_id']}")]
        if closed is not None and number == versions:
            changes.append(Change("status", document.get("status"), "AFGESLOTEN"))
        version = version_after(document, changes, moment=closed if closed is not None and number == versions else None)
        document = document_of(document, version)
        written.append(version)
    return History(document, written)


async def store(database: Database, *histories: History) -> None:
    """Write histories down, signed."""
    await Ledger(database, KEYS).open_all(histories)
