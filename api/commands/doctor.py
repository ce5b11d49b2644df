"""`reintegratieplan doctor`: checks settings, organisation table, policy, keys, server and logs, and says what to mend."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from api.app import now
from api.commands.database import database_for
from api.identity.organisations import OrganisationTable, OrganisationTableError
from api.logbook.pseudonyms import pseudonyms
from api.logbook.wiring import logbook_address
from api.settings import PREFIX, Settings, SettingsError, load_settings
from api.signing_keys import signing_keys
from api.startup_error import StartupError
from api.store.driver import Database
from api.store.server_check import UnsuitableServer, check_server
from api.store.signing import BadKeyring
from api.webhooks.keys import BadWebhookKeys
from api.webhooks.service import webhook_keys
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
    yield _logbook_keys(settings)
    yield _webhook_keys(settings)
    yield from _servers(settings)


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


def _logbook_keys(settings: Settings) -> Finding:
    try:
        keys = pseudonyms(settings).keys
    except BadKeyring as error:
        return Finding("Logboeksleutels", good=False, text=str(error))
    return Finding("Logboeksleutels", good=True, text=f"{len(keys.keys)} sleutels, {keys.active} pseudonimiseert")


def _webhook_keys(settings: Settings) -> Finding:
    try:
        keys = webhook_keys(settings)
    except BadWebhookKeys as error:
        return Finding("Webhooksleutels", good=False, text=str(error))
    text = "geen, dus geen webhooks" if keys is None else f"{len(keys.keys)} sleutels, de eerste ondertekent"
    return Finding("Webhooksleutels", good=True, text=text)


def _servers(settings: Settings) -> Iterator[Finding]:
    """The server of the plans and that of the logs, while an embedded one runs."""
    try:
        with database_for(settings, join=True) as uri:
            yield _server("MongoDB", uri, settings.database, settings)
            own, name = logbook_address(settings)
            found = _server("Logboek", own or uri, name, settings)
            # The same fault of the same server is mended in another setting.
            yield found if found.good or own is None else replace(found, text=f"{PREFIX}LOGBOOK_URI: {found.text}")
    except StartupError as error:
        yield Finding("MongoDB", good=False, text=str(error))


def _server(subject: str, uri: str, name: str, settings: Settings) -> Finding:
    try:
        version = asyncio.run(_check(uri, name, settings))
    except (UnsuitableServer, StartupError) as error:
        return Finding(subject, good=False, text=str(error))
    return Finding(subject, good=True, text=f"versie {version}, replicaset")


async def _check(uri: str, name: str, settings: Settings) -> str:
    database = Database(uri, name, library=settings.mongo_driver, timeout_ms=3_000)
    try:
        return await check_server(database)
    finally:
        await database.close()
