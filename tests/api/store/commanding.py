"""Small commands on a plan, to try the door of commands with: one that needs a hulpvraag, one that looks at what few may read."""

from datetime import date

from plan_schema.patch import Patch
from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.basis import Basis
from plan_schema.process.order import Command, Order
from plan_schema.values import Node

REFUSED = Problem("onderdak.hulpvraag", ProblemCode.TEGENSTRIJDIG, "Er is al een hulpvraag.", "geen hulpvraag")


def ask_for_shelter(text: str) -> Command:
    """A hulpvraag, when there is none."""

    def command(document: Node, _: date) -> Order:
        basis = Basis(document)
        if basis.value("onderdak.hulpvraag") is not None:
            return Order(problems=(REFUSED,), rests_on=basis.looked_at)
        return Order({"onderdak": {"hulpvraag": text}}, rests_on=basis.looked_at)

    return command


def when_empty(paths: tuple[str, ...], patch: Patch) -> Command:
    """A patch, when nothing is recorded at any of these paths; looks no further than the first that holds something."""

    def command(document: Node, _: date) -> Order:
        basis = Basis(document)
        held = any(basis.value(path) is not None for path in paths)
        return Order(patch, (REFUSED,) if held else (), basis.looked_at)

    return command
