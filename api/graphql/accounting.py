"""What the outcome of a change comes down to in the logs: what was written, what was shown, what was refused."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Final

from api.access.access import Judgement, Rights
from api.access.refusal import Refusal
from api.logbook.handeling import Handeling
from api.logbook.trail import Trail, before_and_after
from api.store import outcomes
from plan_schema.plan import PATHS
from plan_schema.values import schema_path
from policies.context import Action, Conditions, Phase
from policies.policy import NOTHING

_SKN: Final = PATHS.bit("betrokkene.sknNummer")
_STATUS: Final = PATHS.bit("status")
_UNRELATED: Final = Rights(NOTHING, frozenset(), Phase.INSTROOM, Conditions(0))


def account_for_registration(trail: Trail, root: str, outcome: outcomes.RegisterOutcome) -> None:
    """A plan was made, or not."""
    # Whoever registers learns whether this person has an open plan.
    trail.criteria |= _SKN
    match outcome:
        case outcomes.Registered(view, followed):
            touched = trail.of(root, view)
            trail.judge(view.id, view.version, _judged(trail))
            if trail.written:
                # The first status is the house's own.
                touched.wrote(view.version, trail.written | _STATUS | _bits_of(followed), Handeling.VERZAMELEN)
        case outcomes.AlreadyRegistered(str(plan_id)):
            trail.of_id(root, plan_id)
        case outcomes.NotAllowed(refusals) if not trail.access.judged:
            bits = _bits(refusals)
            trail.nothing(root)
            trail.judge(None, None, [Judgement(_UNRELATED, Action.SCHRIJVEN, Conditions(0), bits, bits)])
        case _:
            trail.nothing(root)
            trail.judge(None, None, _judged(trail))


def account_for_change(
    trail: Trail, root: str, outcome: outcomes.ChangeOutcome, plan_id: str, base_version: int
) -> None:
    """A plan was changed, or not; `base_version` is the one that the caller had read."""
    if isinstance(outcome, outcomes.NotFound):
        trail.nothing(root, plan_id)
        return
    if isinstance(outcome, outcomes.NotAllowed) and not trail.saw(root, plan_id):
        # Refused for any plan: nobody looked at this one.
        trail.refused_writes |= _bits(outcome.refusals)
        trail.nothing(root)
        return
    touched = trail.of_id(root, plan_id)
    known = max(touched.read)
    trail.judge(plan_id, known, _judged(trail))
    match outcome:
        case outcomes.Changed(view, merged, _, followed):
            if view.version > known:
                written = trail.written | _bits_of(followed)
                touched.wrote(view.version, written, Handeling.COMBINEREN if merged else Handeling.WIJZIGEN)
            touched.shows_values(
                value for entry in merged for value in before_and_after(entry.version, entry.change.path)
            )
        case outcomes.VersionConflict(current_version, conflicts):
            trail.conflicts += 1
            bits = reduce(or_, (PATHS.bit(schema_path(conflict.path)) for conflict in conflicts), 0)
            for version in (base_version, current_version):
                touched.shows(version, bits)


def _judged(trail: Trail) -> list[Judgement]:
    return [judgement for once in trail.access.judged or () for judgement in once]


def _bits(refusals: Iterable[Refusal]) -> int:
    return _bits_of(refusal.path for refusal in refusals)


def _bits_of(paths: Iterable[str]) -> int:
    return reduce(or_, (PATHS.bit(schema_path(path)) for path in paths), 0)
