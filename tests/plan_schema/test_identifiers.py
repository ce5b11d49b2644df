from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema import identifiers
from plan_schema.gemeenten import GEMEENTEN
from tests.strategies import bsns, examples

UTRECHT = "00000001002220647000"


@pytest.mark.parametrize(
    "number", ["999990342", "999993653", "999993847", "123456782", "111222333", "012345672"]
)  # fmt: skip
def test_a_bsn_that_passes_the_elfproef_stays_as_it_is(number: str) -> None:
    assert identifiers.bsn(number) == number


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("123456789", "fails the elfproef"),
        ("000000000", "fails the elfproef"),
        ("12345672", "not nine digits"),  # 012345672 without its zero
        ("0123456782", "not nine digits"),
        ("", "not nine digits"),
        ("1234.56.782", "not nine digits"),
        (" 123456782", "not nine digits"),
        ("123456782\n", "not nine digits"),
        ("１２３４５６７８２", "not nine digits"),  # noqa: RUF001 - digits, though not ASCII ones
    ],
)
def test_any_other_number_is_no_bsn(number: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refusal:
        identifiers.bsn(number)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


@examples(500)
@given(st.from_regex(r"[0-9]{9}", fullmatch=True) | bsns())
def test_nine_digits_are_a_bsn_exactly_when_the_weighted_sum_is_a_multiple_of_eleven(number: str) -> None:
    weighted = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), number, strict=True))
    assert _accepts(identifiers.bsn, number) == (weighted % 11 == 0 and number != "000000000")


@pytest.mark.parametrize("number", ["1234567", "0000000", "1234567890"])
def test_an_skn_is_seven_to_ten_digits(number: str) -> None:
    assert identifiers.skn(number) == number


@pytest.mark.parametrize("number", ["123456", "12345678901", "123456A", "1234567 "])
def test_anything_else_is_no_skn(number: str) -> None:
    assert not _accepts(identifiers.skn, number)


@pytest.mark.parametrize("number", [UTRECHT, *(f"{prefix}{'0' * 12}" for prefix in identifiers.OIN_PREFIXES)])
def test_an_oin_has_twenty_positions_and_a_known_prefix(number: str) -> None:
    assert identifiers.oin(number) == number


@pytest.mark.parametrize(
    "number", [UTRECHT[1:], f"{UTRECHT}0", f"00000002{UTRECHT[8:]}", f"{UTRECHT[:-1]}a", f"{UTRECHT}\n", ""]
)  # fmt: skip
def test_anything_else_is_no_oin(number: str) -> None:
    assert not _accepts(identifiers.oin, number)


def test_every_gemeentecode_of_the_code_table_is_accepted() -> None:
    assert [identifiers.gemeentecode(code) for code in GEMEENTEN] == list(GEMEENTEN)


@pytest.mark.parametrize("code", ["344", "0000", "9999", "00344", "O344", "0344 ", ""])
def test_a_code_without_its_zeros_or_out_of_no_table_is_no_gemeentecode(code: str) -> None:
    assert not _accepts(identifiers.gemeentecode, code)


def _accepts(check: Callable[[str], str], value: str) -> bool:
    try:
        return check(value) == value
    except ValueError:
        return False
