"""What is kept of questions: within bounds, and nothing of who asked or what was asked about."""

import random

from graphql import GraphQLError

from api.compiled.known_shapes import KnownShapes, Place
from api.compiled.shaping import TooLarge
from api.graphql.operation import Limits, OperationReader
from api.graphql.schema import executable_schema
from api.view.shape import Constant, Shape
from plan_schema.plan import PLAN


def _shape(size: int) -> Shape:
    return Shape(PLAN, tuple(Constant(f"k{number}", "Plan") for number in range(size)))


def _place(number: int = 0) -> Place:
    return Place(f"{number:064x}", None, (), ("plan",))


def test_a_shape_is_made_once() -> None:
    shapes = KnownShapes()
    made = [shapes.of(_place(), lambda: _shape(3)) for _ in range(2)]
    assert made[0] is made[1] is not None


def test_a_thousand_questions_do_not_take_more_room_than_was_given() -> None:
    shapes = KnownShapes(most_entries=500)
    rng = random.Random(1)  # noqa: S311 - reproducible
    for number in range(1_000):
        assert shapes.of(_place(number), lambda: _shape(rng.randrange(1, 100))) is not None
        assert shapes.kept <= 500
    assert shapes.kept > 300


def test_what_cannot_be_shaped_is_not_tried_again() -> None:
    for error in (TooLarge(), GraphQLError("null")):
        shapes = KnownShapes()
        tried: list[Exception] = []

        def make(error: Exception = error, tried: list[Exception] = tried) -> Shape:
            tried.append(error)
            raise error

        assert shapes.of(_place(), make) is shapes.of(_place(), make) is None
        assert len(tried) == 1


def test_texts_that_are_kept_do_not_take_more_room_than_was_given() -> None:
    reader = OperationReader(executable_schema(), Limits(), most_characters=1_000)
    texts = [f"{{ plannen {{ nodes {{ veld{number}: id }} }} }}" for number in range(40)]
    for text in texts:
        reader.read(text, None)
        assert reader.kept <= 1_000
    assert reader.known(texts[-1], None) is not None
    assert reader.known(texts[0], None) is None
    large = "{ plannen { nodes { id } } }" + " " * 1_000
    assert reader.read(large, None).requested
    assert reader.known(large, None) is None


def test_questions_that_differ_in_values_only_are_one_question() -> None:
    reader = OperationReader(executable_schema(), Limits())
    texts = (f'{{ plan(id: "{plan_id}", versie: {version}) {{ id }} }}' for plan_id, version in (("a", 1), ("b", 2)))
    assert len({reader.read(text, None).digest for text in texts}) == 1
