"""Every Hypothesis strategy of the tests, built from the definition of the plan: a new field is tested without a line here.

- `incoming(leaf)`, `stored(leaf)`, `refused(leaf)`: a value that a client may send for a field; the same as it is stored; one
  that the field must refuse, recognisable by `MARK` where it is text.
- `documents(groups)`: a stored plan with values in some of the given groups.
- `patches(document, groups)`: a change to that plan without anything wrong in it.
- `as_read(document)`: a plan the way a client reads it, shaped as the patch that writes it back; `full_document()`: every field
  filled with its `example`.
- `ids(series)`: ids of new items; those of two series differ.

`groups` are schema paths, "" for the plan itself; naming few of them makes two patches meet more often.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from plan_schema import kinds
from plan_schema.changes import Provenance
from plan_schema.gemeenten import GEMEENTEN
from plan_schema.identifiers import OIN_PREFIXES
from plan_schema.kinds import Kind, kind_of
from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import Group, Leaf
from plan_schema.values import UNKNOWN, Node

Document = dict[str, Any]

MARK: Final = "Qz7#Jansen-999990342"
"""Stands for a person's value in refused input: no message may contain it."""

GROUPS: Final = ("", *(group.path for group in PATHS.groups))
"""Every group, the plan itself included."""

LIVELY: Final = ("", "betrokkene.adres", "onderdak", "contacten[]", "doelen[]", "doelen[].acties[]")
"""A few groups of every form: fields of the plan, a nested group, a group, a list, a list within a list."""


def examples(number: int) -> settings:
    """Settings for a property: this many examples, and no clock (the machine may be slow)."""
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    )


def bsns() -> SearchStrategy[str]:
    """Numbers that pass the elfproef: eight digits, and the ninth that makes the weighted sum a multiple of 11."""

    def complete(digits: list[int]) -> str | None:
        last = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        return "".join(map(str, [*digits, last])) if last < 10 and any(digits) else None

    eight = st.lists(st.integers(0, 9), min_size=8, max_size=8)
    return eight.map(complete).filter(bool).map(str)


def _text(limit: int) -> SearchStrategy[str]:
    # No surrogates: they are no characters, and JSON readers refuse them.
    any_character = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
    return st.text(any_character, max_size=limit).filter(lambda text: bool(text.strip()))


def _fixed(form: str) -> SearchStrategy[str]:
    return st.from_regex(form, fullmatch=True)


def _instants() -> SearchStrategy[str]:
    zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=zones).map(datetime.isoformat)  # noqa: DTZ001


_VALUES: Final[list[tuple[Kind, object, SearchStrategy[Any]]]] = [
    (kind_of(annotation), example, strategy)
    for annotation, example, strategy in (
        (kinds.Text, "Wil graag hulp", _text(40)),
        (kinds.Line, "Fictief", _text(20)),
        (kinds.Date, "2026-01-05", st.dates().map(date.isoformat)),
        (kinds.Instant, "2026-01-05T09:30:00Z", _instants()),
        (kinds.Count, 12, st.integers(0, 100_000)),
        (kinds.Euros, 1500, st.integers(0, 10_000_000)),
        (kinds.Email, "post@voorbeeld.example", _fixed(r"[a-z.]{1,20}@[a-z-]{1,20}\.[a-z]{2,6}")),
        (kinds.Phone, "+31 30 000 0000", _fixed(r"\+?[0-9][0-9 ()-]{5,20}[0-9]")),
        (kinds.Reference, "00000000-0000-7000-8000-000000000000", st.uuids().map(str)),
        (kinds.Bsn, "999990342", bsns()),
        (kinds.Skn, "1234567", _fixed(r"[0-9]{7,10}")),
        (
            kinds.Oin,
            "00000099000000002000",
            st.sampled_from(sorted(OIN_PREFIXES)).map(lambda head: f"{head}{'0' * 12}"),
        ),
        (kinds.Gemeentecode, "0344", st.sampled_from(sorted(GEMEENTEN))),
    )
]


