"""The settings: environment variables, read and checked once at start. Every wrong one is named with what was expected."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.identity.certificates import Network, networks
from api.setting_faults import DATABASE_NAME, HTTP_ADDRESS, MONGODB_ADDRESS, expected
from api.store.client import Library
from api.term_settings import TermSettings
from plan_schema import identifiers
from plan_schema.process.indicators.periods import PeriodLength

PREFIX: Final = "REINTEGRATIEPLAN_"

_ISSUERS_SHAPE: Final = 'een JSON-object als {"https://uitgever": "https://uitgever/jwks"}'


_LONGEST_DATABASE: Final = 55
"""Characters that leave room for `_logboek` within what MongoDB allows."""


class SettingsError(Exception):
    """The settings cannot be used; the message (Dutch) names every wrong one and what was expected."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__("De instellingen zijn niet bruikbaar:\n" + "\n".join(f"  {problem}" for problem in problems))


def _issuers(value: Any) -> dict[str, str]:
    try:
        issuers = json.loads(value) if isinstance(value, str) else value
    except json.JSONDecodeError:
        issuers = None
    if not isinstance(issuers, dict) or not all(map(_is_https, (*issuers, *issuers.values()))):
        raise ValueError(_ISSUERS_SHAPE)
    return {str(url): str(jwks) for url, jwks in issuers.items()}


def _is_https(address: object) -> bool:
    return isinstance(address, str) and address.startswith("https://")


def _networks(value: Any) -> tuple[Network, ...]:
    try:
        parts = value.split(",") if isinstance(value, str) else list(value)
        return networks(part.strip() if isinstance(part, str) else str(part) for part in parts)
    except (ValueError, TypeError):
        raise ValueError("adressen of netwerken met komma's ertussen, zoals 10.0.0.5, 10.1.0.0/16") from None


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("de naam van een tijdzone, zoals Europe/Amsterdam")
    return value


def _oin(value: str | None) -> str | None:
    try:
        return None if value is None else identifiers.oin(value)
    except ValueError:
        raise ValueError("een OIN van 20 posities") from None


