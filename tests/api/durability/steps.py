"""Random requests to write in one plan: who, on how old a version, which fields and list items."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.api.durability.model import NOT_KNOWN, Plan, Request, Writer, around

CASEMANAGER: Final = Writer("casemanager-arnhem", "00000099100000001000", "CASEMANAGER")
RECLASSERING: Final = Writer("reclassering-rn-arnhem", "00000099200000001000", "RECLASSERINGSWERKER")
ARNHEM: Final = Writer("gemeente-arnhem", "00000099300000202000", "NAZORGCOORDINATOR")
NIJMEGEN: Final = Writer("gemeente-nijmegen", "00000099300000268000", "NAZORGCOORDINATOR")
WRITERS: Final = (CASEMANAGER, RECLASSERING, ARNHEM, NIJMEGEN)

_TEXTS: Final = ("een", "twee", None, NOT_KNOWN)
_DAYS: Final = ("2020-01-05", "2020-02-01")
FIELDS: Final = (
    *((path, _TEXTS) for path in ("onderdak.hulpvraag", "onderdak.toelichting", "sociaalNetwerk.netwerk")),
    ("onderdak.huurachterstand", ("JA", "NEE", None)),
)
"""What each of them may write, with the values they choose from: few, so that they meet."""
DATES: Final = tuple((path, _DAYS) for path in ("detentie.datumAanvang", "detentie.datumBinnenkomst"))
"""What the casemanager may write besides; together these can contradict each other."""

_NAME: Final = {"contacten": "naam", "doelen": "omschrijving", "acties": "omschrijving"}
"""The field that says which item is which: in the test an item goes by the value with which it was added."""
_REMARK: Final = {"contacten": "opmerking", "doelen": "meetbaar", "acties": "resultaat"}
_OWNER: Final = {"contacten": "organisatie", "acties": "uitvoerderOrganisatie"}
_BOTH: Final = {CASEMANAGER.oin, RECLASSERING.oin}
"""The organisations that keep the doelen together; the others keep only what is theirs, as in contacten."""


@dataclass(frozen=True)
class Wish:
    """What a step wants. The numbers choose among what there is by then."""

    kind: str
    which: int
    value: int


@dataclass(frozen=True)
class Step:
    """One request, not yet placed in a plan."""

    writer: Writer
    age: int
    wishes: tuple[Wish, ...]


_WISHES: Final = st.builds(
    Wish,
    st.sampled_from(["veld", "veld", "toevoegen", "wijzigen", "wijzigen", "wijzigen", "verwijderen"]),
    st.integers(0, 30),
    st.integers(0, 3),
)
STEPS: Final[SearchStrategy[Step]] = st.builds(
    Step, st.sampled_from(WRITERS), st.integers(0, 6), st.lists(_WISHES, min_size=1, max_size=3).map(tuple)
)


@dataclass
class Items:
    """The list items that were ever added, by path, with the organisation whose they are."""

    owners: dict[str, str] = field(default_factory=dict)
    _asked: int = 0

    def request(self, step: Step, tag: str, plan: Plan) -> Request:
        """The step as a request on this plan."""
        wishes: dict[str, Any] = {}
        for wish in step.wishes:
            added = self._wanted(wish, step.writer)
            # Who changes what he also removes contradicts himself; that is refused, which other tests prove.
            if not wishes.keys() & added.keys() and not _contradictory(wishes | added):
                wishes |= added
        return Request(tag, step.writer, max(min(plan.states), plan.version - step.age), wishes)

    def _wanted(self, wish: Wish, writer: Writer) -> dict[str, Any]:
        if wish.kind == "toevoegen":
            return self._added(wish, writer)
        mine = sorted(path for path in self.owners if self._may_write(path, writer))
        if wish.kind == "veld" or not mine:
            choices = (*FIELDS, *DATES) if writer is CASEMANAGER else FIELDS
            path, values = choices[wish.which % len(choices)]
            return {path: values[wish.value % len(values)]}
        item = mine[wish.which % len(mine)]
        if wish.kind == "verwijderen":
            return {item: None}
        return {f"{item}.{_REMARK[_list(item)]}": _TEXTS[wish.value]}

    def _added(self, wish: Wish, writer: Writer) -> dict[str, Any]:
        goals = sorted(path for path in self.owners if _list(path) == "doelen")
        lists = ["contacten", *(["doelen"] if writer.oin in _BOTH else []), *(f"{goal}.acties" for goal in goals)]
        path = lists[wish.which % len(lists)]
        self._asked += 1
        mark = f"#{self._asked}"
        item = f"{path}[{mark}]"
        name = _list(item)
        owner = {f"{item}.{_OWNER[name]}": writer.oin} if name in _OWNER else {}
        return {item: True, f"{item}.{_NAME[name]}": mark, **owner}

    def _may_write(self, path: str, writer: Writer) -> bool:
        free = {CASEMANAGER.oin} if _list(path) == "contacten" else _BOTH
        return writer.oin in free or self.owners[path] == writer.oin


def patch_of(wishes: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """The `wijziging` that says this; `ids` holds the id by which the plan knows an item."""
    patch: dict[str, Any] = {}
    added: dict[str, dict[str, Any]] = {}
    for path, value in wishes.items():
        holder, _, name = path.rpartition(".")
        if name.endswith("]"):
            entries = _place(patch, added, holder, ids).setdefault(name.partition("[")[0], {})
            if value is True:
                added[path] = {}
                entries.setdefault("toevoegen", []).append(added[path])
            else:
                entries.setdefault("verwijderen", []).append(ids[_mark(path)])
        elif name not in _OWNER.values():
            place = _place(patch, added, holder, ids)
            if value == NOT_KNOWN:
                place.setdefault("onbekend", []).append(name)
            else:
                place[name] = value
    return patch


def _place(patch: dict[str, Any], added: dict[str, dict[str, Any]], path: str, ids: dict[str, str]) -> dict[str, Any]:
    """The part of a patch that is about a group or item."""
    if not path or path in added:
        return added.get(path, patch)
    holder, _, name = path.rpartition(".")
    place = _place(patch, added, holder, ids)
    if not name.endswith("]"):
        return place.setdefault(name, {})  # type: ignore[no-any-return] # a patch is untyped by nature
    changed: list[dict[str, Any]] = place.setdefault(name.partition("[")[0], {}).setdefault("wijzigen", [])
    known = ids[_mark(path)]
    entry = next((entry for entry in changed if entry["id"] == known), None)
    if entry is None:
        entry = {"id": known}
        changed.append(entry)
    return entry


def marks(changes: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """The id of each item among these changes that was added, by its mark."""
    values = dict(changes)
    added = (path for path, new in changes if path.endswith("]") and new is True)
    return {values[f"{path}.{_NAME[_list(path)]}"]: _mark(path) for path in added}


def _contradictory(wishes: dict[str, Any]) -> bool:
    removed = {path for path, value in wishes.items() if path.endswith("]") and value is None}
    return any(removed.intersection(around(path)) for path in wishes)


def _list(path: str) -> str:
    return path.rpartition(".")[2].partition("[")[0]


def _mark(path: str) -> str:
    return path.rpartition("[")[2][:-1]
