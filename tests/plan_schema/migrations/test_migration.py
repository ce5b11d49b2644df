"""The one promise: replaying migrated changes gives the migrated document, whatever was recorded and whatever changed since."""

import copy
from collections.abc import Sequence
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from plan_schema.changes import Change, apply
from plan_schema.migrations.migration import (
    Migration,
    migrate_changes,
    migrate_document,
    oldest_to_serve,
    sections_of,
)
from plan_schema.migrations.places import around
from plan_schema.migrations.steps import Moved, Removed, Replaced, Step
from plan_schema.patch import resolve
from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import Leaf
from plan_schema.values import PROVENANCE, container_path, schema_path
from tests.strategies import LIVELY, Document, examples, ids, patches, provenance

History = list[list[Change]]

STEPS: Final = (
    Moved("schulden.schuldeisers", "werkEnInkomen.x"),
    Replaced("status", {}),
    Removed("doelen[]", "nowhere"),
)


@st.composite
def histories(draw: DrawFn) -> History:
    """What a few versions changed, in groups of every form."""
    document: Document = {}
    history: History = []
    for number in range(1, draw(st.integers(2, 5)) + 1):
        changes = resolve(PLAN, document, draw(patches(document, LIVELY)), ids(number)).changes
        document = apply(document, changes, provenance(number))
        history.append(list(changes))
    return history


@st.composite
def steps(draw: DrawFn, history: History) -> tuple[Step, ...]:
    """Steps on what the history touches: fields, and the groups and lists around them."""
    fields = {schema_path(change.path) for changes in history for change in changes}
    touched = fields | {around for field in fields for around in _containers(field)}
    chosen = draw(st.lists(st.sampled_from(sorted(touched)), min_size=1, max_size=3)) if touched else []
    return tuple(_step(draw, path, number) for number, path in enumerate(chosen))


def _containers(path: str) -> list[str]:
    found = []
    while path := container_path(path):
        found.append(path)
    return found


def _step(draw: DrawFn, path: str, number: int) -> Step:
    node = PATHS.node(path)
    if isinstance(node, Leaf) and node.kind.choices and draw(st.booleans()):
        values = st.sampled_from([choice.value for choice in node.kind.choices])
        return Replaced(path, draw(st.dictionaries(values, values | st.just("NIEUW"), min_size=1)))
    if draw(st.integers(0, 3)) == 0:
        return Removed(path, "nowhere")
    # New names, in any group of the same items that does not lie in what moves: one that is there, or one that is not.
    groups = ["", *(group.path for group in PATHS.groups if group.path in LIVELY), f"nieuw{number}"]
    name = f"verplaatst{number}{'[]' if path.endswith('[]') else ''}"
    if around(path):
        groups = [group for group in groups if group] + [f"{around(path)}.nieuw{number}"]
    targets = [f"{group}.{name}" if group else name for group in groups if not f"{group}.".startswith(f"{path}.")]
    return Moved(path, draw(st.sampled_from([target for target in targets if around(target) == around(path)])))


@given(st.data())
@examples(600)
def test_replaying_migrated_changes_gives_the_migrated_document(data: st.DataObject) -> None:
    history = data.draw(histories())
    found = data.draw(steps(history))
    migrations = [Migration("a test", found[:1]), Migration("a test", found[1:])]
    old: Document = {}
    new: Document = {}
    for number, changes in enumerate(history, 1):
        old = apply(old, changes, provenance(number))
        new = apply(new, migrate_changes(changes, migrations), provenance(number))
        kept = copy.deepcopy(old)
        assert migrate_document(old, migrations) == new
        assert old == kept


@given(st.data())
@examples(50)
def test_one_after_the_other_is_the_same_as_at_once(data: st.DataObject) -> None:
    history = data.draw(histories())
    migrations = [Migration("a test", (step,)) for step in data.draw(steps(history))]
    document: Document = {}
    for number, changes in enumerate(history, 1):
        document = apply(document, changes, provenance(number))
    by_one: Document = document
    for migration in migrations:
        by_one = migrate_document(by_one, [migration])
    assert by_one == migrate_document(document, migrations)


def _migrations(eager: Sequence[bool]) -> list[Migration]:
    return [Migration("a test", STEPS, eager=chosen) for chosen in eager]


def test_the_sections_that_can_differ_are_those_that_the_steps_name() -> None:
    assert sections_of(_migrations([False])) == {"schulden", "werkEnInkomen", "status", "doelen"}
    assert sections_of([]) == frozenset()


def test_a_field_of_the_plan_itself_takes_its_record_along_too() -> None:
    document = apply({}, [Change("status", None, "CONCEPT")], provenance(1))
    kept = copy.deepcopy(document)
    moved = migrate_document(document, [Migration("a test", (Moved("status", "detentie.stand"),))])
    assert moved == {"detentie": {"stand": "CONCEPT", PROVENANCE: [provenance(1).record(["stand"])]}}
    assert document == kept


def test_the_oldest_schema_to_serve_is_that_after_the_last_eager_migration() -> None:
    assert oldest_to_serve([]) == 1
    assert oldest_to_serve(_migrations([False, False])) == 1
    assert oldest_to_serve(_migrations([True])) == 2
    assert oldest_to_serve(_migrations([True, False, True, False])) == 4
