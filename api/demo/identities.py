"""Numbers of people who do not exist: SKN's and BSN's for generated plans."""

from collections.abc import Iterator
from typing import Final

_BSN_FIRST: Final = 999_000_00
_BSN_LAST: Final = 999_999_99
_WEIGHTS: Final = range(9, 1, -1)


def skn_of(seed: int, number: int) -> str:
    """The SKN of the n-th plan of a seed: ten digits beginning with 9, unique within seeds 0 to 99 and ten million plans."""
    return f"9{seed % 100:02d}{number:07d}"


def bsns() -> Iterator[str]:
    """BSN's that pass the elfproef, in the range 999… of the BRP's test persons (such as 999990342).

    The range holds some 90 thousand; after the last one it starts anew, as people do come back (000:L575).
    """
    while True:
        for stem in range(_BSN_FIRST, _BSN_LAST + 1):
            digits = str(stem)
            check = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
            if check < 10:
                yield f"{digits}{check}"