def _known(leaf: Leaf) -> tuple[object, SearchStrategy[Any]]:
    if leaf.kind.choices is not None:
        values = [choice.value for choice in leaf.kind.choices]
        return values[0], st.sampled_from(values)
    return next((example, strategy) for kind, example, strategy in _VALUES if kind is leaf.kind)


def example(leaf: Leaf) -> Any:
    """One valid incoming value of a field, always the same."""
    value, _ = _known(leaf)
    return [value] if leaf.many else value


def incoming(leaf: Leaf) -> SearchStrategy[Any]:
    """A value that a client may send for a field."""
    _, one = _known(leaf)
    return st.lists(one, min_size=1, max_size=3) if leaf.many else one


def parsed(leaf: Leaf, value: Any) -> Any:
    """The stored form of a valid incoming value."""
    return list(dict.fromkeys(leaf.kind.parse(entry) for entry in value)) if leaf.many else leaf.kind.parse(value)


def stored(leaf: Leaf) -> SearchStrategy[Any]:
    """A value as a document holds it; where the field has no ONBEKEND of its own, also recorded as not known."""
    value = incoming(leaf).map(lambda given: parsed(leaf, given))
    return value if leaf.kind.choices else value | st.just(dict(UNKNOWN))


def refused(leaf: Leaf) -> SearchStrategy[Any]:
    """A value that a field must refuse; text among it contains MARK."""
    wrong = st.sampled_from([f"{MARK}\x00", MARK * 300, [MARK], {"waarde": MARK}, True, 3.5, -1, 10**9])
    if leaf.kind.json.get("maxLength") is None:
        wrong |= st.just(MARK)
    return st.lists(wrong, min_size=1, max_size=2) | st.just(MARK) if leaf.many else wrong


# Documents ------------------------------------------------------------------------------------------------------------


def ids(series: int) -> Callable[[], str]:
    """Gives ids in ascending order; those of two series differ."""
    numbers = count(1)
    return lambda: f"{series:08x}-0000-7000-8000-{next(numbers):012x}"


def _some(groups: Collection[str]) -> SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(sorted(groups)), min_size=1, max_size=5)


def _leads_to(group: Group, wanted: Collection[str]) -> bool:
    return any(path == group.path or path.startswith(f"{group.path}.") for path in wanted)


def _few(draw: DrawFn, group: Group, least: int = 0) -> list[Leaf]:
    if not group.leaves:
        return []
    return draw(st.lists(st.sampled_from(group.leaves), min_size=least, max_size=4, unique_by=lambda leaf: leaf.name))


@st.composite
def documents(draw: DrawFn, groups: Collection[str] = GROUPS) -> Document:
    """A stored plan with values in some of these groups, without provenance; its item ids are of series 0."""
    return _node(draw, PLAN, draw(_some(groups)), ids(0))


def _node(draw: DrawFn, group: Group, wanted: Collection[str], new_id: Callable[[], str]) -> Document:
    node: Document = {}
    if group.path in wanted:
        node |= {leaf.name: draw(stored(leaf)) for leaf in _few(draw, group)}
    for child in group.groups:
        if not _leads_to(child, wanted):
            continue
        if child.repeated:
            number = draw(st.integers(1, 2))
            node[child.name] = [{"id": new_id()} | _node(draw, child, wanted, new_id) for _ in range(number)]
        else:
            node[child.name] = _node(draw, child, wanted, new_id)
    return node


def full_document() -> Document:
    """A stored plan in which every field has its example and every list one item."""
    return _full(PLAN, ids(0))


def _full(group: Group, new_id: Callable[[], str]) -> Document:
    node: Document = {leaf.name: parsed(leaf, example(leaf)) for leaf in group.leaves}
    for child in group.groups:
        if child.repeated:
            node[child.name] = [{"id": new_id()} | _full(child, new_id)]
        else:
            node[child.name] = _full(child, new_id)
    return node


# Patches --------------------------------------------------------------------------------------------------------------


