"""Changes that cannot be: everything that is wrong, at once, by path and code; nothing changed, nothing repeated."""

from typing import Any, Final

import pytest

from plan_schema.values import schema_path
from tests.api.client import CHANGE
from tests.api.graphql.conftest import PRIVATE, World
from tests.api.graphql.refusals import assert_refused

INPUTS: Final[dict[str, tuple[dict[str, Any], set[tuple[str, str]]]]] = {
    "invalid BSN": ({"betrokkene": {"burgerservicenummer": "123456789"}}, {("betrokkene.burgerservicenummer", "ongeldigeWaarde")}),
    "short BSN": ({"betrokkene": {"burgerservicenummer": "99999034"}}, {("betrokkene.burgerservicenummer", "ongeldigeWaarde")}),
    "unknown gemeentecode": ({"terugkeer": {"vestigingsgemeente": "9999"}}, {("terugkeer.vestigingsgemeente", "ongeldigeWaarde")}),
    "impossible date": ({"onderdak": {"wachtlijstSinds": "2025-02-29"}}, {("onderdak.wachtlijstSinds", "ongeldigeWaarde")}),
    "date in words": ({"onderdak": {"wachtlijstSinds": PRIVATE}}, {("onderdak.wachtlijstSinds", "ongeldigeWaarde")}),
    "empty text": ({"onderdak": {"toelichting": "  "}}, {("onderdak.toelichting", "ongeldigeWaarde")}),
    "long text": ({"onderdak": {"toelichting": PRIVATE * 400}}, {("onderdak.toelichting", "ongeldigeWaarde")}),
    "text with a null character": ({"onderdak": {"toelichting": f"{PRIVATE}\x00"}}, {("onderdak.toelichting", "ongeldigeWaarde")}),
    "negative amount": ({"schulden": {"totaalSchulden": -1}}, {("schulden.totaalSchulden", "ongeldigeWaarde")}),
    "no e-mail": ({"contacten": {"toevoegen": [{"naam": "x", "email": PRIVATE}]}}, {("contacten[].email", "ongeldigeWaarde")}),
    "unknown OIN": ({"samenStarten": {"toewijzing": {"organisaties": [PRIVATE]}}}, {("samenStarten.toewijzing.organisaties", "ongeldigeWaarde")}),
    "release before start": ({"detentie": {"datumInvrijheidstelling": "2001-01-01"}}, {("detentie.datumInvrijheidstelling", "datumVolgorde")}),
    "item that does not exist": (
        {"contacten": {"wijzigen": [{"id": PRIVATE, "naam": "x"}], "verwijderen": ["weg"]}},
        {("contacten[]", "onderdeelBestaatNiet")},
    ),
    "empty item": ({"contacten": {"toevoegen": [{}]}}, {("contacten[]", "legeWijziging")}),
    "group to null": ({"onderdak": None}, {("onderdak", "groepLeeg")}),
    "unknown of a value list": ({"onderdak": {"onbekend": ["standVanZaken"]}}, {("onderdak.onbekend", "onbekendVeld")}),
    "unknown of no field": ({"onderdak": {"onbekend": [PRIVATE]}}, {("onderdak.onbekend", "onbekendVeld")}),
    "value and unknown": ({"onderdak": {"toelichting": "x", "onbekend": ["toelichting"]}}, {("onderdak.toelichting", "tegenstrijdig")}),
    "leave for no goal": (
        {"verlof": {"toevoegen": [{"doelen": ["018f0000-0000-7000-8000-000000000000"]}]}},
        {("verlof[].doelen", "verwijzingOnbekend")},
    ),
    "several at once": (
        {"betrokkene": {"burgerservicenummer": "123456789"}, "terugkeer": {"herkomstgemeente": "0000"}, "onderdak": None},
        {("betrokkene.burgerservicenummer", "ongeldigeWaarde"), ("terugkeer.herkomstgemeente", "ongeldigeWaarde"), ("onderdak", "groepLeeg")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", INPUTS)
async def test_a_change_that_cannot_be_says_all_that_is_wrong(
    world: World, nothing_repeated: list[str], case: str
) -> None:
    patch, expected = INPUTS[case]
    outcome = await world.api.change("casemanager-arnhem", world.plan.id, world.plan.version, patch)
    assert outcome["__typename"] == "OngeldigeWijziging", outcome
    problems = outcome["problemen"]
    assert {(schema_path(entry["pad"]), entry["code"]) for entry in problems} == expected
    # A path holds the id that the client gave, since it says which item is meant; no message does.
    nothing_repeated.extend(entry["melding"] + entry["verwacht"] for entry in problems)


@pytest.mark.parametrize("version", [0, -1, 999])
async def test_a_version_that_is_not_there_is_named_beside_what_else_is_wrong(world: World, version: int) -> None:
    outcome = await world.api.change(
        "casemanager-arnhem", world.plan.id, version, {"onderdak": {"wachtlijstSinds": "morgen"}}, peildatum="gisteren"
    )
    assert {(entry["pad"], entry["code"]) for entry in outcome["problemen"]} == {
        ("verwachteVersie", "versieOnbekend"),
        ("onderdak.wachtlijstSinds", "ongeldigeWaarde"),
        ("peildatum", "ongeldigeWaarde"),
    }


WRONG_SHAPES: Final[dict[str, tuple[dict[str, Any], str, str]]] = {
    "unknown field": ({"onderdak": {"kamer": PRIVATE}}, "onbekendVeld", "input.wijziging.onderdak"),
    "unknown group": ({"woning": {"kamer": PRIVATE}}, "onbekendVeld", "input.wijziging"),
    "number for text": ({"onderdak": {"toelichting": 3}}, "ongeldigeWaarde", "input.wijziging.onderdak.toelichting"),
    "text for number": ({"schulden": {"totaalSchulden": PRIVATE}}, "ongeldigeWaarde", "input.wijziging.schulden.totaalSchulden"),
    "unknown choice": ({"onderdak": {"huurachterstand": PRIVATE}}, "ongeldigeWaarde", "input.wijziging.onderdak.huurachterstand"),
    "text for a group": ({"onderdak": PRIVATE}, "ongeldigeWaarde", "input.wijziging.onderdak"),
    "bare list": ({"contacten": [{"naam": PRIVATE}]}, "ongeldigeWaarde", "input.wijziging.contacten"),
    "item without id": ({"contacten": {"wijzigen": [{"naam": PRIVATE}]}}, "ontbrekendArgument", "input.wijziging.contacten.wijzigen[0].id"),
    "version is not the client's": ({"versie": 3}, "onbekendVeld", "input.wijziging.versie"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG_SHAPES)
async def test_an_input_of_another_shape_is_refused(world: World, nothing_repeated: list[str], case: str) -> None:
    patch, code, path = WRONG_SHAPES[case]
    response = await world.api.ask(
        "casemanager-arnhem", CHANGE, input={"planId": world.plan.id, "verwachteVersie": 1, "wijziging": patch}
    )
    nothing_repeated.append(response.text)
    errors = assert_refused(response, 400, code)
    assert errors[0]["extensions"]["pad"] == path
