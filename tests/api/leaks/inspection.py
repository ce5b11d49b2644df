"""Is there anything in an answer that its reader may not have? Every byte of it is searched, and every value is placed."""

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx

from api.store.listing import SortKey
from plan_schema.patch import named_paths
from plan_schema.plan import PLAN
from plan_schema.values import schema_path
from tests.api.leaks.markers import TEXT, TOKENS, tokens
from tests.api.leaks.operations import Operation
from tests.api.leaks.oracle import Known, Reader
from tests.api.leaks.planted import Planted
from tests.api.leaks.selections import Answered, Shown

_AUTHOR: Final = "persona:"
"""How the pseudonym of every author begins: it is for the audit log, never for an answer."""

_ITEM_IDS: Final = re.compile(r"\[([^\]]*)\]")
_CHANGE_KEYS: Final = frozenset({"oud", "nieuw", "basis", "huidig", "voorgesteld"})


def _facts_of_som(data: Mapping[str, Any]) -> Iterator[Shown]:
    """What the criteria of the SOM say that they rest on."""
    found = [data.get("som"), *((data.get("somOverzicht") or {}).get("nodes") or ())]
    for result in filter(None, found):
        for criterion in result["criteria"]:
            for fact in criterion["feiten"]:
                yield from (Shown(result["planId"], path, fact["waarde"]) for path in fact["paden"])


@dataclass(frozen=True, slots=True)
class Finding:
    """How many values of plans an answer shows, and what is wrong with it."""

    values: int
    faults: tuple[str, ...]


class Inspection:
    """Judges the answers to operations on the planted plans."""

    def __init__(self, planted: Planted) -> None:
        self._planted = planted
        self._oracle = planted.oracle

    def inspected(self, operation: Operation, response: httpx.Response, before: Mapping[str, Any]) -> Finding:
        """What an answer shows and what is wrong with it; `before` is the document of the plan as it was when it was asked."""
        reader = operation.asker.reader
        seen = _Eyes(self._planted, reader, operation.plan_id, before)
        body = response.json() if response.headers.get("content-type", "").endswith("json") else None
        found: list[str] = []
        values = 0
        if isinstance(body, Mapping) and isinstance(body.get("data"), Mapping):
            data: Mapping[str, Any] = body["data"]
            everything = self._shown(operation, data)
            values = sum(1 for shown in everything if shown.path)
            found += [f"shows {shown.path or 'the plan'}" for shown in everything if not seen.place(shown)]
            found += self._list_faults(operation, data, reader)
            _take_out_proposals(data, operation.sent)
            found += [
                f"refuses {path}, which was not named" for path in self._refused(data, operation) if not seen.path(path)
            ]
        if response.status_code >= 500:
            found.append(f"status {response.status_code}")
        text = response.text if body is None else json.dumps(body, ensure_ascii=False)
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        if int(response.headers["content-length"]) != len(response.content):
            found.append("content-length says something else than the length")
        found += [f"body holds {what}" for what in self._in_text(text, operation, seen)]
        found += [f"headers hold {token}" for token in self.markers(json.dumps(headers))]
        return Finding(values, tuple(found))

    def _shown(self, operation: Operation, data: Mapping[str, Any]) -> list[Shown]:
        """Every value of a plan in the data of an answer: in selections of plans, and in lists of changes."""
        changes = _changes(data)
        of_plan = str(operation.plan_id)
        return [
            *Answered(operation.text).shown(data),
            *(Shown(of_plan, path, True) for path in changes),  # noqa: FBT003 - the value is of no matter
            *_facts_of_som(data),
        ]

    def _refused(self, data: Mapping[str, Any], operation: Operation) -> Iterator[str]:
        """The paths that a change was refused for and that it did not name: that they exist must be no secret."""
        outcome = data.get("wijzigPlan")
        if not isinstance(outcome, Mapping):
            return
        patch = operation.variables["input"]["wijziging"]
        named = named_paths(PLAN, patch)
        for entry in outcome.get("velden") or ():
            path = entry["pad"]
            # What lies in an item that the patch adds is new; an item that it removes or changes it names by its id.
            items = _ITEM_IDS.findall(path)
            stored = not items or items[-1] in self._planted.registry.places
            given = path.endswith("]") and items[-1] in operation.sent
            if stored and not given and schema_path(path) not in named:
                yield path

    def markers(self, text: str) -> list[str]:
        """The markers in a text that no reader at all may find there."""
        places = self._planted.registry.places
        return [token for token in TOKENS.findall(text) if token in places or TEXT.fullmatch(token)]

    def log_faults(self, records: Sequence[logging.LogRecord]) -> list[str]:
        """The markers in what was logged, in message, arguments and extra fields alike."""
        lines = (f"{record.getMessage()} {vars(record)}" for record in records)
        return [f"log holds {token}" for line in lines for token in self.markers(line)]

    def _in_text(self, text: str, operation: Operation, seen: "_Eyes") -> Iterator[str]:
        places = self._planted.registry.places
        ids = {token for token in operation.sent if len(token) == 36}
        for token in set(TOKENS.findall(text)):
            if token in places and not (token in ids or any(map(seen.marker, places[token]))):
                yield f"{token} of {sorted({place.path or 'the plan' for place in places[token]})}"
            elif token not in places and (TEXT.fullmatch(token) or token in operation.sent - ids):
                yield f"{token}, which was sent and is stored nowhere"
        if _AUTHOR in text:
            yield "the pseudonym of an author"

    def _list_faults(self, operation: Operation, data: Mapping[str, Any], reader: Reader) -> Iterator[str]:
        answered = data.get("plannen")
        if not isinstance(answered, Mapping) or "input" in operation.variables:
            return
        nodes = answered.get("nodes") or [edge["node"] for edge in answered.get("edges") or ()]
        keys = [SortKey[entry["veld"]].value for entry in operation.variables.get("sorteer") or ()]
        # Where a plan stands in the order would tell what it holds.
        expected = {
            plan_id
            for plan_id in self._matching(operation.variables.get("filter") or {}, reader)
            if all(self._oracle.may_read(reader, plan_id, key) for key in keys)
        }
        if not {node["id"] for node in nodes} <= expected:
            yield "lists a plan that does not fit the filter, or fits or is placed by a field that is hidden"
        if "totaal" in answered and answered["totaal"] != len(expected):
            yield f"counts {answered['totaal']} plans instead of {len(expected)}"

    def _matching(self, criteria: Mapping[str, Any], reader: Reader) -> set[str]:
        """The plans that fit a filter, each by fields that the reader may see in that very plan."""
        return {
            plan_id
            for plan_id, known in self._oracle.plans.items()
            if self._oracle.knows_of(reader, plan_id)
            and all(self._fits(name, value, plan_id, known, reader) for name, value in criteria.items())
        }

    def _fits(self, name: str, value: Any, plan_id: str, known: Known, reader: Reader) -> bool:
        document = known.document

        def holds(path: str, fits: Callable[[Any], bool]) -> bool:
            section, _, field = path.rpartition(".")
            stored = document.get(section, {}).get(field) if section else document.get(field)
            return fits(stored) and self._oracle.may_read(reader, plan_id, path)

        match name:
            case "status":
                return holds("status", lambda stored: stored in value)
            case "fase":
                return holds("status", lambda _: known.phase == value)
            case "gemeente":
                return any(
                    holds(f"terugkeer.{which}gemeente", lambda stored: stored == value)
                    for which in ("herkomst", "vestigings")
                )
            case "inrichting":
                return holds("detentie.inrichting", lambda stored: stored == value)
            case "relatie":
                return any(
                    self._oracle.reads_by(reader, relation, known.phase)
                    for relation in known.ties[reader.oin]
                    if relation in value
                )
            case _:
                return holds(f"betrokkene.{name}", lambda stored: stored == value)


