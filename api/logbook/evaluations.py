"""What a decision record keeps of each evaluation that was asked for by itself: enough to decide it again."""

from collections.abc import Callable, Sequence
from typing import Any

from api.logbook.trail import Evaluated


def evaluation_of(entry: Evaluated, plans: Sequence[str], refer: Callable[[int], str | None]) -> dict[str, Any]:
    """One entry of `evaluaties`; `refer` gives the reference to a field set.

    It names its plan by the place in `plans`, the record's `planId`: a destroyed plan is then forgotten in one place.
    """
    record: dict[str, Any] = {
        "pad": entry.path,
        "actie": entry.action,
        "doelen": sorted(entry.purposes),
        "toegestaan": entry.allowed,
    }
    if entry.reason is not None:
        record["reden"] = entry.reason
    if entry.plan_id is None:
        return record
    if entry.plan_id in plans:
        record["plan"] = plans.index(entry.plan_id)
    if entry.judgement is None:
        return record | {"gevonden": False}
    rights = entry.judgement.rights
    return record | {
        "gevonden": True,
        "versie": entry.version,
        "relaties": sorted(rights.relations),
        "fase": rights.phase,
        "voorwaarden": [str(condition.name) for condition in entry.judgement.held],
        "afgeschermd": refer(rights.shielded),
    }
