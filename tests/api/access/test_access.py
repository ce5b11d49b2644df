"""What a verdict says of a shielding: that there is one only where nothing else refuses."""

from typing import Final

import pytest

from api.access.access import Judgement, Rights
from policies.context import Action, Conditions, Phase, Relation
from policies.policy import ALL_CONDITIONS, NOTHING, Masks

SHIELDED, REFUSED, ALLOWED = 1, 2, 4
_SIZE: Final = ALL_CONDITIONS + 1
_OTHERWISE: Final = (SHIELDED | ALLOWED,) * _SIZE
_LEFT: Final = (ALLOWED,) * _SIZE
READS: Final = Rights(
    Masks(_LEFT, NOTHING.write),
    frozenset({Relation.EIGEN_PI}),
    Phase.DETENTIE,
    Conditions(0),
    SHIELDED,
    Masks(_OTHERWISE, NOTHING.write),
)


@pytest.mark.parametrize(
    ("refused", "expected"),
    [(0, []), (SHIELDED, [Action.LEZEN]), (REFUSED, []), (SHIELDED | REFUSED, [])],
)
def test_a_shielding_is_told_where_nothing_else_refuses(refused: int, expected: list[Action]) -> None:
    judged = {action: Judgement(READS, action, Conditions(0), refused | ALLOWED, refused) for action in Action}
    assert [action for action, judgement in judged.items() if judgement.by_shielding] == expected
