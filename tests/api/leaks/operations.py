# Longer than 300 lines: every road of the API has its maker here, so that a run asks them in one random order.
"""Random operations: every road of the API, asked by anybody, for any doelen, in any form."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from api.graphql.plan_list import FILTER_PATHS
from api.identity.personas import PERSONAS
from api.store.listing import SortKey
from plan_schema.plan import PATHS, PlanStatus
from policies.context import RELATIONS_OF, Phase
from policies.policy import Policy
from tests.api.leaks.askers import Asker, askers
from tests.api.leaks.markers import tokens
from tests.api.leaks.patches import Patches
from tests.api.leaks.planted import Planted
from tests.api.leaks.selections import Writer

ABSENT: Final = "018f0000-0000-7000-8000-000000000000"
CHANGES: Final = "pad oud nieuw versie organisatie"
SOM: Final = """
    planId versie fase uitkomst bepalend ontbreekt weggelaten criteria { id oordeel feiten { naam waarde paden } ontbreekt }
    besluit { besluiten nadereInvulling toelichting motiveringAfwijking beslotenOp } signalen { soort eerder nu }"""
OUTCOMES: Final = f"""
    ... on PlanGewijzigd {{ plan %s samengevoegd {{ {CHANGES} }} }}
    ... on VersieConflict {{ huidigeVersie conflicten {{ pad basis huidig voorgesteld }} }}
    ... on VeldenNietToegestaan {{ velden {{ pad reden grondslag wieWel }} }}
    ... on OngeldigeWijziging {{ problemen {{ pad code melding verwacht }} }}
    ... on PlanNietGevonden {{ melding }}"""
_REGISTERED: Final = """
    ... on DetentieGeregistreerd { plan %s }
    ... on PlanBestaatAl { planId }
    ... on VeldenNietToegestaan { velden { pad reden grondslag wieWel } }
    ... on OngeldigeWijziging { problemen { pad code melding verwacht } }"""


@dataclass(slots=True)
class Operation:
    """One request. `body` replaces query and variables where the request is malformed on purpose."""

    road: str
    asker: Asker
    text: str
    variables: dict[str, Any] = field(default_factory=dict)
    lenient: bool = False
    plan_id: str | None = None
    body: bytes | None = None
    media_type: str = "application/json"

    @property
    def sent(self) -> set[str]:
        """The markers that the caller sent."""
        return tokens([self.text, self.variables, (self.body or b"").decode("utf-8", "replace")])


class Operations:
    """Makes operations on the planted plans, one asker after the other."""

    def __init__(self, planted: Planted, policy: Policy, rng: random.Random) -> None:
        self._planted = planted
        self._policy = policy
        self._rng = rng
        self._patches = Patches(planted, policy, rng)
        self._askers = askers(rng)
        self._numbers = count(1)
        self._roads = (
            (self._plan, 6),
            (self._list, 4),
            (self._history, 2),
            (self._difference, 2),
            (self._rights, 1),
            (self._why, 1),
            (self._som, 2),
            (self._agenda, 1),
            (self._change, 6),
            (self._register, 1),
            (self._malformed, 1),
        )

    def __iter__(self) -> Iterator[Operation]:
        makers = [make for make, weight in self._roads for _ in range(weight)]
        while True:
            yield self._rng.choice(makers)(next(self._askers))

    # Reading ----------------------------------------------------------------------------------------------------------

    def _plan(self, asker: Asker) -> Operation:
        rng = self._rng
        plan_id, writer, lenient = self._any_plan(asker), *self._writer(asker)
        time, road = "", "plan"
        declared = {"id": "ID!"}
        variables: dict[str, Any] = {"id": plan_id}
        if rng.random() < 0.3:
            road, declared["versie"], variables["versie"] = "plan(versie)", "Int", rng.randrange(-1, 8)
            time = ", versie: $versie"
        elif rng.random() < 0.3:
            road, time = "plan(bekendOp)", f', bekendOp: "{self._moment(plan_id)}"'
        body = f"plan(id: $id{time}) {writer.plan()}"
        if rng.random() < 0.15:
            body += f' ander: plan(id: "{self._any_plan(asker)}") {writer.plan()}'
        return self._made(road, asker, writer, declared, body, variables, lenient=lenient, plan_id=plan_id)

    def _list(self, asker: Asker) -> Operation:
        rng = self._rng
        writer, lenient = self._writer(asker, density=0.1)
        variables: dict[str, Any] = {
            "filter": self._filter(asker),
            "sorteer": self._order(),
            "first": rng.choice([1, 2, 3, 100, 100, 100]),
        }
        if rng.random() < 0.2:
            variables["after"] = rng.choice([self._any_plan(asker), ABSENT, "0", "geen cursor"])
        declared = {"filter": "PlanFilter", "sorteer": "[PlanSortering!]", "first": "Int", "after": "String"}
        plans = f"nodes {writer.plan()}" if rng.random() < 0.7 else f"edges {{ cursor node {writer.plan()} }}"
        total = " totaal" if rng.random() < 0.6 else ""
        body = (
            f"plannen(filter: $filter, sorteer: $sorteer, first: $first, after: $after) "
            f"{{ {plans}{total} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}"
        )
        return self._made("plannen", asker, writer, declared, body, variables, lenient=lenient)

    def _filter(self, asker: Asker) -> dict[str, Any] | None:
        rng = self._rng
        if rng.random() < 0.3:
            return None
        some = self._planted.document(self._any_plan(asker, existing=True))
        person, detention, back = some["betrokkene"], some["detentie"], some["terugkeer"]
        choices: dict[str, Any] = {
            "status": [rng.choice(list(PlanStatus)).value, some["status"]],
            "fase": rng.choice(list(Phase)).value,
            "gemeente": back.get("herkomstgemeente", "0202"),
            "inrichting": detention["inrichting"],
            "burgerservicenummer": _text_or(person.get("burgerservicenummer"), "999990342"),
            "sknNummer": person["sknNummer"],
            "relatie": [rng.choice(sorted(RELATIONS_OF[asker.reader.kind]) or ["EIGEN_PI"])],
        }
        assert choices.keys() == FILTER_PATHS.keys()
        return {name: choices[name] for name in rng.sample(sorted(choices), rng.choice([1, 1, 1, 2]))}

    def _order(self) -> list[dict[str, str]] | None:
        rng = self._rng
        if rng.random() < 0.5:
            return None
        keys = rng.sample(list(SortKey), rng.choice([1, 2]))
        return [{"veld": key.name, "richting": rng.choice(["OPLOPEND", "AFLOPEND"])} for key in keys]

    def _history(self, asker: Asker) -> Operation:
        rng = self._rng
        plan_id, writer = self._any_plan(asker), Writer(rng, 0, 0.0)
        versions = f"nummer tijdstip organisatie organisatienaam rol doelen toelichting peildatum bron beleidsrevisie wijzigingen {{ {CHANGES} }}"
        inner = f"nodes {{ {versions} }}" if rng.random() < 0.6 else f"edges {{ cursor node {{ {versions} }} }}"
        body = f"historie(planId: $id, first: $first, after: $after) {{ {inner} pageInfo {{ hasNextPage startCursor endCursor }} }}"
        after = rng.choice([None, None, str(rng.randrange(9)), "geen cursor"])
        variables = {"id": plan_id, "first": rng.choice([1, 3, 25]), "after": after}
        declared = {"id": "ID!", "first": "Int", "after": "String"}
        return self._made(
            "historie", asker, writer, declared, body, variables, lenient=rng.random() < 0.3, plan_id=plan_id
        )

    def _difference(self, asker: Asker) -> Operation:
        rng = self._rng
        plan_id = self._any_plan(asker)
        variables = {"id": plan_id, "van": rng.randrange(5), "tot": rng.choice([None, rng.randrange(7)])}
        declared = {"id": "ID!", "van": "Int!", "tot": "Int"}
        body = f"verschil(planId: $id, van: $van, tot: $tot) {{ {CHANGES} }}"
        return self._made("verschil", asker, Writer(rng, 0, 0.0), declared, body, variables, plan_id=plan_id)

    def _rights(self, asker: Asker) -> Operation:
        plan_id = self._any_plan(asker)
        body = "mijnRechten(planId: $id) { pad lezen schrijven grondslag voorwaarde }"
        return self._made(
            "mijnRechten", asker, Writer(self._rng, 0, 0.0), {"id": "ID"}, body, {"id": plan_id}, plan_id=plan_id
        )

    def _why(self, asker: Asker) -> Operation:
        rng = self._rng
        plan_id = self._any_plan(asker)
        paths = self._planted.registry.written.get((plan_id, 1), ["onderdak.hulpvraag"])
        path = rng.choice([rng.choice(PATHS.leaves).path, rng.choice(paths), "geen.pad", f"doelen[{ABSENT}].status"])
        variables = {"id": plan_id, "pad": path, "actie": rng.choice(["LEZEN", "SCHRIJVEN"])}
        declared = {"id": "ID", "pad": "String!", "actie": "Actie!"}
        body = "waarom(planId: $id, pad: $pad, actie: $actie) { toegestaan pad regel toelichting grondslag doel relatie fase voorwaarde reden wieWel }"
        return self._made("waarom", asker, Writer(rng, 0, 0.0), declared, body, variables, plan_id=plan_id)

    def _som(self, asker: Asker) -> Operation:
        plan_id, lenient = self._any_plan(asker), self._rng.random() < 0.5
        body = f"som(planId: $id) {{ {SOM} }}"
        writer = Writer(self._rng, 0, 0.0)
        return self._made("som", asker, writer, {"id": "ID!"}, body, {"id": plan_id}, plan_id=plan_id, lenient=lenient)

    def _agenda(self, asker: Asker) -> Operation:
        rng = self._rng
        body = f"somOverzicht(filter: $filter, first: $first) {{ nodes {{ {SOM} }} edges {{ cursor }} pageInfo {{ endCursor }} }}"
        given = rng.choice([None, {"besloten": rng.random() < 0.5}, {"herbeoordelen": True}, {"prioriteit": ["LAAG"]}])
        variables = {"filter": given, "first": rng.choice([1, 25, 100])}
        declared = {"filter": "SomFilter", "first": "Int"}
        writer = Writer(rng, 0, 0.0)
        return self._made("somOverzicht", asker, writer, declared, body, variables, lenient=rng.random() < 0.5)

    # Writing ----------------------------------------------------------------------------------------------------------

    def _change(self, asker: Asker) -> Operation:
        rng = self._rng
        plan_id, writer, lenient = self._any_plan(asker), *self._writer(asker, density=0.07)
        version, patch = self._patches.change(asker.reader, plan_id)
        mint = self._planted.mint
        given: dict[str, Any] = {"planId": plan_id, "verwachteVersie": version, "wijziging": patch}
        if rng.random() < 0.4:
            given |= {"toelichting": mint.text(), "bron": mint.text(), "peildatum": mint.date()}
        body = f"wijzigPlan(input: $input) {{ __typename {OUTCOMES % writer.plan()} }}"
        declared = {"input": "WijzigPlanInput!"}
        return self._made(
            "wijzigPlan",
            asker,
            writer,
            declared,
            body,
            {"input": given},
            plan_id=plan_id,
            lenient=lenient,
            kind="mutation",
        )

    def _register(self, asker: Asker) -> Operation:
        if self._rng.random() < 0.7:
            # Only these can register at all.
            name = self._rng.choice(["casemanager-arnhem", "backoffice-arnhem", "casemanager-zaanstad"])
            asker = Asker(name, tuple(sorted(PERSONAS[name].allowed)), None)
        writer, lenient = self._writer(asker, density=0.1)
        body = f"registreerDetentie(input: $input) {{ __typename {_REGISTERED % writer.plan()} }}"
        variables = {"input": {"gegevens": self._patches.registration(), "toelichting": self._planted.mint.text()}}
        declared = {"input": "RegistreerDetentieInput!"}
        return self._made(
            "registreerDetentie", asker, writer, declared, body, variables, lenient=lenient, kind="mutation"
        )

    # Wrong ------------------------------------------------------------------------------------------------------------

    def _malformed(self, asker: Asker) -> Operation:
        rng = self._rng
        marker, plan_id = self._planted.mint.text(), self._any_plan(asker)
        operation = Operation("onzin", asker, "{ __typename }", {}, rng.random() < 0.5)
        match rng.randrange(9):
            case 0:
                operation.body = f'{{"query": "{marker}'.encode()
            case 1:
                operation.body = f'[{{"query": "{marker}"}}]'.encode()
            case 2:
                operation.text = f'{{ plan(id: "{plan_id}") {{ geenVeld(v: "{marker}") }} }}'
            case 3:
                operation.text = f'{{ plan(id: "{plan_id}", geenArgument: "{marker}") {{ id }} }}'
            case 4:
                operation.text, operation.variables = "query ($v: Int) { __typename }", {"v": marker}
            case 5:
                operation.text = (
                    f'{{ plannen(filter: {{burgerservicenummer: "{marker}", status: {marker}}}) {{ totaal }} }}'
                )
            case 6:
                operation.text = f'{{ plan(id: "{marker}\\u0000") {{ id betrokkene {{ geslachtsnaam }} }} }}'
            case 7:
                operation.text, operation.variables = (
                    "query ($f: PlanFilter) { plannen(filter: $f) { totaal } }",
                    {"f": {"sknNummer": marker, "gemeente": marker, "inrichting": marker * 40, "geenVeld": marker}},
                )
            case _:
                operation.media_type = f"text/{marker}"
        return operation

    # Shared -----------------------------------------------------------------------------------------------------------

    def _made(
        self,
        road: str,
        asker: Asker,
        writer: Writer,
        declared: Mapping[str, str],
        body: str,
        variables: dict[str, Any],
        *,
        plan_id: str | None = None,
        lenient: bool = False,
        kind: str = "query",
    ) -> Operation:
        text = writer.document(kind, declared, body)
        return Operation(road, asker, text, variables | writer.variables, lenient, plan_id)

    def _writer(self, asker: Asker, density: float | None = None) -> tuple[Writer, bool]:
        """A writer of selections and whether the question is lenient. Strict ones mostly stay within what can be had."""
        rng, reader = self._rng, asker.reader
        best = self._policy.best(reader.kind, reader.role, reader.purposes)
        lenient = rng.random() < 0.6
        everything = (1 << len(PATHS.leaves)) - 1
        pool = rng.choice(
            [everything, everything, best.best_read]
            if lenient
            else [best.read[0], best.read[0], best.best_read, everything]
        )
        return Writer(rng, pool, rng.choice([0.03, 0.1, 0.3]) if density is None else density), lenient

    def _any_plan(self, asker: Asker, *, existing: bool = False) -> str:
        """A plan: mostly one that the asker is tied to, sometimes another, sometimes none that exists."""
        rng, plans = self._rng, self._planted.oracle.plans
        chance = rng.random()
        if chance < 0.04 and not existing:
            return ABSENT
        tied: Sequence[str] = [plan_id for plan_id, known in plans.items() if asker.reader.oin in known.ties]
        return rng.choice(tied if tied and chance < 0.85 else list(plans))

    def _moment(self, plan_id: str) -> str:
        records = self._planted.database["versies"].find({"planId": plan_id}, {"tijdstip": 1})
        moment = self._rng.choice([record["tijdstip"] for record in records] or [None])
        return moment.isoformat() if moment else "2020-01-01T00:00:00Z"


def _text_or(value: Any, other: str) -> str:
    return value if isinstance(value, str) else other
