"""One caller's access during one request: fixed policy, fixed day, fixed doelen."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from api.access.facts import PlanFacts
from api.access.relation import phase_of, relations_of
from api.identity.caller import Caller
from plan_schema.sections.afscherming import SHIELDINGS
from policies.context import Action, Conditions, Phase, Relation
from policies.policy import NOTHING, Masks, Policy

_CARE_NEEDED: Final = "zorg.zorgNodig"


@dataclass(frozen=True)
class Rights:
    """What a caller may do with one plan: masks per condition, and what they rest on.

    `shielded`: the fields, as bits, that nobody may use for now; `masks` is without them, `unshielded` as it would be otherwise.
    """

    masks: Masks
    relations: frozenset[Relation]
    phase: Phase
    conditions: Conditions
    shielded: int = 0
    unshielded: Masks = NOTHING


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict of the masks: of the fields `asked` (as bits), under these rights and conditions, which were refused."""

    rights: Rights
    action: Action
    held: Conditions
    asked: int
    refused: int

    @property
    def by_shielding(self) -> bool:
        """Whether nothing but a shielding refuses; who would be refused without one too is not told that there is one."""
        masks = self.rights.unshielded
        otherwise = (masks.write if self.action is Action.SCHRIJVEN else masks.read)[self.held]
        return bool(self.refused) and not self.refused & ~otherwise


@dataclass(frozen=True)
class Access:
    """Who asks, under which policy, on which day.

    `judged` collects, where somebody wants to know, the verdicts on changes: one entry for every time that one was judged.
    """

    caller: Caller
    policy: Policy
    today: date
    aftercare_months: int
    judged: list[tuple[Judgement, ...]] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def best(self) -> Masks:
        """What this caller could do at most with any plan: what static decisions go by, without any look at data."""
        caller = self.caller
        best = self.policy.best(caller.organisation.kind, caller.role, caller.purposes)
        return self.policy.assured(best, caller.role, caller.level)

    def readable_phases(self, relation: Relation, fields: int = 0) -> frozenset[Phase]:
        """The phases in which a relation lets this caller read anything, and each of these fields (as bits) unconditionally."""
        masks = {phase: self._masks(frozenset({relation}), phase) for phase in Phase}
        return frozenset(phase for phase, mask in masks.items() if mask.best_read and not fields & ~mask.read[0])

    def relations(self, plan: PlanFacts) -> frozenset[Relation]:
        """How this caller is tied to a plan; whoever asks for the same organisation, in whatever role, is tied to it alike."""
        return relations_of(self.caller, plan, self.today, self.aftercare_months)

    def rights(self, plan: PlanFacts) -> Rights | None:
        """What this caller may do with a plan; None when nothing ties him to it: for him it does not exist."""
        relations = self.relations(plan)
        if not relations:
            return None
        phase = phase_of(plan, self.today)
        masks = self._masks(relations, phase)
        # A relation under which nothing may be read is none: the plan's existence is itself a fact about a person.
        if not masks.best_read:
            return None
        shielded = self._shielded(plan)
        care = plan.care_needed and not self.policy.fields_at(_CARE_NEEDED) & shielded
        held = Conditions.ZORG_NODIG if care else Conditions(0)
        # A shielding takes away what may be done with a plan, not the plan: who is tied to it stays so.
        left = self.policy.without(masks, shielded) if shielded else masks
        return Rights(left, relations, phase, held, shielded, masks)

    def _shielded(self, plan: PlanFacts) -> int:
        """The fields that a shielding keeps from everybody today; never those of a shielding, so that it can be lifted."""
        bits = 0
        for shielding in plan.shieldings:
            if shielding.in_force(self.today):
                bits |= self.policy.fields_at(shielding.path)
        return bits & ~self.policy.fields_at(SHIELDINGS)

    def _masks(self, relations: frozenset[Relation], phase: Phase) -> Masks:
        """What this caller may do under these relations, over all his doelen, as surely as he is logged in."""
        caller = self.caller
        return self.policy.tied(caller.organisation.kind, caller.role, caller.purposes, relations, phase, caller.level)
