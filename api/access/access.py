"""One caller's access during one request: fixed policy, fixed day, fixed doelen."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from api.access.facts import PlanFacts
from api.access.relation import phase_of, relations_of
from api.identity.caller import Caller
from policies.context import Conditions, Phase, Relation
from policies.policy import NOTHING, Context, Masks, Policy


@dataclass(frozen=True)
class Rights:
    """What a caller may do with one plan: masks per condition, and what they rest on."""

    masks: Masks
    relations: frozenset[Relation]
    phase: Phase
    conditions: Conditions


@dataclass(frozen=True)
class Access:
    """Who asks, under which policy, on which day."""

    caller: Caller
    policy: Policy
    today: date
    aftercare_months: int

    @cached_property
    def best(self) -> Masks:
        """What this caller could do at most with any plan: what static decisions go by, without any look at data."""
        organisation = self.caller.organisation
        return self.policy.best(organisation.kind, self.caller.role, self.caller.purposes)

    def readable_phases(self, relation: Relation, fields: int = 0) -> frozenset[Phase]:
        """The phases in which a relation lets this caller read anything, and each of these fields (as bits) unconditionally."""
        masks = {phase: self._masks(relation, phase) for phase in Phase}
        return frozenset(phase for phase, mask in masks.items() if mask.best_read and not fields & ~mask.read[0])

    def rights(self, plan: PlanFacts) -> Rights | None:
        """What this caller may do with a plan; None when nothing ties him to it: for him it does not exist."""
        relations = relations_of(self.caller, plan, self.today, self.aftercare_months)
        if not relations:
            return None
        phase = phase_of(plan, self.today)
        masks = NOTHING
        for relation in relations:
            for purpose in self.caller.purposes:
                masks |= self.policy.masks(
                    Context(self.caller.organisation.kind, self.caller.role, relation, purpose, phase)
                )
        # A relation under which nothing may be read is none: the plan's existence is itself a fact about a person.
        if not masks.best_read:
            return None
        held = Conditions.ZORG_NODIG if plan.care_needed else Conditions(0)
        return Rights(masks, relations, phase, held)

    def _masks(self, relation: Relation, phase: Phase) -> Masks:
        """What this caller may do under one relation, over all his doelen."""
        masks = NOTHING
        for purpose in self.caller.purposes:
            masks |= self.policy.masks(
                Context(self.caller.organisation.kind, self.caller.role, relation, purpose, phase)
            )
        return masks
