"""Refuse a server that cannot keep what this product promises, with the mend."""

from typing import Final

from api.store.collections import prepare
from api.store.driver import Database, DatabaseError, NotPermitted
from plan_schema.tree import Group

MINIMUM: Final = (6, 0)


class UnsuitableServer(Exception):
    """The MongoDB server cannot be used; the message says why and what to do."""


async def check_server(database: Database) -> str:
    """Return the server's version; UnsuitableServer when it is unreachable, too old, or no replica set."""
    try:
        hello = await database.admin_command("hello")
        build = await database.admin_command("buildInfo")
    except DatabaseError as error:
        raise UnsuitableServer(
            f"MongoDB cannot be reached ({type(error).__name__}). Check MONGODB_URI, and that the server runs and lets this address in."
        ) from None
    version = str(build["version"])
    if tuple(int(part) for part in version.split(".")[:2]) < MINIMUM:
        raise UnsuitableServer(
            f"MongoDB {version} is too old: {'.'.join(map(str, MINIMUM))} or newer is needed. Upgrade the server or name another in MONGODB_URI."
        )
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise UnsuitableServer(
            "MongoDB runs standalone, which knows no transactions. Start it as a replica set (one node is enough): "
            "mongod --replSet rs0, then rs.initiate() once."
        )
    return version


async def open_database(database: Database, plan: Group) -> str:
    """Check the server and make collections, validators and indexes; its version. UnsuitableServer says what to mend."""
    version = await check_server(database)
    try:
        await prepare(database, plan)
    except NotPermitted as error:
        raise UnsuitableServer(
            f"MongoDB refused to prepare the database (code {error.code}). The database user needs the rights that "
            "k8s/README.md lists, among them collMod on this database when the plan definition changed."
        ) from None
    return version
