"""The settings: environment variables, read and checked once at start. Every wrong one is named with what was expected."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.setting_faults import DATABASE_NAME, MONGODB_ADDRESS, expected

PREFIX: Final = "REINTEGRATIEPLAN_"

_ISSUERS_SHAPE: Final = 'een JSON-object als {"https://uitgever": "https://uitgever/jwks"}'


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


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("de naam van een tijdzone, zoals Europe/Amsterdam")
    return value


class PolicySettings(BaseSettings):
    """Where the policy is: all that the commands for who edits it need, wherever they run."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, populate_by_name=True
    )

    policies: Path | None = Field(
        default=None, description="Folder with the policy tables; without it those that come with the product."
    )


class Settings(PolicySettings):
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
    organisations: Path | None = Field(None, description="File with the organisation table; needed in production.")
    version_keys: Path | None = Field(
        None, description="File with the keys that versions are signed with; needed in production."
    )
    token_max_lifetime: int = Field(3_600, ge=60, le=21_600, description="Longest lifetime of a token, in seconds.")
    aftercare_months: int = Field(
        12, ge=0, le=60, description="How long a gemeente keeps its relation after release, in months."
    )
    idempotency_hours: int = Field(
        24, ge=1, le=720, description="How long a change that is sent again is recognised, in hours."
    )
    max_body_bytes: int = Field(1_000_000, ge=1_000, le=16_000_000, description="Largest request body, in bytes.")
    time_zone: Annotated[str, AfterValidator(_time_zone)] = Field(
        "Europe/Amsterdam", description="Time zone in which a day begins."
    )

    @property
    def is_development(self) -> bool:
        """Whether the local issuer and the embedded database may be used."""
        return self.mode == "development"


def load_settings(**overrides: Any) -> Settings:
    """The settings from the environment; SettingsError names every one that is wrong."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_problems(error)) from None
    problems = []
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
