"""Verdicts as AuthZEN answers them: the decision, and in `context` what `waarom` says of it, under the same names."""

from collections.abc import Sequence
from typing import Any

from api.authzen.reading import Call
from api.verdict import Verdict


def answer_of(call: Call, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The body of the answer: a decision, or one for each evaluation in the order that they were asked."""
    found = [_one(verdict) for verdict in verdicts]
    return found[0] if call.single else {"evaluations": found}


def _one(verdict: Verdict) -> dict[str, Any]:
    decision = verdict.decision
    row, refusal = decision.row, decision.refusal
    context: dict[str, Any] = {"pad": decision.leaf.path, "actie": decision.action, "revisie": decision.revision}
    if row is not None:
        context |= {
            "grondslag": [row.ground],
            "doel": decision.purpose,
            "relatie": decision.relation,
            "fase": decision.phase,
            "regel": row.line,
            "voorwaarde": row.condition.name or None,
        }
    elif refusal is not None:
        context |= {"reden": refusal.reason, "grondslag": refusal.grounds, "wieWel": refusal.who_may}
    return {"decision": verdict.allowed, "context": context}
