"""The README names every setting, command and persona there is, and none that there is not."""

import re
from pathlib import Path

from typer.main import get_command

from api.cli import app
from api.identity.personas import PERSONAS
from api.settings import PREFIX, Settings

README = Path(__file__).parent.parent.joinpath("README.md").read_text("utf-8")


def test_every_setting_is_listed_and_every_listed_setting_exists() -> None:
    unprefixed = {name.lower(): name for name in ("MONGODB_URI", "MONGO_DRIVER", "PORT", "DATA_DIR")}
    settings = {unprefixed.get(name, f"{PREFIX}{name.upper()}") for name in Settings.model_fields}
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert listed == settings


def test_every_command_is_listed_and_every_listed_command_exists() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined] # a Typer app with sub-commands is a group
    table = README.partition("## The command")[2].partition("\n## ")[0]
    listed = set(re.findall(r"^\| `([a-z]+)[^`]*` \|", table, re.MULTILINE)) - {"reintegratieplan"}
    assert listed == commands


def test_every_persona_is_named() -> None:
    assert all(f"`{name}`" in README for name in PERSONAS)


def test_every_make_target_that_is_named_exists() -> None:
    makefile = Path(__file__).parent.parent.joinpath("Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
