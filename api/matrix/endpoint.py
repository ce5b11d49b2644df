"""`GET /v1/autorisatiematrix`: the matrix as an accessible page, or as JSON for who asks for that. It holds no data of anyone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any, Final, TypeVar

import orjson
from jinja2 import Environment, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from api.access.policy_holder import PolicyHolder
from api.errors import Code, Fault
from api.matrix.overview import Filter, chosen, section_of, tables
from api.problems import problem
from plan_schema.plan import PATHS
from policies.context import OrganisationKind, Purpose
from policies.matrix import named

_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SECTIONS: Final = tuple(dict.fromkeys(section_of(leaf.path) for leaf in PATHS.leaves))
_E = TypeVar("_E", bound=StrEnum)


class _WrongChoice(Exception):
    """A choice that does not exist: its name and what could be chosen."""

    def __init__(self, name: str, values: Iterable[str]) -> None:
        super().__init__(name)
        self.name = name
        self.values = ", ".join(values)


@dataclass(frozen=True, slots=True)
class _Choice:
    """One list to choose from on the page."""

    name: str
    label: str
    values: tuple[str, ...]
    chosen: str | None


class MatrixEndpoint:
    """The published matrix of the policy in force."""

    def __init__(self, policies: PolicyHolder, today: Callable[[], date]) -> None:
        self._policies = policies
        self._today = today
        folder = files("api.matrix")
        self._page = Environment(autoescape=True, undefined=StrictUndefined).from_string(
            folder.joinpath("pagina.html").read_text("utf-8")
        )
        self._style = folder.joinpath("pagina.css").read_bytes()

    async def matrix(self, request: Request) -> Response:
        """The page, or with `Accept: application/json` the cells."""
        try:
            part = _filter(request)
        except _WrongChoice as wrong:
            return problem(
                400,
                [
                    Fault(
                        Code.ONGELDIGE_WAARDE,
                        f"Onbekende keuze voor {wrong.name}.",
                        wrong.name,
                        f"een van {wrong.values}",
                    )
                ],
            )
        policy = self._policies.on(self._today())
        if "application/json" in request.headers.get("accept", ""):
            body: dict[str, Any] = {
                "revisie": policy.revision,
                "cellen": [named(cell) for cell in chosen(policy, PATHS, part)],
            }
            return Response(orjson.dumps(body), media_type="application/json")
        page = self._page.render(revision=policy.revision, choices=_choices(part), tables=tables(policy, PATHS, part))
        return Response(page, 200, {"Content-Security-Policy": _PAGE_POLICY}, "text/html")

    async def style(self, _: Request) -> Response:
        """The page's style sheet."""
        return Response(self._style, media_type="text/css")


def _filter(request: Request) -> Filter:
    return Filter(_one(request, "organisatie", OrganisationKind), _one(request, "doel", Purpose), _section(request))


def _one(request: Request, name: str, kind: type[_E]) -> _E | None:
    value = request.query_params.get(name)
    if value and value not in kind.__members__:
        raise _WrongChoice(name, kind.__members__)
    return kind(value) if value else None


def _section(request: Request) -> str | None:
    value = request.query_params.get("sectie")
    if value and value not in _SECTIONS:
        raise _WrongChoice("sectie", _SECTIONS)
    return value or None


def _choices(part: Filter) -> list[_Choice]:
    return [
        _Choice("organisatie", "Organisatie", tuple(OrganisationKind), part.organisation),
        _Choice("doel", "Doel", tuple(Purpose), part.purpose),
        _Choice("sectie", "Sectie", _SECTIONS, part.section),
    ]
