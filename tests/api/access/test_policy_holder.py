"""The policy in force is replaced as a whole, and never by one that cannot be used."""

import logging
import shutil
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from api.access.policy_holder import PolicyHolder
from plan_schema.plan import PLAN
from policies.table import TABLES, PolicyError

TODAY: Final = date(2026, 7, 1)
_ROW: Final = "stemBetrokkene.wensen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TABLES, tmp_path / "tables"))


def _change(folder: Path, old: str, new: str) -> None:
    table = folder / "gemeente.csv"
    text = table.read_text("utf-8")
    assert old in text
    table.write_text(text.replace(old, new), "utf-8")


def test_the_policy_is_compiled_once_a_day() -> None:
    holder = PolicyHolder(PLAN)
    first = holder.on(TODAY)
    assert holder.on(TODAY) is first
    assert holder.on(date(2026, 7, 2)) is not first
    assert holder.on(date(2026, 7, 2)).revision == first.revision


def test_a_changed_table_replaces_the_policy_and_running_requests_keep_theirs(folder: Path) -> None:
    holder = PolicyHolder(PLAN, folder)
    running = holder.on(TODAY)
    revision = running.revision
    assert not holder.refresh(TODAY)
    _change(folder, _ROW, "stemBetrokkene.eigenDoelen")
    assert holder.refresh(TODAY)
    assert holder.on(TODAY).revision != revision
    assert running.revision == revision


def test_a_broken_table_is_refused_and_the_last_good_policy_stays(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    holder = PolicyHolder(PLAN, folder)
    before = holder.on(TODAY)
    _change(folder, _ROW, "stemBetrokkene.bestaatNiet")
    with caplog.at_level(logging.ERROR):
        assert not holder.refresh(TODAY)
    assert holder.on(TODAY) is before
    assert "policy_refused" in caplog.messages
    _change(folder, "stemBetrokkene.bestaatNiet", "stemBetrokkene.eigenDoelen")
    assert holder.refresh(TODAY)


def test_no_start_on_tables_that_cannot_be_used(folder: Path) -> None:
    _change(folder, _ROW, "stemBetrokkene.bestaatNiet")
    with pytest.raises(PolicyError, match="bestaatNiet"):
        PolicyHolder(PLAN, folder)
