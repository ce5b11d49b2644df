"""Who can be told of changes: an organisation in all the roles that it has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from api.access.access import Access
from api.access.facts import PlanFacts
from api.store.work import keys_of
from api.view.plan_view import PlanView
from plan_schema.paths import Paths
from plan_schema.values import Node


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation, with an access for each role in which it can ask, over every doel."""

    oin: str
    accesses: tuple[Access, ...]

    def views(self, document: Node, facts: PlanFacts, paths: Paths) -> list[PlanView]:
        """A plan as each of its roles may see it; none when for this organisation the plan does not exist."""
        if not self.accesses[0].relations(facts):
            # So it is with most plans, and it need not be found out for every role.
            return []
        return [
            PlanView(document, rights, access, paths)
            for access in self.accesses
            if (rights := access.rights(facts)) is not None
        ]

    @property
    def keys(self) -> Sequence[str]:
        """The keys under which its work is found."""
        return keys_of(self.accesses[0].caller.organisation)


Recipients = Callable[[], Iterable[Recipient]]
"""Every organisation that can be told, under the policy and on the day of now."""
