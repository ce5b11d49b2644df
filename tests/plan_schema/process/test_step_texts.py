from plan_schema.process.step import StepKind
from plan_schema.process.step_texts import STEP_TEXTS


def test_every_kind_of_step_says_what_it_asks() -> None:
    assert set(STEP_TEXTS) == set(StepKind)
    assert all(text.endswith(".") and len(text) < 120 for text in STEP_TEXTS.values())
