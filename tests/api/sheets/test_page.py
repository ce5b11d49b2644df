"""The page of a sheet: accessible, and everything in it is text."""

import re
from typing import Final

from api.sheets.page import page
from plan_schema.process.sheets.sheet import Facts, Items, Part, Sentence, Sheet, Table, Tone
from tests.api.sheets.pages import accessible, words_of

HOSTILE: Final = "<script>alert(1)</script> {{ 7 * 7 }} \"'"
EVERYTHING: Final = Sheet(
    "Blad",
    ("Eerste regel",),
    (
        Part(
            "Deel",
            (
                *(Sentence(f"Zin {tone}", tone, "klaar") for tone in Tone),
                Facts((("Naam", HOSTILE),)),
                Items((HOSTILE,)),
                Table(HOSTILE, ("Kop", HOSTILE), ((HOSTILE, "b"),)),
            ),
            picture="onderdak",
        ),
        Part(HOSTILE, level=3),
    ),
)


def test_a_page_with_everything_is_accessible() -> None:
    found = accessible(page(EVERYTHING))
    assert [image.get("aria-label") for image in found.iter("svg")] == ["Een huis", *["Een vinkje"] * len(Tone)]
    assert all(f"Zin {tone}" in words_of(found) for tone in Tone)


def test_whatever_a_value_looks_like_it_is_text() -> None:
    found = accessible(page(EVERYTHING))
    assert words_of(found).count(HOSTILE) == 6
    assert "alert(1)</script>" not in page(EVERYTHING)


def test_a_sheet_for_who_reads_with_difficulty_is_larger() -> None:
    plain = accessible(page(Sheet("Blad", (), (), plain=True)))
    body = plain.find("body")
    assert body is not None
    assert body.get("class") == "ruim"


def test_every_colour_stands_out_from_what_lies_behind_it() -> None:
    (style,) = accessible(page(EVERYTHING)).iter("style")
    text = style.text or ""
    ink, paper = "#1b1b1b", "#ffffff"
    rules = dict(re.findall(r"^([^{}]+) \{([^}]*)\}", text, re.MULTILINE))
    pairs = {(ink, paper)}
    for rule in rules.values():
        colour = re.search(r"(?<![-\w])color: (#\w{6})", rule)
        ground = re.search(r"background: (#\w{6})", rule)
        if colour or ground:
            pairs.add((colour[1] if colour else ink, ground[1] if ground else paper))
    assert len(pairs) >= 6
    assert {pair: round(_contrast(*pair), 1) for pair in pairs if _contrast(*pair) < 4.5} == {}


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
