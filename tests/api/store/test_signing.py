"""The keys that versions are signed with."""

import base64
import json
from pathlib import Path

import pytest

from api.store.signing import BadKeyring, Keyring

_KEY = base64.b64encode(b"k" * 32).decode()


def _file(folder: Path, content: object) -> Path:
    path = folder / "keys.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_what_one_key_signed_verifies_after_another_became_active(tmp_path: Path) -> None:
    old = Keyring.load(_file(tmp_path, {"actief": "a", "sleutels": {"a": _KEY}}))
    other = base64.b64encode(b"n" * 32).decode()
    new = Keyring.load(_file(tmp_path, {"actief": "b", "sleutels": {"a": _KEY, "b": other}}))
    signature = old.sign("hash")
    assert new.verifies("hash", signature)
    assert not new.verifies("other hash", signature)
    assert new.sign("hash")["sleutel"] == "b"
    assert not old.verifies("hash", new.sign("hash"))


@pytest.mark.parametrize(
    "signature", [None, "text", {}, {"sleutel": "a"}, {"sleutel": "a", "waarde": ""}, {"sleutel": "a", "waarde": 1}]
)
def test_what_is_no_signature_does_not_verify(tmp_path: Path, signature: object) -> None:
    keys = Keyring.load(_file(tmp_path, {"actief": "a", "sleutels": {"a": _KEY}}))
    assert not keys.verifies("hash", signature)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        {},
        {"actief": "a", "sleutels": {}},
        {"actief": "a", "sleutels": {"a": "no base64!"}},
        {"actief": "b", "sleutels": {"a": _KEY}},
        {"actief": "a", "sleutels": {"a": base64.b64encode(b"short").decode()}},
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_not_quoted(tmp_path: Path, content: object) -> None:
    with pytest.raises(BadKeyring, match=r"keys\.json.*verwacht") as refusal:
        Keyring.load(_file(tmp_path, content))
    assert _KEY not in str(refusal.value)


def test_a_development_machine_keeps_its_keys(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = Keyring.of_development(folder)
    assert Keyring.of_development(folder).verifies("hash", first.sign("hash"))
    (path,) = folder.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
