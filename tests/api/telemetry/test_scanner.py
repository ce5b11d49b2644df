"""The scanner finds every kind of leak, in every form, and nothing else."""

import secrets
from urllib.parse import quote

import pytest

from api.identity.wiring import development_issuer
from api.settings import load_settings
from tests.api.telemetry.people import PEOPLE, UNKNOWN, VALUES
from tests.api.telemetry.scanner import Scanner

OTHER_BSN = "123456782"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> str:
    settings = load_settings(mode="development", data_dir=tmp_path_factory.mktemp("issuer"))
    return development_issuer(settings).issue("casemanager-arnhem")


@pytest.fixture(scope="module")
def scanner(token: str) -> Scanner:
    return Scanner(VALUES, [token])


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_found_in_whatever_surrounds_it(value: str, scanner: Scanner) -> None:
    for text in (f'{{"event": "{value}"}}', f"x{value.upper()}y", f"/v1/plannen?naam={quote(value)}", f"_{value}_"):
        assert scanner.found(text), text


def test_a_bsn_of_somebody_else_is_found_and_another_number_is_not(scanner: Scanner) -> None:
    for text in (f"plan of {OTHER_BSN}.", f"bsn_{OTHER_BSN}", f'route="/{OTHER_BSN}"', f"{OTHER_BSN}\n"):
        assert scanner.found(text) == [f"BSN {OTHER_BSN}"]
    for text in (
        "123456789",
        f"a{OTHER_BSN}",
        f"{OTHER_BSN}0",
        f"0.{OTHER_BSN}",
        f"1.{OTHER_BSN}e+08",
        f"{OTHER_BSN}.5",
    ):
        assert scanner.found(text) == []


def test_every_part_of_a_token_is_found(token: str, scanner: Scanner) -> None:
    for segment in token.split("."):
        assert scanner.found(f'{{"kop": "{segment}"}}')
        for start in range(0, len(segment) - 16, 7):
            assert scanner.found(f"... {segment[start : start + 16]} ...")


def test_who_asks_is_found(scanner: Scanner) -> None:
    assert scanner.found("sub=persona:casemanager-arnhem") == ["value part of a claim"]


def test_what_operators_need_is_let_through(scanner: Scanner) -> None:
    lines = [
        f'{{"event": "request", "trace_id": "{secrets.token_hex(16)}", "duration_ms": 12.345, "route": "/v1/graphql"}}'
        for _ in range(500)
    ]
    lines += ["process_start_time_seconds 1.763805423e+09", "python_gc_objects_collected_total 123456782.0"]
    assert [scanner.found(line) for line in lines if scanner.found(line)] == []


def test_the_people_are_distinct() -> None:
    assert len(set(VALUES)) == len(VALUES) == 6 * len((*PEOPLE, UNKNOWN))
