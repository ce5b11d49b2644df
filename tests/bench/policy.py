"""What the policy costs with 300 rows and with 3 000: to compile, to decide with the mask, and with Casbin."""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any, Final

from plan_schema.plan import PATHS, PLAN
from policies.context import Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import Context, Policy
from policies.table import load
from tests.bench.measure import measure

ROWS: Final = (300, 3_000)
WHO: Final = Context(
    OrganisationKind.GEMEENTE, Role.NAZORGCOORDINATOR, Relation.HERKOMST, Purpose.ESSENTIELE_VOORWAARDEN, Phase.DETENTIE
)


def policy_growth() -> dict[str, Any]:
    """Per number of rows: microseconds to compile them, and to decide on 150 fields (mask) and on one (Casbin)."""
    return {str(number): _measures(number) for number in ROWS}


def _measures(number: int) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    own = cycle(load(PLAN))
    # The rows that there are, over and over; each with a line of its own, or Casbin would take them for one.
    rows = tuple(replace(row, line=f"rij:{line}") for line, row in enumerate(islice(own, number)))
    policy = Policy(PLAN, rows, today)
    requested = sum(leaf.bit for leaf in PATHS.leaves[:150])
    where = (WHO.organisation, WHO.role, WHO.relation, WHO.purpose, WHO.phase, Conditions(0), Action.LEZEN)
    measures = (
        measure("compile", lambda: Policy(PLAN, rows, today), 1),
        measure("mask, 150 fields", lambda: requested & ~policy.masks(WHO).best_read, 10_000),
        # The last field: what no row allows is looked for in every row.
        measure("Casbin, 1 field", lambda: policy.judge.decides(*where, "betrokkene.sknNummer"), 3),
    )
    return {measured.name: asdict(measured) for measured in measures}