class PolicySettings(BaseSettings):
    """Where the policy is: all that the commands for who edits it need, wherever they run."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, populate_by_name=True
    )

    policies: Path | None = Field(
        default=None, description="Folder with the policy tables; without it those that come with the product."
    )


class Settings(TermSettings, PolicySettings):
    """All settings. `MONGODB_URI`, `PORT` and `DATA_DIR` bear the names that their users expect; the rest has a prefix."""

    mode: Literal["production", "development"] = Field(
        "production", description="`development` allows the local issuer and the embedded database."
    )
    mongodb_uri: str | None = Field(
        None,
        pattern=MONGODB_ADDRESS,
        validation_alias=AliasChoices("MONGODB_URI", "mongodb_uri"),
        description="The MongoDB server, 6.0 or newer, a replica set; without it development starts an embedded one.",
    )
    mongo_driver: Library = Field(
        "motor",
        validation_alias=AliasChoices("MONGO_DRIVER", "mongo_driver"),
        description="The client library of MongoDB: `motor`, or `pymongo` for PyMongo's own asyncio client.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(
        8000, ge=1, le=65_535, validation_alias=AliasChoices("PORT", "port"), description="Port to listen on."
    )
    data_dir: Path = Field(
        Path(".data"),
        validation_alias=AliasChoices("DATA_DIR", "data_dir"),
        description="Folder of the embedded database and the development keys.",
    )
    database: str = Field("reintegratieplan", pattern=DATABASE_NAME, description="Name of the database.")
    issuers: Annotated[dict[str, str], NoDecode, BeforeValidator(_issuers)] = Field(
        default_factory=dict, description="JSON object of trusted issuers, each with the address of its keys (JWKS)."
    )
    audience: str = Field("https://localhost/v1", min_length=8, description="The `aud` that tokens for this API carry.")
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_networks)] = Field(
        (),
        description="Addresses, with commas between, of proxies that end TLS and pass client certificates on (`Client-Cert`, RFC 9440).",
    )
    bound_tokens_only: bool = Field(
        default=False,
        description="Whether only tokens count that are bound to a client certificate (RFC 8705) or a key (DPoP, RFC 9449).",
    )
    organisations: Path | None = Field(None, description="File with the organisation table; needed in production.")
    version_keys: Path | None = Field(
        None, description="File with the keys that versions are signed with; needed in production."
    )
    logbook_uri: str | None = Field(
        None,
        pattern=MONGODB_ADDRESS,
        description="The MongoDB server of the logs, with a user that may only add; without it that of the plans.",
    )
    logbook_reader_uri: str | None = Field(
        None,
        pattern=MONGODB_ADDRESS,
        description="The same server, with a user that may read the logs; without it `logbook_uri` does both.",
    )
    logbook_database: str | None = Field(
        None, pattern=DATABASE_NAME, description="Name of the database of the logs; without it `<database>_logboek`."
    )
    logbook_keys: Path | None = Field(
        None,
        description="File with the keys that people are pseudonymised with in the logs; needed to serve in production.",
    )
    logbook_timeout: float = Field(5.0, ge=0.1, le=60, description="How long an answer waits for the logs, in seconds.")
    logbook_years_verwerkingen: int = Field(
        4,
        ge=4,
        le=30,
        description="How long records of processing are kept, in years; the law asks four (51c lid 4 Wjsg).",
    )
    logbook_years_beslissingen: int = Field(4, ge=1, le=30, description="How long decisions are kept, in years.")
    logbook_years_audit: int = Field(4, ge=1, le=30, description="How long is kept who asked, in years.")
    token_max_lifetime: int = Field(3_600, ge=60, le=21_600, description="Longest lifetime of a token, in seconds.")
    aftercare_months: int = Field(
        12, ge=0, le=60, description="How long a gemeente keeps its relation after release, in months."
    )
    idempotency_hours: int = Field(
        24, ge=1, le=720, description="How long a change that is sent again is recognised, in hours."
    )
    retention_months: int = Field(
        120, ge=1, le=1_200, description="How long a plan is kept after release, in months (PM art. 39: ten years)."
    )
    event_days: int = Field(
        30, ge=1, le=365, description="How long a change stays in the logs of its recipients, in days."
    )
    oin: Annotated[str | None, AfterValidator(_oin)] = Field(
        None,
        description="OIN of who runs this service, the source of its webhooks and who `audit` reads for; needed with webhooks.",
    )
    webhook_keys: Path | None = Field(
        None, description="File with the keys that webhooks are signed with; without it production has no webhooks."
    )
    webhook_hours: float = Field(
        24, gt=0, le=720, description="How long a webhook that is out of reach is tried, in hours."
    )
    webhook_refusals: int = Field(8, ge=1, le=100, description="How often a webhook may refuse a message (4xx).")
    webhook_pause: float = Field(
        1.0, ge=0.01, le=60, description="How soon a webhook that failed is tried again, in seconds; then twice that."
    )
    webhook_timeout: float = Field(
        10.0, ge=0.1, le=60, description="How long a webhook may take to answer, in seconds."
    )
    compiled: bool = Field(
        default=True, description="Whether plans are answered by compiled renderers; off, the same answers come slower."
    )
    indicator_threshold: int = Field(
        10, ge=5, le=1_000, description="The smallest group of which indicators say anything, in plans."
    )
    indicator_period: PeriodLength = Field(
        PeriodLength.KWARTAAL, description="How long a period of the indicators is: `MAAND`, `KWARTAAL` or `JAAR`."
    )
    metrics_port: int | None = Field(
        None, ge=1, le=65_535, description="Port of `/metrics`, for Prometheus; without it there are no metrics."
    )
    metrics_host: str = Field("127.0.0.1", description="Address to listen on for `/metrics`.")
    traces_endpoint: str | None = Field(
        None,
        pattern=HTTP_ADDRESS,
        description="Where traces go, as OTLP over HTTP; without it nothing is traced.",
    )
    traces_share: float = Field(0.1, ge=0, le=1, description="Share of all requests that is traced, from 0 to 1.")
    request_log: Literal["all", "refused", "none"] | None = Field(
        None,
        description="Which requests get a line in the operations log; without it all of them, in development those that are refused.",
    )
    new_questions: int = Field(
        250_000,
        ge=10_000,
        le=1_000_000_000,
        description="How much one user may ask in three minutes of questions that a process did not see before, in characters.",
    )
    max_body_bytes: int = Field(1_000_000, ge=1_000, le=16_000_000, description="Largest request body, in bytes.")
    time_zone: Annotated[str, AfterValidator(_time_zone)] = Field(
        "Europe/Amsterdam", description="Time zone in which a day begins."
    )

    @property
    def base_url(self) -> str:
        """Where clients reach this API: what stands before `/v1` in the addresses of its routes."""
        return self.audience.removesuffix("/v1")

    @property
    def is_development(self) -> bool:
        """Whether the local issuer and the embedded database may be used."""
        return self.mode == "development"

    @property
    def request_lines(self) -> Literal["all", "refused", "none"]:
        """Which requests get a line; in development, what a developer reads in his terminal."""
        return self.request_log or ("refused" if self.is_development else "all")


def load_settings(**overrides: Any) -> Settings:
    """The settings from the environment; SettingsError names every one that is wrong."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_problems(error)) from None
    problems = []
    if settings.logbook_database is None and len(settings.database) > _LONGEST_DATABASE:
        problems.append(
            f"{PREFIX}DATABASE: verwacht een naam van ten hoogste {_LONGEST_DATABASE} tekens, of een eigen naam in {PREFIX}LOGBOOK_DATABASE."
        )
    if not settings.is_development:
        if settings.mongodb_uri is None:
            problems.append("MONGODB_URI: verplicht in productie; verwacht het adres van een MongoDB-replicaset.")
        if not settings.issuers:
            problems.append(f"{PREFIX}ISSUERS: verplicht in productie; verwacht {_ISSUERS_SHAPE}.")
        if settings.organisations is None:
            problems.append(f"{PREFIX}ORGANISATIONS: verplicht in productie; verwacht het pad van de organisatietabel.")
        if settings.version_keys is None:
            problems.append(
                f"{PREFIX}VERSION_KEYS: verplicht in productie; verwacht het pad van het bestand met ondertekensleutels."
            )
        if settings.webhook_keys is not None and settings.oin is None:
            problems.append(f"{PREFIX}OIN: verplicht in productie met webhooks; verwacht het OIN van de beheerder.")
    elif settings.issuers:
        problems.append(
            f"{PREFIX}ISSUERS: mag niet in ontwikkeling; de ontwikkeluitgever draait nooit naast een echte. Haal de instelling weg, of zet {PREFIX}MODE=production."
        )
    if problems:
        raise SettingsError(problems)
    return settings


def _problems(error: ValidationError) -> list[str]:
    return [
        f"{_variable(str(fault['loc'][0]))}: verwacht {expected(fault)}."
        for fault in error.errors(include_url=False, include_input=False)
    ]


def _variable(name: str) -> str:
    return name if name.isupper() else f"{PREFIX}{name.upper()}"
