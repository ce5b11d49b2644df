"""Histories played on a document, without HTTP or database: what the plan becomes, and what would be refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from uuid6 import uuid7

from api.access.access import Access
from api.demo.references import resolved
from api.demo.step import Step
from api.identity.caller import Caller
from api.identity.organisations import OrganisationTable
from api.identity.personas import PERSONAS
from api.view.facts import facts_of
from plan_schema.changes import Provenance, apply
from plan_schema.patch import resolve
from plan_schema.plan import PATHS, PLAN
from plan_schema.rules import check
from plan_schema.values import flatten, schema_path
from policies.policy import Policy

AFTERCARE_MONTHS = 12


@dataclass
class Replay:
    """The plan after the last step, and everything that is wrong with any of them."""

    document: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def values(self) -> list[str]:
        """The schema paths of every recorded value, one entry per value."""
        return [schema_path(path) for path, _ in flatten(self.document, PLAN) if not path.endswith("]")]


@cache
def _policy(today: date) -> Policy:
    return Policy.load(PLAN, today)


@cache
def _organisations() -> OrganisationTable:
    return OrganisationTable.load()


def access_of(step: Step, today: date) -> Access:
    """The access that the step's persona has, for the doelen of the step."""
    persona = PERSONAS[step.persona]
    organisation = _organisations().get(persona.oin)
    assert organisation is not None
    purposes = persona.purposes_for(step.purposes)
    expires = datetime(9999, 1, 1, tzinfo=UTC)
    user = f"persona:{persona.name}"
    caller = Caller(organisation, persona.role, purposes, user, "replay", expires, level=persona.level)
    return Access(caller, _policy(today), today, AFTERCARE_MONTHS)


def replay(history: Sequence[Step], today: date) -> Replay:
    """Play the steps of one plan in order."""
    result = Replay()
    for number, step in enumerate(history, start=1):
        access = access_of(step, today)
        before = result.document
        found = resolve(PLAN, before, resolved(step.patch, before), lambda: str(uuid7()))
        organisation = access.caller.organisation
        provenance = Provenance(
            organisation.oin, organisation.name, organisation.kind, access.caller.role, number,
            step.source_system, step.reference_date, None,
        )  # fmt: skip
        result.document = apply(before, found.changes, provenance)
        place = f"stap {number} ({step.persona})"
        result.faults += [f"{place}: {problem.path} {problem.code}" for problem in found.problems]
        result.faults += [f"{place}: {problem.path} {problem.code}" for problem in check(result.document)]
        if not found.changes:
            result.faults.append(f"{place}: verandert niets")
        result.faults += [
            f"{place}: {path} mag deze persona niet schrijven"
            for path in _unwritable(access, result.document if step.registration else before, found.named)
        ]
    return result


def _unwritable(access: Access, document: dict[str, Any], named: set[str]) -> Iterator[str]:
    rights = access.rights(facts_of(document))
    here = 0 if rights is None else rights.masks.best_write
    for path in named:
        bit = PATHS.bit(schema_path(path))
        # What the persona could ever write, and what it can write in this plan, in this phase.
        if not bit & access.best.best_write or not bit & here:
            yield path
