"""A change that only rewords opens, closes and moves no step; whatever else is changed may."""

from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.demo.folder import WRITTEN_ON
from api.demo.generator import generate
from plan_schema.changes import Change, apply
from plan_schema.plan import PLAN
from plan_schema.process.rewording import TEXTS, only_rewords
from plan_schema.process.steps import open_steps
from plan_schema.values import UNKNOWN, flatten
from tests.api.demo.replay import replay
from tests.plan_schema.process.thinning import PROCESS
from tests.strategies import Document, documents, examples, full_document, provenance

WORDED: Final = tuple(sorted({path.rpartition(".")[0] for path in TEXTS}))
LATER: Final = date(2027, 1, 1)


def _reworded(document: Document) -> list[Change]:
    """Every text outside lists, turned round: dates and choices among them would be neither any more."""
    return [
        Change(path, text, f"{text[::-1]}!")
        for path, text in flatten(document, PLAN)
        if path in TEXTS and isinstance(text, str)
    ]


def _stay(document: Document, day: date) -> int:
    """Check that the steps stay what they are; gives how many texts there were."""
    changes = _reworded(document)
    assert only_rewords(changes)
    assert open_steps(apply(document, changes, provenance(2)), day) == open_steps(document, day)
    return len(changes)


@examples(300)
@given(documents((*PROCESS, *WORDED)), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_no_step_goes_by_what_a_text_says(document: Document, day: date) -> None:
    _stay(document, day)


def test_nor_in_any_plan_of_the_demo() -> None:
    found = [
        _stay(replay(history, WRITTEN_ON).document, day)
        for history in generate(60, 8, WRITTEN_ON)
        for day in (WRITTEN_ON, LATER)
    ]
    assert sum(found) > len(found)


def test_every_text_outside_lists_can_be_reworded() -> None:
    assert {change.path for change in _reworded(full_document())} == TEXTS


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("onderdak.hulpvraag", None, "Een kamer"),
        ("onderdak.hulpvraag", "Een kamer", None),
        ("onderdak.hulpvraag", "Een kamer", dict(UNKNOWN)),
        ("onderdak.hulpvraag", dict(UNKNOWN), "Een kamer"),
        ("onderdak.hulpvraagStatus", "OPEN", "BEANTWOORD"),
        ("detentie.inrichting", "PI Arnhem", "PI Zwolle"),
        ("detentie.datumAanvang", "2026-01-05", "2026-01-06"),
        ("doelen[a]", None, True),
        ("doelen[a].acties[b].omschrijving", "Bellen", "Schrijven"),
    ],
)
def test_anything_else_is_no_rewording(path: str, old: Any, new: Any) -> None:
    reworded = Change("onderdak.toelichting", "Eerst", "Later")
    assert only_rewords([reworded])
    assert not only_rewords([reworded, Change(path, old, new)])
