"""Webhooks as the settings say: in production only with keys, and never to this machine."""

from pathlib import Path

import pytest

from api.settings import SettingsError, load_settings
from api.webhooks.keys import BadWebhookKeys, WebhookKeys
from api.webhooks.service import webhook_keys

_PRODUCTION = {
    "mongodb_uri": "mongodb://db.example/?replicaSet=rs0",
    "issuers": {"https://uitgever.example": "https://uitgever.example/jwks"},
    "organisations": Path("organisaties.json"),
    "version_keys": Path("versiesleutels.json"),
    "logbook_keys": Path("pseudoniemsleutels.json"),
}


def test_production_without_keys_has_no_webhooks_and_development_makes_its_own(tmp_path: Path) -> None:
    assert webhook_keys(load_settings(**_PRODUCTION)) is None
    assert webhook_keys(load_settings(mode="development", data_dir=tmp_path)) == WebhookKeys.of_development(tmp_path)


def test_keys_that_are_named_are_those_that_are_used(tmp_path: Path) -> None:
    WebhookKeys.of_development(tmp_path)
    [path] = tmp_path.iterdir()
    settings = load_settings(**_PRODUCTION, webhook_keys=path, oin="00000001823288444000")
    assert webhook_keys(settings) == WebhookKeys.load(path)
    with pytest.raises(BadWebhookKeys):
        webhook_keys(load_settings(**_PRODUCTION, webhook_keys=tmp_path / "niet", oin="00000001823288444000"))


def test_production_with_webhooks_says_whose_they_are() -> None:
    with pytest.raises(SettingsError, match="REINTEGRATIEPLAN_OIN: verplicht"):
        load_settings(**_PRODUCTION, webhook_keys=Path("sleutels"))
    with pytest.raises(SettingsError, match="REINTEGRATIEPLAN_OIN: verwacht een OIN van 20 posities"):
        load_settings(**_PRODUCTION, oin="123")
