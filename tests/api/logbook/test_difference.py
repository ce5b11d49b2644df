"""What another policy would decide otherwise, in each place of a decision."""

from typing import Any, Final

import pytest

from api.logbook.difference import difference

SAME: Final[dict[str, Any]] = {
    "statisch": {"teSchrijven": ["b"], "geweigerd": ["a", "b"]},
    "contexten": [{"oordelen": [{"actie": "LEZEN", "geweigerd": None}, {"actie": "SCHRIJVEN", "geweigerd": ["c"]}]}],
    "evaluaties": [
        {"actie": "LEZEN", "pad": "d", "toegestaan": True},
        {"actie": "LEZEN", "pad": "e", "toegestaan": False},
    ],
}


def test_the_same_is_no_difference() -> None:
    assert difference(SAME, SAME).same


@pytest.mark.parametrize(
    ("change", "refused", "allowed"),
    [
        ({"statisch": {"teSchrijven": ["b"], "geweigerd": None}}, (), ("LEZEN a", "SCHRIJVEN b")),
        (
            {"contexten": [{"oordelen": [{"actie": "LEZEN", "geweigerd": ["c"]}, {"actie": "SCHRIJVEN", "geweigerd": ["c"]}]}]},
            ("LEZEN c",),
            (),
        ),
        (
            {"evaluaties": [SAME["evaluaties"][0] | {"toegestaan": False}, SAME["evaluaties"][1] | {"toegestaan": True}]},
            ("LEZEN d",),
            ("LEZEN e",),
        ),
    ],
)  # fmt: skip
def test_each_place_is_compared(change: dict[str, Any], refused: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    found = difference(SAME, SAME | change)
    assert (found.refused, found.allowed, found.same) == (refused, allowed, False)
