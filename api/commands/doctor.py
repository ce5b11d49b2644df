"""`reintegratieplan doctor`: checks settings, organisation table, policy and server, and says what to mend."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from api.app import now
from api.commands.database import database_for
from api.identity.organisations import OrganisationTable, OrganisationTableError
from api.settings import Settings, SettingsError, load_settings
from api.signing_keys import signing_keys
from api.startup_error import StartupError
from api.store.driver import Database
from api.store.server_check import UnsuitableServer, check_server
from api.store.signing import BadKeyring
from plan_schema.plan import PATHS, PLAN
from policies.policy import Policy
from policies.table import PolicyError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    subject: str
    good: bool
    text: str


def examine(load: Callable[[], Settings] = load_settings) -> Iterator[Finding]:
    """Every check, in the order in which a start makes them; what cannot be checked without settings is left out."""
    yield _policy()
    try:
        settings = load()
    except SettingsError as error:
        yield Finding("Instellingen", good=False, text=str(error))
        return
    yield Finding("Instellingen", good=True, text=f"modus {settings.mode}")
    yield _organisations(settings)
    yield _version_keys(settings)
    yield _server(settings)


def _policy() -> Finding:
    try:
        policy = Policy.load(PLAN, now().date())
    except PolicyError as error:
        return Finding("Beleid", good=False, text=str(error))
    return Finding(
        "Beleid",
        good=True,
        text=f"revisie {policy.revision}: {len(policy.rows)} regels over {len(PATHS.leaves)} velden",
    )


def _organisations(settings: Settings) -> Finding:
    try:
        table = OrganisationTable.load(settings.organisations)
    except OrganisationTableError as error:
        return Finding("Organisaties", good=False, text=str(error))
    return Finding("Organisaties", good=True, text=f"{len(list(table))} organisaties")


def _version_keys(settings: Settings) -> Finding:
    try:
        keys = signing_keys(settings)
    except BadKeyring as error:
        return Finding("Versiesleutels", good=False, text=str(error))
    return Finding("Versiesleutels", good=True, text=f"{len(keys.keys)} sleutels, {keys.active} ondertekent")


def _server(settings: Settings) -> Finding:
    try:
        with database_for(settings, join=True) as uri:
            version = asyncio.run(_check(uri, settings))
    except (UnsuitableServer, StartupError) as error:
        return Finding("MongoDB", good=False, text=str(error))
    return Finding("MongoDB", good=True, text=f"versie {version}, replicaset")


async def _check(uri: str, settings: Settings) -> str:
    database = Database(uri, settings.database, library=settings.mongo_driver, timeout_ms=3_000)
    try:
        return await check_server(database)
    finally:
        await database.close()
