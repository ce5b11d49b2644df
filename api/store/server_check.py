"""Refuse a server that cannot keep what this product promises, with the mend."""

from typing import Final

from api.store.collections import PLANS, prepare
from api.store.driver import Database, DatabaseError, NotPermitted
from plan_schema.json_schema import OLDEST_TO_SERVE
from plan_schema.tree import Group

MINIMUM: Final = (6, 0)


class UnsuitableServer(Exception):
    """The MongoDB server cannot be used; the message (Dutch) says why and what to do."""


async def check_server(database: Database) -> str:
    """Return the server's version; UnsuitableServer when it is unreachable, too old, or no replica set."""
    try:
        hello = await database.admin_command("hello")
        build = await database.admin_command("buildInfo")
    except DatabaseError as error:
        raise UnsuitableServer(
            f"MongoDB is niet bereikbaar ({type(error).__name__}). Controleer MONGODB_URI, en of de server draait en dit adres toelaat."
        ) from None
    version = str(build["version"])
    if tuple(int(part) for part in version.split(".")[:2]) < MINIMUM:
        raise UnsuitableServer(
            f"MongoDB {version} is te oud: nodig is {'.'.join(map(str, MINIMUM))} of nieuwer. Werk de server bij, of noem een andere in MONGODB_URI."
        )
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise UnsuitableServer(
            "MongoDB draait standalone en kent zo geen transacties. Start de server als replicaset (één node is genoeg): "
            "mongod --replSet rs0, daarna eenmalig rs.initiate()."
        )
    return version


async def open_database(database: Database, plan: Group, *, oldest: int = OLDEST_TO_SERVE) -> str:
    """Check the server and make collections, validators and indexes; its version. UnsuitableServer says what to mend.

    `oldest`: the lowest schema version that a stored plan may have.
    """
    version = await check_server(database)
    await _refuse_older(database, oldest)
    try:
        await prepare(database, plan)
    except NotPermitted as error:
        raise UnsuitableServer(
            f"MongoDB weigert de database gereed te maken (code {error.code}). Geef de databasegebruiker de rechten die "
            "k8s/README.md noemt; collMod op deze database hoort daarbij zodra de definitie van het plan wijzigt."
        ) from None
    # Once more: until the validator was in force an earlier release could still write.
    await _refuse_older(database, oldest)
    return version


async def _refuse_older(database: Database, oldest: int) -> None:
    # What the database queries on has another place or value in older plans: a list would silently leave them out.
    older = {"schemaVersie": {"$lt": oldest}}
    if oldest > 1 and await database.find_one(PLANS, older, fields={"_id": 1}) is not None:
        raise UnsuitableServer(
            f"Er staan plannen in de database van een ouder schema dan {oldest}, waarin deze uitgave niet kan zoeken. Voer eerst `reintegratieplan migreer` uit."
        )
