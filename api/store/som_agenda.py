"""The agenda of the weekly meeting about the SOM: the plans of an inrichting, part after part, each by an index."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from api.access.access import Access
from api.store.listing import Ordering, PlanQuery, SomCriteria, SortKey
from api.store.plans import PlanReader, UnknownCursor
from api.store.projection import Wanted
from api.view.plan_view import PlanView
from plan_schema.plan import PATHS
from plan_schema.process.som.agenda import AGENDA, AGENDA_PATHS, Part
from plan_schema.sections.som import SomPrioriteit
from policies.context import Relation

_RELATIONS: Final = frozenset({Relation.EIGEN_PI, Relation.TOEGEWEZEN})
_FIELDS: Final = reduce(or_, (PATHS.bit(path) for path in AGENDA_PATHS))


@dataclass(frozen=True, slots=True)
class AgendaQuestion:
    """Which plans: every criterion that is given must hold."""

    inrichting: str | None = None
    priorities: frozenset[SomPrioriteit] | None = None
    decided: bool | None = None
    reconsider: bool | None = None


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """A part of the agenda, each plan with its cursor, and whether there is more."""

    entries: tuple[tuple[PlanView, str], ...]
    has_next: bool


async def agenda_page(
    reader: PlanReader, question: AgendaQuestion, access: Access, first: int, cursor: str | None, wanted: Wanted
) -> AgendaPage:
    """At most `first` plans after the one that the cursor names; UnknownCursor. `wanted`: all that will be looked at in them."""
    start, after = _place(cursor)
    found: list[tuple[PlanView, str]] = []
    for number, part in list(enumerate(AGENDA))[start:]:
        query = query_of(question, part)
        if query is None:
            continue
        continued = after if number == start else None
        page = await reader.plans(query, access, first - len(found), continued, wanted)
        found.extend((view, f"{number}.{view.id}") for view in page.views)
        if page.has_next:
            return AgendaPage(tuple(found), has_next=True)
    return AgendaPage(tuple(found), has_next=False)


def query_of(question: AgendaQuestion, part: Part) -> PlanQuery | None:
    """What a part of the agenda asks of the database; None when it holds nothing of what was asked."""
    if question.decided not in (None, part.decided):
        return None
    priorities = part.priorities if question.priorities is None else part.priorities & _recorded(question.priorities)
    if not priorities:
        return None
    values = frozenset(None if priority is None else priority.value for priority in priorities)
    return PlanQuery(
        inrichting=question.inrichting,
        relations=_RELATIONS,
        order=(Ordering(SortKey.DATUM_BINNENKOMST),),
        fields=_FIELDS,
        som=SomCriteria(values, part.decided, question.reconsider),
    )


def _recorded(asked: Iterable[SomPrioriteit]) -> frozenset[SomPrioriteit | None]:
    # Of a plan without an outcome nothing is known either.
    wanted = frozenset[SomPrioriteit | None](asked)
    return wanted | {None} if SomPrioriteit.ONBEKEND in wanted else wanted


def _place(cursor: str | None) -> tuple[int, str | None]:
    if cursor is None:
        return 0, None
    number, _, plan_id = cursor.partition(".")
    if not (number.isascii() and number.isdigit() and int(number) < len(AGENDA)) or not plan_id:
        raise UnknownCursor
    return int(number), plan_id
