"""The collections and their indexes, made at start."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from pymongo import ASCENDING, DESCENDING
from pymongo.operations import IndexModel

from api.store.driver import Database, Document
from plan_schema.json_schema import SCHEMA_VERSION, mongo_validator
from plan_schema.tree import Group

PLANS: Final = "plannen"
VERSIONS: Final = "versies"
SNAPSHOTS: Final = "momentopnamen"
RECEIPTS: Final = "verzoeken"
OUTBOX: Final = "uitgaand"
REACH: Final = "bereik"
RECIPIENTS: Final = "ontvangers"
EVENTS: Final = "gebeurtenissen"
LEASES: Final = "beurten"
HOLDS: Final = "bewaringen"
DESTRUCTIONS: Final = "vernietigingen"
SUBSCRIPTIONS: Final = "abonnementen"
DELIVERIES: Final = "afleveringen"
IMPORTS: Final = "importen"
WORK: Final = "werkvoorraad"
WORK_STANDS: Final = "werkstanden"

OPEN_STATUSES: Final = [
    "CONCEPT",
    "BESPROKEN_MDO1",
    "VASTGESTELD",
    "IN_UITVOERING",
    "BIJGESTELD",
    "OVERGEDRAGEN",
    "ONBEKEND",
]
"""The statuses of a plan that still runs."""

PERSON: Final = "betrokkene.sknNummer"
INRICHTING: Final = "detentie.inrichting"
EARLIER_INRICHTING: Final = "detentie.plaatsingen.inrichting"
HERKOMST: Final = "terugkeer.herkomstgemeente"
VESTIGING: Final = "terugkeer.vestigingsgemeente"
ASSIGNED: Final = "samenStarten.toewijzing.organisaties"
SUPERVISOR: Final = "toezicht.toezichthouderOrganisatie"


def reached_by(path: str) -> list[tuple[str, int]]:
    """The index by which the plans are found with which a relation exists that rests on this path."""
    return [(path, ASCENDING), ("_id", ASCENDING)]


def _listed(*paths: str) -> IndexModel:
    name = "_".join(path.rpartition(".")[2] for path in paths)
    return IndexModel([*((path, ASCENDING) for path in paths), ("_id", ASCENDING)], name=name)


PLAN_INDEXES: Final = (
    # One open plan per person: the second registration of a running detention is a mistake.
    IndexModel(
        PERSON,
        name="een_open_plan_per_persoon",
        unique=True,
        partialFilterExpression={PERSON: {"$type": "string"}, "status": {"$in": OPEN_STATUSES}},
    ),
    IndexModel(reached_by(PERSON), name="persoon"),
    IndexModel("betrokkene.burgerservicenummer", name="bsn", sparse=True),
    # Each list starts from the caller's own relation, in order of registration unless asked otherwise.
    _listed(INRICHTING),
    _listed(INRICHTING, "status"),
    _listed(INRICHTING, "betrokkene.geslachtsnaam"),
    _listed(INRICHTING, "detentie.datumInvrijheidstelling"),
    # The weekly meeting of an inrichting about the SOM.
    _listed(INRICHTING, "som.uitkomst.prioriteit", "detentie.datumBinnenkomst"),
    IndexModel(reached_by(EARLIER_INRICHTING), name="eerdere_inrichting"),
    _listed(HERKOMST),
    _listed(VESTIGING),
    _listed(ASSIGNED),
    _listed(SUPERVISOR),
)

_NUMBERED: Final = IndexModel([("planId", ASCENDING), ("nummer", DESCENDING)], name="plan_nummer", unique=True)
VERSION_INDEXES: Final = (
    _NUMBERED,
    # Moments within a plan never go down, so the newest that was known at a moment also has the highest number.
    IndexModel([("planId", ASCENDING), ("tijdstip", DESCENDING), ("nummer", DESCENDING)], name="plan_tijdstip"),
)
SNAPSHOT_INDEXES: Final = (_NUMBERED,)
EVENT_INDEXES: Final = (
    IndexModel([("ontvanger", ASCENDING), ("volgnummer", ASCENDING)], name="ontvanger_volgnummer", unique=True),
    IndexModel("vervaltOp", name="vervalt", expireAfterSeconds=0),
    IndexModel("planId", name="plan"),
)
OUTBOX_INDEXES: Final = (IndexModel([("planId", ASCENDING), ("nummer", ASCENDING)], name="plan_nummer"),)
RECEIPT_INDEXES: Final = (
    IndexModel("vervaltOp", name="vervalt", expireAfterSeconds=0),
    IndexModel("planId", name="plan"),
)
DESTRUCTION_INDEXES: Final = (
    # One chain: of two destructions at one time, one takes the number and the other the next.
    IndexModel("nummer", name="nummer", unique=True),
    IndexModel("planId", name="plan"),
)


SUBSCRIPTION_INDEXES: Final = (
    # A request that is sent twice makes one subscription.
    IndexModel(
        [("organisatie", ASCENDING), ("adres", ASCENDING), ("planId", ASCENDING)],
        name="een_per_adres_en_plan",
        unique=True,
        partialFilterExpression={"stand": "ACTIEF"},
    ),
    IndexModel([("organisatie", ASCENDING), ("_id", DESCENDING)], name="organisatie"),
    IndexModel("stand", name="stand"),
    IndexModel("planId", name="plan"),
)
DELIVERY_INDEXES: Final = (
    IndexModel([("abonnementId", ASCENDING), ("volgnummer", ASCENDING)], name="abonnement_volgnummer", unique=True),
    IndexModel([("abonnementId", ASCENDING), ("stand", ASCENDING), ("volgnummer", ASCENDING)], name="in_de_rij"),
    # What arrived is by far the most, and nobody counts that.
    IndexModel("stand", name="stand", partialFilterExpression={"stand": {"$in": ["WACHT", "ONBESTELBAAR"]}}),
    IndexModel("vervaltOp", name="vervalt", expireAfterSeconds=0),
    IndexModel("planId", name="plan"),
)
WORK_INDEXES: Final = (
    # What is due first comes first, whoever asks: a page is one stretch of an index.
    IndexModel([("voor", ASCENDING), ("uiterlijk", ASCENDING), ("_id", ASCENDING)], name="voor_uiterlijk"),
    IndexModel([("bereik", ASCENDING), ("uiterlijk", ASCENDING), ("_id", ASCENDING)], name="bereik_uiterlijk"),
    IndexModel("planId", name="plan"),
)


INDEXES: Final[Mapping[str, Sequence[IndexModel]]] = {
    PLANS: PLAN_INDEXES,
    VERSIONS: VERSION_INDEXES,
    SNAPSHOTS: SNAPSHOT_INDEXES,
    RECEIPTS: RECEIPT_INDEXES,
    OUTBOX: OUTBOX_INDEXES,
    REACH: (),
    RECIPIENTS: (),
    EVENTS: EVENT_INDEXES,
    LEASES: (),
    HOLDS: (),
    DESTRUCTIONS: DESTRUCTION_INDEXES,
    SUBSCRIPTIONS: SUBSCRIPTION_INDEXES,
    DELIVERIES: DELIVERY_INDEXES,
    IMPORTS: (IndexModel("planId", name="plan"),),
    WORK: WORK_INDEXES,
    WORK_STANDS: (),
}
"""Every collection, with what it is found by beside `_id`."""


async def prepare(database: Database, plan: Group) -> None:
    """Make collections, validators and indexes what this version of the product needs."""
    # One after the other, a new database would take seconds.
    await database.ensure_collection(PLANS, mongo_validator(plan), stays=_of_later_schema)
    await asyncio.gather(*(database.ensure_collection(name, {}) for name in INDEXES if name != PLANS))
    await asyncio.gather(*(database.ensure_indexes(name, indexes) for name, indexes in INDEXES.items() if indexes))


def _of_later_schema(validator: Document) -> bool:
    # A process of an earlier release that starts again during a rollout must not undo what the later one needs.
    known = validator.get("$jsonSchema", {}).get("properties", {}).get("schemaVersie", {})
    return bool(known.get("maximum", 1) > SCHEMA_VERSION)
