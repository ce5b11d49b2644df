"""Written cases."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.demo.cases import read_case
from api.demo.errors import InputError
from tests.api.demo.files import INPUT

CASE = INPUT / "casus" / "01-korte-straf.json"


def spoiled(folder: Path, spoil: Callable[[Any], object]) -> Path:
    case = json.loads(CASE.read_text())
    spoil(case)
    file = folder / "casus.json"
    file.write_text(json.dumps(case))
    return file


def test_there_are_nine_cases_and_the_first_is_the_demo() -> None:
    files = sorted((INPUT / "casus").glob("*.json"))
    assert len(files) == 9
    assert len(read_case(files[0])) >= 10


def test_a_step_bears_persona_doelen_and_note() -> None:
    steps = read_case(INPUT / "casus" / "03-lvb.json")
    answer = next(step for step in steps if step.persona == "gemeente-utrecht")
    assert answer.purposes == ("ESSENTIELE_VOORWAARDEN", "ORGANISEREN_ZORG")
    assert answer.note == {
        "toelichting": "De gemeente vraagt een indicatie aan",
        "peildatum": "2026-10-09",
        "bron": "Nazorgregistratie gemeente Utrecht",
    }
    assert [step.registration for step in steps] == [True] + [False] * (len(steps) - 1)
    assert {step.skn for step in steps} == {"88000004"}


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda case: case.pop("titel"), "het bestand"),
        (lambda case: case.update(stappen=[]), "stappen"),
        (lambda case: case["stappen"][0]["gegevens"]["betrokkene"].pop("sknNummer"), "stap 1"),
        (lambda case: case["stappen"][1].pop("bron"), "stap 2"),
        (lambda case: case["stappen"][1].update(extra=1), "stap 2"),
        (lambda case: case["stappen"][2].update(wijziging={}), "stap 3, wijziging"),
        (lambda case: case["stappen"][2].update(toelichting=""), "stap 3, toelichting"),
        (lambda case: case["stappen"][2].update(persona="niemand"), "stap 3, persona of doelen"),
        (lambda case: case["stappen"][2].update(doelen=["BEHEER"]), "stap 3, persona of doelen"),
        (lambda case: case["stappen"][2].update(doelen="BEHEER"), "stap 3, doelen"),
    ],
)
def test_a_fault_is_named_by_file_and_step(tmp_path: Path, spoil: Callable[[Any], object], place: str) -> None:
    with pytest.raises(InputError) as caught:
        read_case(spoiled(tmp_path, spoil))
    assert str(caught.value).startswith(f"casus.json, {place}: verwacht ")


def test_broken_json_is_named_by_line(tmp_path: Path) -> None:
    file = tmp_path / "casus.json"
    file.write_text('{"titel": "x",\n"stappen": [}')
    with pytest.raises(InputError, match=r"casus\.json, regel 2, positie \d+: verwacht geldige JSON"):
        read_case(file)
