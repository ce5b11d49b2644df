"""A draft: the version on which somebody bases a change, and what he may do with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.access.access import Access, Rights
from api.access.refusal import Refusal
from api.store.driver import Document
from api.store.permission import refused
from api.store.scribe import Scribe, document_of
from api.store.versions import Version
from api.view.plan_view import PlanView
from plan_schema.changes import Change
from plan_schema.paths import Paths


@dataclass(frozen=True, slots=True)
class Draft:
    """One plan in the version `number`, whose values are in `base`, and the one who wants it different."""

    base: Document
    number: int
    access: Access
    rights: Rights
    paths: Paths
    scribe: Scribe

    def view(self, document: Document) -> PlanView:
        """A state of the plan as this caller may see it."""
        return PlanView(document, self.rights, self.access, self.paths)

    def with_changes(self, changes: Sequence[Change]) -> tuple[Version, Document]:
        """The version that these changes would make of the draft, and the document that goes with it."""
        version = self.scribe.version(self.base, changes)
        return version, document_of(self.base, version)

    def refused(self, named: Iterable[str], changes: Sequence[Change]) -> tuple[Refusal, ...]:
        """Every path that stands in the way of making these changes to the draft; `named`: what must be readable."""
        return self.refused_as(named, changes, self.with_changes(changes)[1])

    def refused_as(self, named: Iterable[str], changes: Sequence[Change], wanted: Document) -> tuple[Refusal, ...]:
        """The same, for who knows already what document these changes make of it."""
        return refused(self.access, self.paths, named, changes, self.view(self.base), self.view(wanted))
