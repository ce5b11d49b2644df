"""Refuse a server that cannot keep what this product promises, with the mend."""

from typing import Final

from api.store.collections import prepare
from api.store.driver import Database, DatabaseError, NotPermitted
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


async def open_database(database: Database, plan: Group) -> str:
    """Check the server and make collections, validators and indexes; its version. UnsuitableServer says what to mend."""
    version = await check_server(database)
    try:
        await prepare(database, plan)
    except NotPermitted as error:
        raise UnsuitableServer(
            f"MongoDB weigert de database gereed te maken (code {error.code}). Geef de databasegebruiker de rechten die "
            "k8s/README.md noemt; collMod op deze database hoort daarbij zodra de definitie van het plan wijzigt."
        ) from None
    return version