class _Eyes:
    """What one reader may see, in the plan as it is now or as it was when he asked."""

    def __init__(self, planted: Planted, reader: Reader, plan_id: str | None, before: Mapping[str, Any]) -> None:
        self._oracle = planted.oracle
        self._reader = reader
        self._plan_id = str(plan_id)
        self._known = self._oracle.plans.get(self._plan_id)
        self._before = before

    def place(self, shown: Shown) -> bool:
        """Whether a value that is answered may be."""

        def may() -> bool:
            if not shown.path:
                return self._oracle.knows_of(self._reader, shown.plan_id)
            return self._oracle.may_read(self._reader, shown.plan_id, shown.path)

        return shown.plan_id in self._oracle.plans and self._now_or_before(may)

    def path(self, path: str) -> bool:
        """Whether it may be told that something stands at a path of the plan."""
        return self._known is not None and self.place(Shown(self._plan_id, path, None))

    def marker(self, place: Any) -> bool:
        """Whether a marker that stands at a place may be answered."""
        return self._now_or_before(lambda: self._oracle.may_see(self._reader, place))

    def _now_or_before(self, may: Callable[[], bool]) -> bool:
        if may():
            return True
        if self._known is None or not self._before or self._known.document["versie"] == self._before["versie"]:
            return False
        now, self._known.document = self._known.document, self._before
        try:
            return may()
        finally:
            self._known.document = now


def _changes(data: Any) -> Iterator[str]:
    """The paths in lists of changes and conflicts, wherever they stand."""
    if isinstance(data, Mapping):
        if "pad" in data and _CHANGE_KEYS & data.keys():
            yield data["pad"]
        for value in data.values():
            yield from _changes(value)
    elif isinstance(data, list):
        for entry in data:
            yield from _changes(entry)


def _take_out_proposals(data: Mapping[str, Any], sent: set[str]) -> None:
    """Take what the caller proposed out of a conflict answer: the one place where he gets it back."""
    outcome = data.get("wijzigPlan")
    if isinstance(outcome, Mapping):
        for conflict in outcome.get("conflicten") or ():
            if tokens(conflict["voorgesteld"]) <= sent:
                conflict["voorgesteld"] = None