@st.composite
def patches(draw: DrawFn, document: Node, groups: Collection[str] = GROUPS) -> Document:
    """A change to this plan in some of these groups: values, null, `onbekend`, items added, changed and removed."""
    return _patch(draw, PLAN, document, draw(_some(groups)))


def _patch(draw: DrawFn, group: Group, node: Node, wanted: Collection[str]) -> Document:
    patch: Document = {}
    if group.path in wanted:
        unknown = []
        for leaf in _few(draw, group):
            if leaf.kind.choices is None and draw(st.integers(0, 4)) == 0:
                unknown.append(leaf.name)
            else:
                patch[leaf.name] = draw(st.none() | incoming(leaf))
        if unknown:
            patch["onbekend"] = unknown
    for child in group.groups:
        if not _leads_to(child, wanted):
            continue
        patch[child.name] = (
            _list_patch(draw, child, node.get(child.name) or (), wanted)
            if child.repeated
            else _patch(draw, child, node.get(child.name) or {}, wanted)
        )
    return patch


def _list_patch(draw: DrawFn, group: Group, existing: Collection[Node], wanted: Collection[str]) -> Document:
    patch: dict[str, list[Any]] = {"toevoegen": [], "wijzigen": [], "verwijderen": []}
    for entry in existing:
        match draw(st.sampled_from(["laten", "wijzigen", "verwijderen"])):
            case "wijzigen":
                patch["wijzigen"].append({"id": entry["id"]} | _patch(draw, group, entry, wanted))
            case "verwijderen":
                patch["verwijderen"].append(entry["id"])
    patch["toevoegen"] = [_added(draw, group, wanted) for _ in range(draw(st.integers(0, 1)))]
    return patch


def _added(draw: DrawFn, group: Group, wanted: Collection[str]) -> Document:
    item: Document = {leaf.name: draw(incoming(leaf)) for leaf in _few(draw, group, least=1)}
    for child in group.groups:
        if child.repeated and _leads_to(child, wanted):
            item[child.name] = {"toevoegen": [_added(draw, child, wanted)]}
        elif not child.repeated:
            item[child.name] = _added(draw, child, wanted)
    return item


def as_read(document: Node) -> Document:
    """The plan the way a client reads it (null for what is not recorded or not known), as the patch that writes it back."""
    return _read(PLAN, document)


def _read(group: Group, node: Node) -> Document:
    shown: Document = {"onbekend": [leaf.name for leaf in group.leaves if node.get(leaf.name) == UNKNOWN]}
    for leaf in group.leaves:
        value = node.get(leaf.name)
        shown[leaf.name] = None if value == UNKNOWN else value.isoformat() if isinstance(value, datetime) else value
    for child in group.groups:
        if child.repeated:
            entries = node.get(child.name) or ()
            shown[child.name] = {"wijzigen": [{"id": entry["id"]} | _read(child, entry) for entry in entries]}
        else:
            shown[child.name] = _read(child, node.get(child.name) or {})
    return shown


def provenance(version: int) -> Provenance:
    """Who wrote a version, recognisable by its number."""
    return Provenance(
        organisation="00000099000000002000",
        organisation_name="PI Fictief",
        organisation_kind="DJI",
        role="CASEMANAGER",
        version=version,
        source_system=None,
        reference_date="2026-01-05",
        registered_at=datetime(2026, 1, 5, tzinfo=UTC),
    )


def groups_of(node: Node, group: Group = PLAN, path: str = "") -> Iterator[tuple[str, Group, Mapping[str, Any]]]:
    """Every group and item that is present in a document: its path in the document, its definition, its content."""
    yield path, group, node
    for child in group.groups:
        inner = node.get(child.name)
        if inner is None:
            continue
        prefix = f"{path}.{child.name}" if path else child.name
        if not child.repeated:
            yield from groups_of(inner, child, prefix)
            continue
        for entry in inner:
            yield from groups_of(entry, child, f"{prefix}[{entry['id']}]")
