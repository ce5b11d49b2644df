"""Pseudonyms: keyed, rotated, and found again under every key."""

import base64
import json
from pathlib import Path

import pytest

from api.logbook.pseudonyms import Pseudonyms, pseudonyms
from api.settings import load_settings
from api.store.signing import BadKeyring, Keyring

OLD, NEW = b"o" * 32, b"n" * 32


def test_the_active_key_makes_a_pseudonym_and_all_keys_find_one() -> None:
    before, after = Pseudonyms(Keyring("1", {"1": OLD})), Pseudonyms(Keyring("2", {"1": OLD, "2": NEW}))
    old, new = before.of("1234567"), after.of("1234567")
    assert (old.key, new.key) == ("1", "2")
    assert old.value != new.value
    assert set(after.all("1234567")) == {old, new}
    assert not set(after.all("7654321")) & {old, new}
    assert new.type.endswith(":2")


def test_a_pseudonym_is_not_a_hash_that_anyone_can_make() -> None:
    assert (
        Pseudonyms(Keyring("1", {"1": OLD})).of("1234567").value
        != Pseudonyms(Keyring("1", {"1": NEW})).of("1234567").value
    )


def test_keys_come_from_the_file_of_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "sleutels.json"
    path.write_text(json.dumps({"actief": "2", "sleutels": {"2": base64.b64encode(NEW).decode()}}))
    settings = load_settings(mode="development", data_dir=tmp_path, logbook_keys=path)
    assert pseudonyms(settings).of("1234567") == Pseudonyms(Keyring("2", {"2": NEW})).of("1234567")
    path.write_text("{}")
    with pytest.raises(BadKeyring):
        pseudonyms(settings)


def test_production_has_no_keys_of_its_own(tmp_path: Path) -> None:
    settings = load_settings(mode="development", data_dir=tmp_path).model_copy(update={"mode": "production"})
    with pytest.raises(BadKeyring, match=r"REINTEGRATIEPLAN_LOGBOOK_KEYS: verplicht in productie; verwacht "):
        pseudonyms(settings)
    assert list(tmp_path.iterdir()) == []


def test_development_has_keys_of_its_own_that_stay(tmp_path: Path) -> None:
    settings = load_settings(mode="development", data_dir=tmp_path)
    first = pseudonyms(settings)
    assert pseudonyms(settings).of("1234567") == first.of("1234567")
    assert first.keys.keys != Keyring.of_development(tmp_path).keys
