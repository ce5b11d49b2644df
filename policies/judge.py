"""Casbin, the judge: the only module that touches it.

One `enforce` reads every row and costs milliseconds, so the judge stays off the hot path: the tests prove that the compiled
masks say what he says, and `waarom` asks him which row decided.
"""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING

import casbin
from casbin.model import Model

from policies.context import ROLES_OF, Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role

if TYPE_CHECKING:
    from policies.table import Row


def _in_cell(value: str, cell: str) -> bool:
    """Whether a table cell (`*`, `A`, or `A|B`) holds a value; an empty value asks for nothing."""
    return cell == "*" or not value or value in cell.split("|")


class Judge:
    """Casbin over the policy rows, one Casbin rule for each path that a row names."""

    def __init__(self, rows: Iterable["Row"]) -> None:
        model = Model()
        model.load_model_from_text(files("policies").joinpath("model.conf").read_text("utf-8"))
        self._enforcer = casbin.Enforcer(model)
        self._enforcer.add_function("inCel", _in_cell)
        self._enforcer.add_policies([[*row.cells, pattern, row.line] for row in rows for pattern in row.patterns])

    def decides(
        self,
        organisation: OrganisationKind,
        role: Role,
        relation: Relation,
        purpose: Purpose,
        phase: Phase,
        conditions: Conditions,
        action: Action,
        path: str,
    ) -> str | None:
        """The table line (`gemeente.csv:12`) of a row that allows this, or None: refused."""
        # `*` in a table means any relation there is, and any role that the organisation has.
        if relation is Relation.GEEN or role not in ROLES_OF[organisation]:
            return None
        held = "|".join(condition.name or "" for condition in conditions) or "-"
        allowed, rule = self._enforcer.enforce_ex(organisation, role, relation, purpose, phase, held, action, path)
        return str(rule[-1]) if allowed else None
