"""A decision, decided again: the record of a `beslissing` holds all that a policy needs to come to its verdict."""

from typing import Any

from api.logbook.field_sets import FieldSets
from policies.context import Action, AssuranceLevel, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import ALL_CONDITIONS, NOTHING, Context, Masks, Policy

Record = dict[str, Any]


def replay(record: Record, policy: Policy, field_sets: FieldSets) -> Record:
    """The record as this policy would have made it: equal to the record when the policy is the one it names.

    Field sets in the record are spelled out, as `Logbook.decision` gives them.
    """
    again = _Again(record, policy, field_sets)
    decided = record | {
        "beleidsrevisie": policy.revision,
        "statisch": again.statically(record["statisch"]),
        "contexten": [again.context(context) for context in record["contexten"]],
    }
    if "evaluaties" in record:
        evaluations = [again.evaluation(entry) for entry in record["evaluaties"]]
        decided |= {"evaluaties": evaluations, "toegestaan": all(entry["toegestaan"] for entry in evaluations)}
    return decided


class _Again:
    """The caller of a record, before another policy."""

    def __init__(self, record: Record, policy: Policy, field_sets: FieldSets) -> None:
        self._kind = OrganisationKind(record["organisatieSoort"])
        self._role = Role(record["rol"])
        self._purposes = [Purpose(name) for name in record["doelen"]]
        level = record.get("niveau")
        self._level = None if level is None else AssuranceLevel[level]
        self._lenient = bool(record["soepel"])
        self._policy = policy
        self._field_sets = field_sets

    def statically(self, recorded: Record) -> Record:
        best = self._policy.best(self._kind, self._role, self._purposes)
        best = self._policy.assured(best, self._role, self._level)
        # Leniently, fields that cannot be had are left out of the answer; what is searched on is refused all the same.
        asked = self._bits(recorded["zoekvelden"]) | (0 if self._lenient else self._bits(recorded["gevraagd"]))
        refused = asked & ~best.best_read | self._bits(recorded["teSchrijven"]) & ~best.best_write
        return recorded | {"geweigerd": self._paths(refused)}

    def context(self, recorded: Record) -> Record:
        masks = self._masks([Relation(name) for name in recorded["relaties"]], Phase(recorded["fase"]))
        masks = self._policy.without(masks, self._bits(recorded.get("afgeschermd")))
        return recorded | {"oordelen": [self._verdict(entry, masks) for entry in recorded["oordelen"]]}

    def evaluation(self, recorded: Record) -> Record:
        """An evaluation by itself: of a plan in its context, or of any plan."""
        purposes = [Purpose(name) for name in recorded["doelen"]]
        if recorded.get("gevonden") is False:
            return recorded | {"toegestaan": False}
        if "gevonden" in recorded:
            masks = self._masks([Relation(name) for name in recorded["relaties"]], Phase(recorded["fase"]), purposes)
            masks = self._policy.without(masks, self._bits(recorded["afgeschermd"]))
            held = _conditions(recorded["voorwaarden"])
        else:
            best = self._policy.best(self._kind, self._role, purposes)
            masks, held = self._policy.assured(best, self._role, self._level), ALL_CONDITIONS
        allowed = (masks.write if Action(recorded["actie"]) is Action.SCHRIJVEN else masks.read)[held]
        # Why it was refused is not decided again: it goes with the refusal.
        refused = not self._bits([recorded["pad"]]) & allowed
        return {key: value for key, value in recorded.items() if refused or key != "reden"} | {
            "toegestaan": not refused
        }

    def _verdict(self, recorded: Record, masks: Masks) -> Record:
        allowed = masks.write if Action(recorded["actie"]) is Action.SCHRIJVEN else masks.read
        held = _conditions(recorded["voorwaarden"])
        return recorded | {"geweigerd": self._paths(self._bits(recorded["gevraagd"]) & ~allowed[held])}

    def _masks(self, relations: list[Relation], phase: Phase, purposes: list[Purpose] | None = None) -> Masks:
        masks = NOTHING
        for relation in relations:
            for purpose in self._purposes if purposes is None else purposes:
                masks |= self._policy.masks(Context(self._kind, self._role, relation, purpose, phase))
        return self._policy.assured(masks, self._role, self._level)

    def _bits(self, paths: list[str] | None) -> int:
        return self._field_sets.bits(paths or ())

    def _paths(self, bits: int) -> list[str] | None:
        return list(self._field_sets.of(bits).paths) if bits else None


def _conditions(names: list[str]) -> Conditions:
    return Conditions(sum(Conditions[name] for name in names))
