"""Settings: read from the environment, every wrong one named with what was expected."""

from pathlib import Path
from typing import Any, Final

import pytest

from api.settings import PREFIX, Settings, SettingsError, load_settings

_PRODUCTION: Final = {
    "MONGODB_URI": "mongodb://db.example/?replicaSet=rs0",
    "REINTEGRATIEPLAN_ISSUERS": '{"https://uitgever.example": "https://uitgever.example/jwks"}',
    "REINTEGRATIEPLAN_ORGANISATIONS": "/etc/reintegratieplan/organisaties.json",
    "REINTEGRATIEPLAN_VERSION_KEYS": "/etc/reintegratieplan/versiesleutels.json",
}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
    for name in ("MONGODB_URI", "MONGO_DRIVER", "PORT", "DATA_DIR"):
        monkeypatch.delenv(name, raising=False)


def _set(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_production_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, _PRODUCTION | {"PORT": "9000", "REINTEGRATIEPLAN_AFTERCARE_MONTHS": "6"})
    settings = load_settings()
    assert not settings.is_development
    assert settings.mongodb_uri == _PRODUCTION["MONGODB_URI"]
    assert settings.issuers == {"https://uitgever.example": "https://uitgever.example/jwks"}
    assert settings.organisations == Path("/etc/reintegratieplan/organisaties.json")
    assert (settings.port, settings.aftercare_months) == (9000, 6)


def test_development_needs_nothing() -> None:
    settings = load_settings(mode="development")
    assert settings.is_development
    assert settings.issuers == {}


@pytest.mark.parametrize("missing", _PRODUCTION)
def test_production_names_what_it_misses(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    _set(monkeypatch, {name: value for name, value in _PRODUCTION.items() if name != missing})
    with pytest.raises(SettingsError, match=rf"{missing}: verplicht in productie; verwacht ") as refusal:
        load_settings()
    assert all(name not in str(refusal.value) for name in _PRODUCTION if name != missing)


def test_production_is_what_runs_when_nothing_is_said() -> None:
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert all(f"{name}: verplicht in productie" in str(refusal.value) for name in _PRODUCTION)


def test_the_local_issuer_never_runs_beside_a_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, _PRODUCTION | {"REINTEGRATIEPLAN_MODE": "development"})
    with pytest.raises(SettingsError, match=r"REINTEGRATIEPLAN_ISSUERS: mag niet in ontwikkeling"):
        load_settings()


WRONG: Final = {
    "REINTEGRATIEPLAN_MODE": ("test", "verwacht 'production' of 'development'."),
    "PORT": ("http", "verwacht een geheel getal."),
    "MONGODB_URI": ("https://beheer:geheim@db", "verwacht een adres als mongodb://host:27017/?replicaSet=rs0."),
    "MONGO_DRIVER": ("mongoose", "verwacht 'motor' of 'pymongo'."),
    "REINTEGRATIEPLAN_DATABASE": ("a.b$", "verwacht een naam van 1 tot 60 letters, cijfers, _ of -."),
    "REINTEGRATIEPLAN_ISSUERS": ("https://uitgever.example", "verwacht een JSON-object als "),
    "REINTEGRATIEPLAN_AUDIENCE": ("kort", "verwacht tekst van ten minste 8 tekens."),
    "REINTEGRATIEPLAN_TOKEN_MAX_LIFETIME": ("59", "verwacht een getal van 60 of hoger."),
    "REINTEGRATIEPLAN_AFTERCARE_MONTHS": ("61", "verwacht een getal van 60 of lager."),
    "REINTEGRATIEPLAN_MAX_BODY_BYTES": ("999", "verwacht een getal van 1000 of hoger."),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_named_with_what_was_expected(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    value, expected = WRONG[name]
    _set(monkeypatch, _PRODUCTION | {name: value})
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    line = next(line for line in str(refusal.value).splitlines() if line.strip().startswith(f"{name}:"))
    assert expected in line


@pytest.mark.parametrize(
    "issuers", ['["https://a.example"]', '{"http://a.example": "http://a.example/jwks"}', '{"a": 1}', "3", "null"]
)
def test_issuers_are_https_addresses(monkeypatch: pytest.MonkeyPatch, issuers: str) -> None:
    _set(monkeypatch, _PRODUCTION | {"REINTEGRATIEPLAN_ISSUERS": issuers})
    with pytest.raises(SettingsError, match=r"REINTEGRATIEPLAN_ISSUERS: verwacht een JSON-object"):
        load_settings()


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {name: value for name, (value, _) in WRONG.items()})
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert all(f"{name}:" in str(refusal.value) for name in WRONG)


def test_a_wrong_value_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"REINTEGRATIEPLAN_DATABASE": "wachtwoord$geheim"})
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert "geheim" not in str(refusal.value)


def test_the_database_of_the_logs_needs_a_name_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, _PRODUCTION | {"REINTEGRATIEPLAN_DATABASE": "x" * 56})
    with pytest.raises(SettingsError, match=r"REINTEGRATIEPLAN_DATABASE: .*REINTEGRATIEPLAN_LOGBOOK_DATABASE"):
        load_settings()
    _set(monkeypatch, {"REINTEGRATIEPLAN_LOGBOOK_DATABASE": "logboek"})
    assert load_settings().logbook_database == "logboek"


def test_records_of_processing_are_kept_for_the_term_of_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, _PRODUCTION | {"REINTEGRATIEPLAN_LOGBOOK_YEARS_VERWERKINGEN": "3"})
    with pytest.raises(SettingsError, match="verwacht een getal van 4 of hoger"):
        load_settings()


def test_an_unknown_time_zone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, _PRODUCTION | {"REINTEGRATIEPLAN_TIME_ZONE": "Europe/Nergens"})
    with pytest.raises(SettingsError, match=r"REINTEGRATIEPLAN_TIME_ZONE: verwacht de naam van een tijdzone"):
        load_settings()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described(name: str) -> None:
    field: Any = Settings.model_fields[name]
    assert field.description.endswith(".")
