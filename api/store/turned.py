"""Whose turn a version changed: the steps that it opened, closed or gave to somebody else, for the log of who is concerned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.store.driver import Document
from api.store.scribe import rewind
from api.store.versions import Version
from api.store.work import OpenSteps, holders, step_key
from api.view.plan_view import PlanView

WORK_GROUP: Final = "werkvoorraad"
"""Stands among the groups of an event when open steps of its recipient changed."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that opened or closed: the keys of whose turn it is or was, and what it rests on."""

    holders: frozenset[str]
    rests_on: frozenset[str]

    def told(self, keys: Iterable[str], views: Iterable[PlanView]) -> bool:
        """Whether who has these keys may know of it, through one of these views of the plan."""
        return not self.holders.isdisjoint(keys) and any(may_read_all(view, self.rests_on) for view in views)


def may_read_all(view: PlanView, paths: Iterable[str]) -> bool:
    """Whether the reader may see every one of these."""
    return all(view.may_read(path) for path in paths)


def turns_in(document: Document, rule: OpenSteps, today: date) -> Mapping[str, Turn]:
    """The open steps of a plan, by what tells them apart: also whose turn it is, so that a step that moves is another."""
    found: dict[str, Turn] = {}
    for step in rule(document, today):
        keys = frozenset(holders(document, step.actor))
        found[f"{step_key(step)} {sorted(keys)}"] = Turn(keys, step.rests_on)
    return found


def turned(
    document: Document, versions: Sequence[Version], rule: OpenSteps, today: date
) -> Mapping[int, Sequence[Turn]]:
    """By number, what each of these versions, which are the last of a document, changed in whose turn it is."""
    found: dict[int, Sequence[Turn]] = {}
    state, after = document, turns_in(document, rule, today) if versions else {}
    for version in reversed(versions):
        state = rewind(state, [version])
        before = turns_in(state, rule, today)
        changed = sorted(before.keys() ^ after.keys())
        found[version.number] = [before.get(key) or after[key] for key in changed]
        after = before
    return found
