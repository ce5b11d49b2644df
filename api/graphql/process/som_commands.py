"""The changes of the SOM: the decision of part 3, and the casemanager's concerns."""

from typing import Annotated

import strawberry

from api.graphql.changing import changed, repeat_of
from api.graphql.context import Info
from api.graphql.outcome_types import WijzigPlanResultaat
from api.graphql.scalars import Datum
from api.store.changing import ChangeRequest
from api.store.proposals import Commanded
from api.store.versions import Note
from plan_schema.process.som.decision import CONCERNS, WRITES, Chosen, Decision, decide, raise_concerns
from plan_schema.sections.som import SomBesluitsoort


@strawberry.input(description="Eén mogelijkheid van deel 3, met de woorden die zij vraagt.")
class SomKeuze:
    """One option."""

    soort: SomBesluitsoort = strawberry.field(description="De mogelijkheid.")
    invulling: str | None = strawberry.field(
        description="Te weten, gericht op, namelijk; nodig bij een advies, een training, begeleiding, zorg of hulp, en overig.",
        default=None,
    )


@strawberry.input(description="Een besluit van deel 3, op basis van een gelezen versie.")
class NeemSomBesluitInput:
    """A decision."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")
    besluiten: list[SomKeuze] = strawberry.field(description="Wat is besloten; meer tegelijk kan.")
    toelichting: str | None = strawberry.field(description="Toelichting op het besluit.", default=None)
    motivering: str | None = strawberry.field(
        description="Motivering; nodig als het besluit van de uitkomst afwijkt.", default=None
    )
    beslotenOp: Datum | None = strawberry.field(description="Datum van het besluit; zonder: vandaag.", default=None)


@strawberry.input(
    description="Zorgen van de casemanager over iemand zonder prioriteit, op basis van een gelezen versie."
)
class MeldSomZorgenInput:
    """Concerns."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    verwachteVersie: int = strawberry.field(description="Nummer van de versie die u had gelezen.")
    zorgen: str = strawberry.field(description="Waarom de reclassering er alsnog bij nodig is.")


_NO_NOTE = Note()


@strawberry.type
class SomMutation:
    """The changes of the SOM."""

    @strawberry.mutation(
        description="Neem het besluit van deel 3 van de SOM. Wijkt het af van de uitkomst, dan is een motivering nodig."
    )
    async def neemSomBesluit(
        self,
        info: Info,
        input: Annotated[NeemSomBesluitInput, strawberry.argument(description="Het besluit.")],
    ) -> WijzigPlanResultaat:
        """Take a decision."""
        decision = Decision(
            tuple(Chosen(choice.soort, choice.invulling) for choice in input.besluiten),
            input.toelichting,
            input.motivering,
            input.beslotenOp,
        )
        repeat = repeat_of(info, input.planId, input.verwachteVersie, decision)
        proposal = Commanded(decide(decision), WRITES)
        return await changed(info, input.planId, ChangeRequest(input.verwachteVersie, proposal, _NO_NOTE, repeat))

    @strawberry.mutation(
        description="Meld zorgen: de reclassering wordt alsnog betrokken, en de uitkomst staat open tot het volgende besluit."
    )
    async def meldSomZorgen(
        self,
        info: Info,
        input: Annotated[MeldSomZorgenInput, strawberry.argument(description="De zorgen.")],
    ) -> WijzigPlanResultaat:
        """Raise concerns."""
        repeat = repeat_of(info, input.planId, input.verwachteVersie, input.zorgen)
        proposal = Commanded(raise_concerns(input.zorgen), frozenset({CONCERNS}))
        return await changed(info, input.planId, ChangeRequest(input.verwachteVersie, proposal, _NO_NOTE, repeat))
