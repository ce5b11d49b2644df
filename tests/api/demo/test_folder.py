"""The input folder as a whole."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.demo.errors import InputError
from api.demo.folder import WRITTEN_ON, demo_histories, read_folder
from tests.api.demo.files import INFORMATIEBLAD, INPUT


def test_the_first_history_is_the_demo_plan_and_every_file_counts() -> None:
    histories = demo_histories(WRITTEN_ON)
    assert histories[0][0].skn == "88000001"
    assert len(histories) == 16
    sources = {step.source_system for history in histories for step in history}
    assert {"SOM-formulier 01-03-2021", "Informatieblad", "TULP, signaal nieuwe detentie"} <= sources


def test_each_history_begins_with_its_one_registration() -> None:
    for history in demo_histories(WRITTEN_ON):
        assert [step.registration for step in history] == [True] + [False] * (len(history) - 1)
        assert len({step.skn for step in history}) == 1


@pytest.mark.parametrize("today", [WRITTEN_ON, WRITTEN_ON + timedelta(days=6), date(2029, 5, 20)], ids=str)
def test_weekdays_stay_and_nothing_was_recorded_after_today(today: date) -> None:
    days = [date.fromisoformat(step.reference_date or "") for history in demo_histories(today) for step in history]
    written = [
        date.fromisoformat(step.reference_date or "") for history in demo_histories(WRITTEN_ON) for step in history
    ]
    assert max(days) <= today < max(days) + timedelta(days=7)
    assert [day.weekday() for day in days] == [day.weekday() for day in written]


def test_a_form_about_somebody_whom_nothing_registers_is_named(tmp_path: Path) -> None:
    shutil.copy(INFORMATIEBLAD, tmp_path)
    with pytest.raises(InputError, match=r"informatieblad-nijmegen\.docx, het SKN"):
        read_folder(tmp_path, WRITTEN_ON)


def test_a_folder_elsewhere_can_be_read(tmp_path: Path) -> None:
    shutil.copytree(INPUT, tmp_path, dirs_exist_ok=True)
    assert len(read_folder(tmp_path, WRITTEN_ON)) == 16
