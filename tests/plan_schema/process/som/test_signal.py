"""When a decision has to be looked at again."""

from typing import Any

import pytest

from plan_schema.process.som.evaluation import evaluate
from plan_schema.process.som.rule_sets import in_force
from plan_schema.process.som.signal import Signal, SignalKind, signals
from plan_schema.values import UNKNOWN
from tests.plan_schema.process.som.plans import TODAY, plan_with

LOW = {"detentie.geenVerblijfsstatus": "JA"}
TAKEN = {"som.besluit.besluiten": ["GEEN_PRIORITEIT"], "som.uitkomst.bijBesluit": "LAAG"}
SENTENCED = {"detentie.statusGedetineerde": "VEROORDEELD_EERSTE_AANLEG"}


def _signals(values: dict[str, Any]) -> list[Signal]:
    plan = plan_with(values)
    found = list(signals(plan, TODAY, evaluate(plan, TODAY, in_force(TODAY)).outcome))
    # As many for every plan: how many are withheld then tells nothing.
    assert [signal.kind for signal in found] == list(SignalKind)
    return [signal for signal in found if signal.given]


@pytest.mark.parametrize(
    ("plan", "kinds"),
    [
        (LOW | TAKEN, []),
        (LOW, []),
        (TAKEN | SENTENCED | {"detentie.toezichtNaDetentie": "JA"}, [SignalKind.UITKOMST_VERANDERD]),
        (LOW | TAKEN | SENTENCED | {"som.uitkomst.faseBijBesluit": "PREVENTIEF"}, [SignalKind.VONNIS]),
        (LOW | TAKEN | SENTENCED | {"som.uitkomst.faseBijBesluit": "NA_VONNIS"}, []),
        (LOW | {"som.uitkomst.heropendOp": "moment"}, [SignalKind.ZORGEN]),
        (LOW | TAKEN | {"som.besluit.besluiten": ["VOORBEREIDEN_TOEZICHT"]}, [SignalKind.MOTIVERING_ONTBREEKT]),
        (
            LOW | TAKEN | {"som.besluit.besluiten": ["VOORBEREIDEN_TOEZICHT"], "som.besluit.motiveringAfwijking": "Ja."},
            [],
        ),
        (TAKEN | {"som.besluit.besluiten": UNKNOWN}, []),
    ],
)  # fmt: skip
def test_signals(plan: dict[str, Any], kinds: list[SignalKind]) -> None:
    assert [signal.kind for signal in _signals(plan)] == kinds


def test_a_signal_says_what_the_outcome_was_and_is() -> None:
    (signal,) = _signals(TAKEN | SENTENCED | {"detentie.toezichtNaDetentie": "JA"})
    assert (signal.before, signal.now) == ("LAAG", "HOOG")
    assert {"som.besluit.besluiten", "som.uitkomst.bijBesluit", "detentie.toezichtNaDetentie"} <= signal.rests_on
