"""What each persona sees of the rich plan: access.md §2, written down once more, column by column."""

import json
from typing import Final

import pytest

from tests.api.client import Api
from tests.api.graphql.conftest import World
from tests.api.graphql.rich_plan import distinct_texts, make_rich_plan
from tests.api.graphql.selection import leaf_paths, plan_query, under

LENIENT: Final = {"Prefer": "handling=lenient"}

PLAN_STATUS: Final = ("status", "vastgesteldOp")
DETENTION_DATES: Final = (
    "detentie.datumAanvang",
    "detentie.datumInvrijheidstelling",
    "detentie.einddatumStatus",
    "detentie.inrichting",
)
INTERNAL_TO_3RO: Final = ("samenStarten.bekendheid.criteria", "samenStarten.bekendheid.aantekeningRpi")
SCREENING_BY_DJI: Final = tuple(
    f"screening.{name}"
    for name in (
        "scilUitgevoerd",
        "scilConclusie",
        "scilDatum",
        "reflectorUitgevoerd",
        "reflectorResultaat",
        "taalmeterUitgevoerd",
        "taalmeterResultaat",
        "risicoscreenerGeweld",
        "communicatiebehoefte",
    )
)
NOT_SHARED: Final = ("screening.risc", "screening.zelfredzaamheid")
NOT_FOR_BETROKKENE: Final = (
    *INTERNAL_TO_3RO,
    *(
        f"contacten[].{name}"
        for name in ("naam", "organisatie", "afdeling", "telefoon", "email", "vanaf", "tot", "opmerking")
    ),
    "doelen[].acties[].uitvoerderNaam",
    "doelen[].acties[].uitvoerderOrganisatie",
    "overleggen.mdo[].deelnemers[]",
    "overleggen.gesprekken[].deelnemers[]",
    "toezicht.toezichthouderNaam",
    "toezicht.toezichthouderOrganisatie",
    "toezicht.toezichthouderTelefoon",
    "toezicht.toezichthouderEmail",
    "overdracht.akkoorden[].organisatie",
    "overdracht.akkoorden[].toelichting",
)
"""Third parties, and the working notes of those who keep the plan."""

GEMEENTE: Final = under(
    *PLAN_STATUS,
    "betrokkene",
    *DETENTION_DATES,
    "contacten[]",
    "terugkeer",
    "identiteitsbewijs",
    "onderdak",
    "werkEnInkomen",
    "schulden",
    "zorgverzekering",
    "sociaalNetwerk",
    "screening.communicatiebehoefte",
    "doelen[]",
    "overdracht.akkoorden[]",
    "stemBetrokkene.wensen",
) - under("betrokkene.sknNummer")
GEMEENTE_CARE: Final = under("zorg")
GEMEENTE_CONSULTATION: Final = under(
    "overleg",
    "reclasseringsinzet[].soort",
    "reclasseringsinzet[].status",
    "activiteiten[]",
    "verlof[]",
    "overleggen.gesprekken[].soort",
    "overleggen.gesprekken[].geplandOp",
    "overleggen.gesprekken[].datum",
    "overleggen.gesprekken[].afspraken",
    "overleggen.gesprekken[].deelnemers[]",
    "toezicht.kader",
    "toezicht.start",
    "toezicht.toezichthouderNaam",
    "toezicht.toezichthouderOrganisatie",
    "toezicht.toezichthouderTelefoon",
    "toezicht.toezichthouderEmail",
)
EVERYTHING: Final = leaf_paths()
NEVER_FOR_A_GEMEENTE: Final = under(
    "betrokkene.sknNummer",
    "detentie.artikelcode",
    "detentie.aardVeroordeling",
    "detentie.statusGedetineerde",
    "detentie.instroomtitel",
    "screening.risc",
    "screening.criminogeneFactoren[]",
    "screening.risicoscreenerGeweld",
    "som",
    "samenStarten",
    "overleggen.mdo[]",
    "afschermingen[]",
)

