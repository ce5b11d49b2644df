"""The keys of webhooks: from a file or made here, published without their secret half."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, OKPKey

from api.webhooks.keys import BadWebhookKeys, WebhookKeys
from tests.api.client import Api


def test_a_development_machine_makes_one_key_and_keeps_it(tmp_path: Path) -> None:
    first, second = WebhookKeys.of_development(tmp_path / "data"), WebhookKeys.of_development(tmp_path / "data")
    assert first.key_set() == second.key_set()
    [path] = (tmp_path / "data").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _file(path: Path, keys: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps({"keys": keys}))
    return path


def _key(kid: str) -> dict[str, Any]:
    return dict(OKPKey.generate_key("Ed25519", {"kid": kid}).as_dict(private=True))


def test_all_keys_of_a_file_are_published_and_none_of_their_secrets(tmp_path: Path) -> None:
    given = [_key("2026-1"), _key("2025-1")]
    published = WebhookKeys.load(_file(tmp_path / "keys", given)).key_set()
    assert [key["kid"] for key in published["keys"]] == ["2026-1", "2025-1"]
    assert all("d" not in key and key["use"] == "sig" for key in published["keys"])
    assert all(key["d"] not in json.dumps(published) for key in given)


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [OKPKey.generate_key("Ed25519", {"kid": "a"}).as_dict(private=False)],
        [OKPKey.generate_key("X25519", {"kid": "a"}).as_dict(private=True)],
        [ECKey.generate_key("P-256", {"kid": "a"}).as_dict(private=True)],
        [OKPKey.generate_key("Ed25519").as_dict(private=True)],
        [_key("a"), _key("a")],
    ],
)
def test_keys_that_cannot_sign_stop_the_start_and_are_not_repeated(tmp_path: Path, keys: list[dict[str, Any]]) -> None:
    with pytest.raises(BadWebhookKeys, match="verwacht") as refusal:
        WebhookKeys.load(_file(tmp_path / "keys", keys))
    assert all(key.get("d", "?") not in str(refusal.value) for key in keys)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": 1}', "geen json"])
def test_a_file_that_holds_no_keys_stops_the_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys"
    path.write_text(text)
    with pytest.raises(BadWebhookKeys, match="verwacht"):
        WebhookKeys.load(path)


async def test_the_public_keys_can_be_had_by_everybody(api: Api) -> None:
    response = await api.http.get("/v1/webhook-sleutels")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/jwk-set+json"
    assert response.json() == WebhookKeys.of_development(api.settings.data_dir).key_set()
    assert "d" not in response.json()["keys"][0]
