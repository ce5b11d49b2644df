"""The measure itself, and every sentence of the leesplan held against it."""

import pytest

from plan_schema.process.sheets.plain import leefgebieden, people
from plan_schema.process.sheets.plain.leesplan import leesplan
from plan_schema.process.sheets.seen import Seen
from plan_schema.process.sheets.sheet import Sentence, Tone
from tests.plan_schema.process.sheets.plain.readability import (
    HARD,
    flesch_douma,
    sentences_in,
    syllables,
    words_in,
)
from tests.plan_schema.process.sheets.plain.reading import TODAY, said


def _texts() -> list[str]:
    tables = [leefgebieden.STANDING, leefgebieden.REQUEST, *leefgebieden.SENTENCES.values()]
    tables += [people.GOALS, people.ACTIONS, people.SUPERVISION]
    told = [sentence.text for table in tables for sentence in table.values()]
    told += [text for table in (people.HELPERS, people.DOERS, people.TALKS) for text in table.values()]
    return told + list(leefgebieden.HEADINGS.values())


@pytest.mark.parametrize(
    ("word", "expected"), [("huis", 1), ("mentor", 2), ("uitkering", 3), ("leeuw", 1), ("zorgverzekering", 5), ("u", 1)]
)
def test_syllables_are_counted_as_they_are_said(word: str, expected: int) -> None:
    assert syllables(word) == expected


def test_the_measure_tells_a_law_from_a_plain_text() -> None:
    law = [
        "Het detentie- en re-integratieplan wordt, zo veel mogelijk in overleg met de gedetineerde, uiterlijk binnen vier "
        "weken na binnenkomst vastgesteld en bevat de essentiële voorwaarden voor deelname aan het maatschappelijk leven."
    ]
    assert flesch_douma(law) < 40
    assert flesch_douma(["U heeft een huis.", "Uw mentor helpt u."]) > 80


def test_the_whole_is_easy_to_read() -> None:
    texts = _texts()
    sentences = sentences_in(texts)
    assert flesch_douma(texts) >= 80
    assert sum(len(words_in(sentence)) for sentence in sentences) / len(sentences) <= 8


def test_no_sentence_is_long_and_no_word_is_hard() -> None:
    found = [sentence for sentence in sentences_in(_texts()) if len(words_in(sentence)) > 12]
    assert found == []
    assert {word for text in _texts() for word in words_in(text)} & HARD == set()


def test_a_leesplan_of_a_full_and_of_an_empty_plan_is_easy_to_read_too() -> None:
    for plan in ({}, said()):
        sheet = leesplan(Seen(plan), TODAY)
        sentences = [one for part in sheet.parts for one in part.blocks if isinstance(one, Sentence)]
        ours = [*sheet.lead, *(one.text for one in sentences if one.tone is not Tone.QUOTE)]
        assert flesch_douma(ours) >= 80
        assert not {word for text in ours for word in words_in(text)} & HARD
        assert max(len(words_in(sentence)) for sentence in sentences_in(ours)) <= 13