READABLE: Final[dict[tuple[str, tuple[str, ...]], set[str]]] = {
    ("casemanager-arnhem", ()): EVERYTHING - under(*INTERNAL_TO_3RO, *NOT_SHARED),
    ("hoofd-denr-arnhem", ()): EVERYTHING - under(*INTERNAL_TO_3RO, *NOT_SHARED),
    ("backoffice-arnhem", ()): under(
        *PLAN_STATUS,
        "betrokkene",
        "detentie",
        "contacten[]",
        "samenStarten.signaal",
        "samenStarten.toewijzing",
        "samenStarten.beeindiging",
    ),
    ("mentor-arnhem", ()): under(
        *PLAN_STATUS,
        "betrokkene",
        "detentie",
        "contacten[]",
        "terugkeer",
        "identiteitsbewijs",
        "onderdak",
        "werkEnInkomen",
        "sociaalNetwerk",
        "overleg.gedragTijdensDetentie",
        "overleg.gedragsoordeel",
        "overleg.peildatumGedrag",
        *SCREENING_BY_DJI,
        "doelen[]",
        "activiteiten[]",
        "overleggen",
        "stemBetrokkene",
    )
    - under("betrokkene.burgerservicenummer", "detentie.artikelcode", "detentie.aardVeroordeling"),
    ("reclassering-rn-arnhem", ()): EVERYTHING - under("zorg", "afschermingen[]"),
    (
        "reclassering-rn-arnhem",
        ("ESSENTIELE_VOORWAARDEN", "OVERLEG_INZET", "SAMEN_STARTEN", "ORGANISEREN_ZORG"),
    ): EVERYTHING - under("afschermingen[]"),
    ("betrokkene", ()): EVERYTHING - under(*NOT_FOR_BETROKKENE),
    ("gemeente-arnhem", ()): GEMEENTE,
    ("gemeente-nijmegen", ()): GEMEENTE,
    ("integrator-arnhem", ()): GEMEENTE,
    ("gemeente-arnhem", ("ESSENTIELE_VOORWAARDEN", "ORGANISEREN_ZORG", "OVERLEG_INZET")): GEMEENTE
    | GEMEENTE_CARE
    | GEMEENTE_CONSULTATION,
}
"""Persona and doelen (none: those of the persona) → the fields that are not withheld in the rich plan."""


def _name(case: tuple[str, tuple[str, ...]]) -> str:
    return "+".join((case[0], *case[1]))


@pytest.mark.parametrize("case", READABLE, ids=_name)
async def test_withheld_is_exactly_what_the_matrix_withholds(world: World, case: tuple[str, tuple[str, ...]]) -> None:
    persona, purposes = case
    response = await world.api.ask(persona, plan_query(), doelen=purposes or None, headers=LENIENT, id=world.plan.id)
    body = response.json()
    assert response.status_code == 200, response.text
    assert "errors" not in body
    withheld = {entry["pad"] for entry in body["extensions"]["afgeschermd"]}
    assert withheld == EVERYTHING - READABLE[case]


@pytest.mark.parametrize("case", READABLE, ids=_name)
async def test_every_text_of_an_allowed_field_is_answered_and_no_other(
    world: World, case: tuple[str, tuple[str, ...]]
) -> None:
    persona, purposes = case
    response = await world.api.ask(persona, plan_query(), doelen=purposes or None, headers=LENIENT, id=world.plan.id)
    data = json.dumps(response.json()["data"], ensure_ascii=False)
    texts = distinct_texts()
    seen = {path for path, text in texts.items() if f'"{text}"' in data}
    # A gemeente sees its own participation in a conversation only, and this one is of the PI.
    own_items = under("overleggen.gesprekken[].deelnemers[]") if "gemeente" in persona else set()
    assert seen == (READABLE[case] & texts.keys()) - own_items


