"""What a resolver has of its request: the caller's access, the store, and what the operation asks for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final, TypeAlias

import strawberry

from api.access.access import Access, Judgement
from api.access.refusal import Refusal
from api.errors import Code, Fault, RequestRefused
from api.identity.claims import ACR
from api.indicators.service import Indicators
from api.logbook.reading import Logbook
from api.logbook.trail import PLAN_ITSELF, Trail, Value
from api.store.changing import Changer
from api.store.crowds import Crowds
from api.store.happenings import Happenings
from api.store.plans import PlanReader
from api.store.projection import Wanted
from api.store.registration import Registrar
from api.store.worklist import WorkList
from api.view.plan_view import PlanView
from api.webhooks.desk import Desk
from plan_schema.process.terms import STANDARD, Terms

_LIST_HINT: Final = (
    " Niet elk plan in de lijst geeft u dit veld: filter op relatie, of vraag met Prefer: handling=lenient."
)


@dataclass(frozen=True, slots=True)
class Store:
    """The doors of the store: read, register, change, count, look at what happened and at what is to be done, know the crowd.

    `webhooks`: where they can be signed. `terms`: by which steps of the process are due.
    """

    reader: PlanReader
    registrar: Registrar
    changer: Changer
    happenings: Happenings
    logbook: Logbook
    worklist: WorkList
    crowds: Crowds
    webhooks: Desk | None = None
    indicators: Indicators | None = None
    terms: Terms = STANDARD


@dataclass(slots=True)
class RequestContext:
    """One request, and the only way out for a view: what leaves through here is in the logs.

    `requested` gives, per root field, the plan fields that the operation selects under it, as bits; `provenance` says whether it asks
    anywhere who wrote them; `form` is what a plan is given to the execution as.
    """

    access: Access
    store: Store
    requested: Mapping[str, int]
    provenance: bool
    lenient: bool
    trail: Trail
    idempotency_key: str | None = None
    withheld: list[dict[str, Any]] = field(default_factory=list)
    form: Callable[[PlanView], Any] = attrgetter("shown")

    def wanted(self, root: str) -> Wanted:
        """What of a plan in the answer to a root field will be looked at."""
        return Wanted(self.requested[root], self.provenance)

    def answer(self, view: PlanView, root: str) -> Any:
        """The plan as the caller may see it. Strict: refused as a whole when it selects a field that he may not see."""
        self.trail.of(root, view)
        self.inspect(view, root)
        return self.shown(view, root)

    def shown(self, view: PlanView, root: str) -> Any:
        """The plan as the caller may see it, after `inspect`; what is withheld is null and, leniently, listed."""
        if self.lenient:
            self.withheld.extend(_entry(refusal, view.id) for refusal in view.refused(self.requested[root]))
        self.trail.of(root, view).shows(view.version, self.requested[root] & view.readable)
        return self.form(view)

    def answer_all(self, views: Sequence[PlanView], root: str, hint: str = _LIST_HINT) -> list[Any]:
        """The plans of a list; strictly, one field that one of them does not show refuses the list, with a hint."""
        self.trail.nothing(root)
        for view in views:
            self.trail.of(root, view)
            self._judge(view, root)
        if not self.lenient:
            found = {refusal.path: refusal for view in views for refusal in view.refused(self.requested[root])}
            refuse([found[path] for path in sorted(found)], hint)
        return [self.shown(view, root) for view in views]

    def inspect(self, view: PlanView, root: str) -> None:
        """Refuse the request when, strictly, it selects a field that this plan does not show to this caller."""
        self._judge(view, root)
        if not self.lenient:
            refuse(view.refused(self.requested[root]))

    def consult(self, view: PlanView, root: str) -> None:
        """Look at a plan that is to be changed, as `inspect` does."""
        self.trail.of(root, view).shows(view.version, PLAN_ITSELF)
        self.inspect(view, root)

    async def view(self, plan_id: str, root: str) -> PlanView | None:
        """A plan of which no field leaves; None when for this caller it does not exist."""
        view = await self.store.reader.plan(plan_id, self.access)
        if view is None:
            self.missing(plan_id, root)
        else:
            self.trail.of(root, view).shows(view.version, PLAN_ITSELF)
        return view

    def missing(self, plan_id: str, root: str) -> None:
        """There is no such plan, or not for this caller."""
        self.trail.nothing(root, plan_id)

    def shows_values(self, view: PlanView, root: str, values: Iterable[Value]) -> None:
        """Values of a plan leave, of whichever of its versions."""
        found = list(values)
        self.trail.of(root, view).shows_values(found)
        self.judge(view, [view.judged(path) for _, path in found])

    def judge(self, view: PlanView, judgements: Iterable[Judgement]) -> None:
        """Verdicts on fields of a plan."""
        self.trail.judge(view.id, view.version, judgements)

    def _judge(self, view: PlanView, root: str) -> None:
        self.judge(view, view.judgements(self.requested[root]))


Info: TypeAlias = strawberry.Info[RequestContext, None]


def root_of(info: Info) -> str:
    """The name under which the root field that is being resolved stands in the response."""
    return str(info.path.key)


def refuse(refusals: list[Refusal], hint: str = "") -> None:
    """Refuse the whole request for these fields, naming every one."""
    if refusals:
        raise RequestRefused(403, [_fault(refusal, hint) for refusal in refusals])


def _fault(refusal: Refusal, hint: str) -> Fault:
    return Fault(
        Code.UNAUTHORIZED_FIELD,
        f"U bent niet geautoriseerd voor het veld {refusal.path}.{hint}",
        refusal.path,
        None if refusal.level is None else ACR[refusal.level],
        extra=(("reden", refusal.reason), ("grondslag", refusal.grounds), ("wieWel", refusal.who_may)),
    )


def _entry(refusal: Refusal, plan_id: str) -> dict[str, Any]:
    return {
        "planId": plan_id,
        "pad": refusal.path,
        "reden": refusal.reason,
        "grondslag": refusal.grounds,
        "wieWel": refusal.who_may,
    }
