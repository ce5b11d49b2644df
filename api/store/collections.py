"""The collections and their indexes, made at start."""

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
        "betrokkene.sknNummer",
        name="een_open_plan_per_persoon",
        unique=True,
        partialFilterExpression={"betrokkene.sknNummer": {"$type": "string"}, "status": {"$in": OPEN_STATUSES}},
    ),
    IndexModel("betrokkene.sknNummer", name="skn", sparse=True),
    IndexModel("betrokkene.burgerservicenummer", name="bsn", sparse=True),
    # Each list starts from the caller's own relation, in order of registration unless asked otherwise.
    _listed(INRICHTING),
    _listed(INRICHTING, "status"),
    _listed(INRICHTING, "betrokkene.geslachtsnaam"),
    _listed(INRICHTING, "detentie.datumInvrijheidstelling"),
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
RECEIPT_INDEXES: Final = (
    IndexModel("vervaltOp", name="vervalt", expireAfterSeconds=0),
    IndexModel("planId", name="plan"),
)


async def prepare(database: Database, plan: Group) -> None:
    """Make collections, validators and indexes what this version of the product needs."""
    await database.ensure_collection(PLANS, mongo_validator(plan), stays=_of_later_schema)
    await database.ensure_collection(VERSIONS, {})
    await database.ensure_collection(SNAPSHOTS, {})
    await database.ensure_collection(RECEIPTS, {})
    await database.ensure_indexes(PLANS, PLAN_INDEXES)
    await database.ensure_indexes(VERSIONS, VERSION_INDEXES)
    await database.ensure_indexes(SNAPSHOTS, SNAPSHOT_INDEXES)
    await database.ensure_indexes(RECEIPTS, RECEIPT_INDEXES)


def _of_later_schema(validator: Document) -> bool:
    # A process of an earlier release that starts again during a rollout must not undo what the later one needs.
    known = validator.get("$jsonSchema", {}).get("properties", {}).get("schemaVersie", {})
    return bool(known.get("maximum", 1) > SCHEMA_VERSION)