@pytest.mark.parametrize("case", READABLE, ids=_name)
async def test_strictly_the_allowed_fields_are_answered_and_one_more_refuses_all(
    world: World, case: tuple[str, tuple[str, ...]]
) -> None:
    persona, purposes = case
    withheld = EVERYTHING - READABLE[case]
    allowed = await world.api.ask(persona, plan_query(without=withheld), doelen=purposes or None, id=world.plan.id)
    assert allowed.status_code == 200, allowed.text
    assert allowed.json()["data"]["plan"]["id"] == world.plan.id
    for path in sorted(withheld)[::25]:
        refused = await world.api.ask(
            persona, plan_query(without=withheld - {path}), doelen=purposes or None, id=world.plan.id
        )
        assert refused.status_code == 403, path
        assert {error["extensions"]["pad"] for error in refused.json()["errors"]} == {path}


def test_a_gemeente_never_reads_what_the_law_keeps_from_it() -> None:
    for (persona, _), readable in READABLE.items():
        if persona.startswith(("gemeente", "integrator")):
            assert not readable & NEVER_FOR_A_GEMEENTE


async def test_reclassering_of_the_pi_sees_step_one_between_signaal_and_assignment(api: Api) -> None:
    plan = await make_rich_plan(api, assigned=False)
    first_step = under(
        *PLAN_STATUS,
        "betrokkene",
        "detentie",
        "contacten[]",
        "screening.communicatiebehoefte",
        "samenStarten.signaal",
        "samenStarten.toewijzing",
        "samenStarten.bekendheid",
        "samenStarten.heropening",
        "samenStarten.beeindiging",
        "som.deel1",
    ) - under("betrokkene.burgerservicenummer", "detentie.artikelcode", "detentie.aardVeroordeling")
    for persona in ("reclassering-rn-arnhem", "reclassering-svg-arnhem", "reclassering-ljr-arnhem"):
        response = await api.ask(persona, plan_query(), headers=LENIENT, id=plan.id)
        withheld = {entry["pad"] for entry in response.json()["extensions"]["afgeschermd"]}
        assert withheld == EVERYTHING - first_step


HIDDEN_FROM: Final = (
    "gemeente-utrecht",
    "casemanager-zaanstad",
    "reclassering-svg-arnhem",
    "reclassering-ljr-arnhem",
    "toezichthouder-rn",
    "fg",
    "fg-gemeente-arnhem",
    "inspectie",
)
_ABSENT: Final = "018f0000-0000-7000-8000-000000000000"
_QUESTIONS: Final = {
    "lenient": plan_query(),
    "strict id": "query ($id: ID!) { plan(id: $id) { id } }",
    "strict field": "query ($id: ID!) { plan(id: $id) { id status betrokkene { geslachtsnaam } } }",
    "version": "query ($id: ID!) { plan(id: $id, versie: 1) { id } }",
    "moment": 'query ($id: ID!) { plan(id: $id, bekendOp: "2099-01-01T00:00:00Z") { id } }',
    "history": "query ($id: ID!) { historie(planId: $id) { nodes { nummer } pageInfo { hasNextPage endCursor } } }",
    "difference": "query ($id: ID!) { verschil(planId: $id, van: 1) { pad } }",
    "rights": "query ($id: ID!) { mijnRechten(planId: $id) { pad } }",
    "change": """mutation ($id: ID!) {
        wijzigPlan(input: {planId: $id, verwachteVersie: 1, wijziging: {onderdak: {toelichting: "x"}}}) { __typename }
    }""",
    "list after": "query ($id: String!) { plannen(after: $id) { nodes { id } } }",
}


@pytest.mark.parametrize("question", _QUESTIONS)
@pytest.mark.parametrize("persona", HIDDEN_FROM)
async def test_a_plan_without_relation_is_byte_for_byte_a_plan_that_does_not_exist(
    world: World, persona: str, question: str
) -> None:
    headers = LENIENT if question == "lenient" else {}
    before = world.stored()
    hidden = await world.api.ask(persona, _QUESTIONS[question], headers=headers, id=world.plan.id)
    absent = await world.api.ask(persona, _QUESTIONS[question], headers=headers, id=_ABSENT)
    assert hidden.status_code == absent.status_code
    assert hidden.headers.raw == absent.headers.raw
    assert hidden.content == absent.content
    assert world.stored() == before
