"""What is read of a plan when only some of it is asked: enough to decide, and all that is asked.

That the server leaves what it is told to leave is for `tests/api/compiled`, where answers are compared with those of whole plans.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.store.projection import Projections, Wanted
from api.view.facts import facts_of
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS, PLAN
from plan_schema.stored_form import apart, together
from plan_schema.tree import Group
from tests.api.access.callers import access
from tests.plan_schema.test_stored_form import written
from tests.strategies import Document, documents, examples, full_document

_SECTIONS = tuple(PLAN.children)
_DAY = date(2026, 7, 1)


def _asked(*sections: str) -> int:
    return PLAN.bit | sum(PLAN.children[name].bit for name in sections)


def _read(whole: Document, wanted: Wanted) -> Document:
    return together(_sent(apart(whole), wanted))


def _sent(stored: Document, wanted: Wanted) -> Any:
    """What the server sends of what is stored."""
    fields = Projections(PATHS).of(wanted)
    if fields is None:
        return stored
    kept = set(fields.values()) == {1}
    return _left(stored, {"_id": 1, **fields} if kept else fields, kept=kept)


def _left(node: Any, fields: Mapping[str, int], *, kept: bool) -> Any:
    """What the server leaves of a document of which these fields are kept, or go; in lists of every item."""
    if isinstance(node, list):
        return [_left(item, fields, kept=kept) for item in node]
    if not isinstance(node, dict):
        return node
    found = {}
    for name, value in node.items():
        below = {path.partition(".")[2]: 1 for path in fields if path.startswith(f"{name}.")}
        if below:
            found[name] = _left(value, below, kept=kept)
        elif (name in fields) is kept:
            found[name] = value
    return found


def _sized(node: Any) -> int:
    """How many records of provenance a document holds."""
    if isinstance(node, list):
        return sum(map(_sized, node))
    return ("herkomst" in node) + sum(map(_sized, node.values())) if isinstance(node, dict) else 0


def test_facts_need_nothing_else() -> None:
    whole = full_document() | {"_id": "plan", "versie": 1, "schemaVersie": 1}
    part = _read(whole, Wanted(0, provenance=False))
    assert part.keys() < whole.keys()
    assert facts_of(part) == facts_of(whole)
    assert PlanView.of(part, access("casemanager-arnhem", _DAY), PATHS).shown["id"] == "plan"


def test_a_question_for_everything_reads_the_whole_plan() -> None:
    assert Projections(PATHS).of(Wanted(_asked(*_SECTIONS), provenance=True)) is None


def test_no_provenance_is_read_that_nobody_asks() -> None:
    whole = written(full_document() | {"_id": "plan", "versie": 1, "schemaVersie": 1})
    most = [name for name, child in PLAN.children.items() if isinstance(child, Group)][3:]
    assert _sized(whole) > 50
    for sections in (most, most[:2]):
        assert _sized(_read(whole, Wanted(_asked(*sections), provenance=False))) == 0
    assert _sized(_read(whole, Wanted(_asked(*most), provenance=True))) > 40
    two = _read(whole, Wanted(_asked(*most[:2]), provenance=True))
    assert {name for name, value in two.items() if _sized(value)} == {*most[:2]}
    assert two["herkomst"] == whole["herkomst"]


@examples(60)
@given(documents(), st.sets(st.sampled_from(_SECTIONS)), st.booleans())
def test_what_is_asked_is_seen_as_in_the_whole_plan(
    stored: Document,
    sections: set[str],
    provenance: bool,  # noqa: FBT001 - a drawn value
) -> None:
    whole = written(stored) | {"_id": "plan", "versie": 1, "schemaVersie": 1}
    asked = _asked(*sections)
    part = _read(whole, Wanted(asked, provenance))
    assert facts_of(part) == facts_of(whole)
    reader = access("casemanager-arnhem", _DAY)
    seen, full = (PlanView.of(document, reader, PATHS) for document in (part, whole))
    assert seen.refused(asked) == full.refused(asked)
    assert seen.judgements(asked) == full.judgements(asked)
    assert all(
        _bare(seen.shown[name], provenance) == _bare(full.shown[name], provenance)
        for name in (*sections, "onbekend", "versie", "fase", *(["herkomst"] if provenance else []))
    )


def _bare(shown: Any, provenance: bool) -> Any:  # noqa: FBT001 - likewise
    """What is shown, without provenance where nobody asks for it."""
    if provenance or not isinstance(shown, dict | list):
        return shown
    if isinstance(shown, list):
        return [_bare(entry, provenance) for entry in shown]
    return {name: _bare(value, provenance) for name, value in shown.items() if name != "herkomst"}
