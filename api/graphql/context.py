"""What a resolver has of its request: the caller's access, the store, and what the operation asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import strawberry

from api.access.access import Access
from api.access.refusal import Refusal
from api.errors import Code, Fault, RequestRefused
from api.store.changing import Changer
from api.store.plans import PlanReader
from api.store.registration import Registrar
from api.view.plan_view import PlanView

_LIST_HINT: Final = (
    " Niet elk plan in de lijst geeft u dit veld: filter op relatie, of vraag met Prefer: handling=lenient."
)


@dataclass(frozen=True, slots=True)
class Store:
    """The three doors of the store: read, register, change."""

    reader: PlanReader
    registrar: Registrar
    changer: Changer


@dataclass(slots=True)
class RequestContext:
    """One request. `requested` gives, per root field, the plan fields that the operation selects under it, as bits."""

    access: Access
    store: Store
    requested: Mapping[str, int]
    lenient: bool
    idempotency_key: str | None = None
    withheld: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, view: PlanView, root: str) -> dict[str, Any]:
        """The plan as the caller may see it. Strict: refused as a whole when it selects a field that he may not see."""
        self.inspect(view, root)
        return self.shown(view, root)

    def shown(self, view: PlanView, root: str) -> dict[str, Any]:
        """The plan as the caller may see it, after `inspect`; what is withheld is null and, leniently, listed."""
        if self.lenient:
            self.withheld.extend(_entry(refusal, view.id) for refusal in view.refused(self.requested[root]))
        return view.shown

    def answer_all(self, views: Sequence[PlanView], root: str) -> list[dict[str, Any]]:
        """The plans of a list; strictly, one field that one of them does not show refuses the list."""
        if not self.lenient:
            found = {refusal.path: refusal for view in views for refusal in view.refused(self.requested[root])}
            refuse([found[path] for path in sorted(found)], _LIST_HINT)
        return [self.shown(view, root) for view in views]

    def inspect(self, view: PlanView, root: str) -> None:
        """Refuse the request when, strictly, it selects a field that this plan does not show to this caller."""
        if not self.lenient:
            refuse(view.refused(self.requested[root]))


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
