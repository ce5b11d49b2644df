"""What the SOM says of a plan, as the interface shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

import strawberry

from api.graphql import enums as _enums  # noqa: F401 - marks the value lists for Strawberry
from api.graphql.output_types import Plan
from api.graphql.scalars import Datum
from api.view.conclusions import Concluded
from api.view.plan_view import PlanView
from plan_schema.process.som.conclusions import SomConclusion, Taken
from plan_schema.process.som.evaluation import FactFound, Finding, Outcome, Verdict
from plan_schema.process.som.rule_sets import RuleSet
from plan_schema.process.som.signal import Signal, SignalKind
from plan_schema.sections.som import SomBesluitsoort, SomFase, SomPrioriteit

strawberry.enum(Verdict, name="SomOordeel", description="Of een criterium van de SOM geldt; onbekend geldt nooit.")
strawberry.enum(SignalKind, name="SomSignaalSoort", description="Reden om een besluit van de SOM opnieuw te bezien.")

_SIGNALS = {
    SignalKind.UITKOMST_VERANDERD: "De regels geven nu een andere uitkomst dan toen het besluit werd genomen.",
    SignalKind.VONNIS: "Het besluit is in de preventieve fase genomen, en er is nu een vonnis: herhaal de SOM.",
    SignalKind.ZORGEN: "De casemanager meldde zorgen waarover nog geen besluit is genomen.",
    SignalKind.MOTIVERING_ONTBREEKT: "Het besluit wijkt af van de uitkomst, en zegt niet waarom.",
}


@strawberry.type(description="Een versie van de regels van de SOM.")
class SomRegelset:
    """A rule set."""

    naam: str = strawberry.field(description="Naam, zoals die bij een uitkomst wordt vastgelegd.")
    titel: str = strawberry.field(description="Waar de regels vandaan komen, in woorden.")
    bron: str = strawberry.field(description="Regels van het rapport.")

    @classmethod
    def of(cls, rule_set: RuleSet) -> "SomRegelset":
        """A rule set as the interface shows it."""
        return cls(naam=rule_set.name, titel=rule_set.title, bron=rule_set.source)


@strawberry.type(description="Een feit waarmee criteria vergelijken.")
class SomFeit:
    """One fact."""

    naam: str = strawberry.field(description="Naam van het feit, zoals de regelset die noemt.")
    omschrijving: str = strawberry.field(description="Wat het feit is.")
    waarde: str | None = strawberry.field(description="De waarde, of de datum; null als die niet bekend is.")
    paden: list[str] = strawberry.field(description="De velden van het plan waar het feit vandaan komt.")

    @classmethod
    def of(cls, found: FactFound) -> "SomFeit":
        """A fact as the interface shows it."""
        value = found.value.isoformat() if isinstance(found.value, date) else found.value
        return cls(
            naam=found.fact.name,
            omschrijving=found.fact.description,
            waarde=None if value is None else str(value),
            paden=sorted(found.rests_on),
        )


@strawberry.type(description="Een criterium van de SOM, en of het in dit plan geldt.")
class SomCriterium:
    """One criterion."""

    id: strawberry.ID = strawberry.field(description="Nummer van het criterium, zoals S7.")
    naam: str = strawberry.field(description="Naam van het criterium.")
    fase: SomFase | None = strawberry.field(description="Fase waarin het geldt; null: in beide.")
    oordeel: Verdict = strawberry.field(description="Of het geldt.")
    uitkomst: SomPrioriteit = strawberry.field(description="Wat het criterium zegt als het geldt.")
    toelichting: str = strawberry.field(description="Waarom.")
    bron: str = strawberry.field(description="Regels van het rapport.")
    feiten: list[SomFeit] = strawberry.field(description="De feiten die zijn gebruikt of erbij worden getoond.")
    ontbreekt: list[str] = strawberry.field(description="Namen van feiten die nodig zijn en niet bekend.")

    @classmethod
    def of(cls, finding: Finding) -> "SomCriterium":
        """A criterion as the interface shows it."""
        criterion = finding.criterion
        return cls(
            id=strawberry.ID(criterion.id),
            naam=criterion.name,
            fase=criterion.phase,
            oordeel=finding.verdict,
            uitkomst=criterion.outcome,
            toelichting=criterion.explanation,
            bron=criterion.source,
            feiten=[SomFeit.of(found) for found in finding.facts],
            ontbreekt=[fact.name for fact in finding.missing],
        )


@strawberry.type(description="Het besluit van deel 3, zoals het is genomen.")
class SomGenomenBesluit:
    """A decision."""

    besluiten: list[SomBesluitsoort] = strawberry.field(description="Wat is besloten; er kunnen er meer zijn.")
    nadereInvulling: str | None = strawberry.field(description="Te weten, gericht op, namelijk.")
    toelichting: str | None = strawberry.field(description="Toelichting op het besluit.")
    motiveringAfwijking: str | None = strawberry.field(description="Motivering als het van de uitkomst afwijkt.")
    beslotenOp: Datum | None = strawberry.field(description="Datum van het besluit.")

    @classmethod
    def of(cls, taken: Taken) -> "SomGenomenBesluit":
        """A decision as the interface shows it."""
        return cls(
            besluiten=list(taken.options),
            nadereInvulling=taken.words,
            toelichting=taken.explanation,
            motiveringAfwijking=taken.motivation,
            beslotenOp=None if taken.decided_on is None else Datum(taken.decided_on.isoformat()),
        )


@strawberry.type(description="Een reden om een besluit van de SOM opnieuw te bezien.")
class SomSignaal:
    """One reason."""

    soort: SignalKind = strawberry.field(description="Soort reden.")
    melding: str = strawberry.field(description="De reden, in woorden.")
    eerder: SomPrioriteit | None = strawberry.field(description="Uitkomst toen het besluit werd genomen.")
    nu: SomPrioriteit = strawberry.field(description="Uitkomst van nu.")

    @classmethod
    def of(cls, signal: Signal) -> "SomSignaal":
        """A reason as the interface shows it."""
        return cls(soort=signal.kind, melding=_SIGNALS[signal.kind], eerder=signal.before, nu=signal.now)


Kind = TypeVar("Kind", Outcome, Finding, Taken, Signal)


def _of_kind(found: Sequence[SomConclusion], kind: type[Kind]) -> list[Kind]:
    return [conclusion for conclusion in found if isinstance(conclusion, kind)]


@strawberry.type(
    description="Wat de regels van de SOM vandaag van een plan zeggen. Wat berust op iets dat u niet mag lezen, is weggelaten."
)
class SomUitslag:
    """All that the SOM says of one plan."""

    planId: strawberry.ID = strawberry.field(description="Id van het plan.")
    versie: int = strawberry.field(description="Versie van het plan.")
    regelset: SomRegelset | None = strawberry.field(description="De regels die gelden.")
    fase: SomFase | None = strawberry.field(description="Preventief of na vonnis.")
    uitkomst: SomPrioriteit | None = strawberry.field(description="De uitkomst van vandaag.")
    bepalend: list[str] = strawberry.field(description="Nummers van de criteria die de uitkomst bepalen.")
    criteria: list[SomCriterium] = strawberry.field(description="Elk criterium, ook als het niet geldt.")
    ontbreekt: list[str] = strawberry.field(description="Namen van feiten waarvan een criterium nog afhangt.")
    besluit: SomGenomenBesluit | None = strawberry.field(description="Het besluit van deel 3, als dat er is.")
    signalen: list[SomSignaal] = strawberry.field(description="Redenen om het besluit opnieuw te bezien.")
    weggelaten: int = strawberry.field(
        description="Hoeveel er is weggelaten, omdat u niet alles mag lezen waarop het berust."
    )
    plan: Any = strawberry.field(description="Het plan zelf.", graphql_type=Plan)

    @classmethod
    def of(cls, view: PlanView, found: Concluded[SomConclusion], plan: Any) -> "SomUitslag":
        """What may be told of a plan."""
        outcome = next(iter(_of_kind(found.shown, Outcome)), None)
        findings = _of_kind(found.shown, Finding)
        return cls(
            planId=strawberry.ID(view.id),
            versie=view.version,
            regelset=None if outcome is None else SomRegelset.of(outcome.rule_set),
            fase=None if outcome is None else outcome.phase,
            uitkomst=None if outcome is None else outcome.priority,
            bepalend=[] if outcome is None else list(outcome.decided_by),
            criteria=[SomCriterium.of(finding) for finding in findings],
            ontbreekt=list(dict.fromkeys(fact.name for finding in findings for fact in finding.missing)),
            besluit=next(
                (SomGenomenBesluit.of(taken) for taken in _of_kind(found.shown, Taken) if taken.options), None
            ),
            signalen=[SomSignaal.of(signal) for signal in _of_kind(found.shown, Signal) if signal.given],
            weggelaten=len(found.withheld),
            plan=plan,
        )
