"""Imports through the door: what each record makes, that it is made once, and that nobody's later word is lost."""

import asyncio

import pytest

from api.app import now
from api.imports.report import Result
from tests.api.client import detention, running
from tests.api.imports.importing import FILES, RN, SIGNAAL, Imports, codes, results, tulp


def test_a_list_makes_plans_and_the_second_time_nothing(imports: Imports) -> None:
    file = FILES / "signaallijst.csv"
    assert results(imports.now("signaallijst", file)) == ["NIEUW_PLAN"] * 3
    before = imports.counts()
    assert before == {"plannen": 3, "versies": 3, "uitgaand": 3, "importen": 3}
    assert results(imports.now("signaallijst", file)) == ["ONGEWIJZIGD"] * 3
    assert imports.counts() == before
    plan = imports.plan("88100001")
    assert plan["status"] == "CONCEPT"
    assert plan["detentie"]["instroomtitel"] == "VOORLOPIG_GEHECHT"
    assert plan["contacten"][0]["naam"] == "Bert Voorbeeld"
    assert plan["contacten"][0]["organisatie"] == "00000099100000001000"
    (version,) = imports.documents("versies", planId=plan["_id"])
    assert (version["bron"], version["peildatum"]) == ("TULP, signaal nieuwe detentie", "2026-01-05")
    assert version["toelichting"] == "Import, kenmerk S-2026-001"
    assert version["auteur"]["rol"] == "SYSTEEM"


def test_every_kind_goes_into_the_same_plans_one_version_a_record_and_once(imports: Imports) -> None:
    imports.now("signaallijst", FILES / "signaallijst.csv")
    assert results(imports.now("tulp-11", FILES / "tulp-11.csv")) == ["GEWIJZIGD"] * 2
    assert results(imports.now("injus", FILES / "injus.csv")) == ["NIEUW_PLAN", "GEWIJZIGD"]
    assert results(imports.now("informatieblad", FILES / "informatieblad.json")) == ["GEWIJZIGD"]
    with imports.stored() as database:
        database["plannen"].update_many({}, {"$set": {"samenStarten.toewijzing": {"organisaties": [RN]}}})
    assert results(imports.now("iris-ract", FILES / "iris-ract.json", sender=RN)) == ["GEWIJZIGD"] * 2
    before = imports.counts()
    assert before["versies"] == 3 + 2 + 2 + 1 + 2
    for layout, name in (("tulp-11", "csv"), ("injus", "csv"), ("informatieblad", "json")):
        again = imports.now(layout, FILES / f"{layout}.{name}")
        assert set(results(again)) == {"ONGEWIJZIGD"}
    assert set(results(imports.now("iris-ract", FILES / "iris-ract.json", sender=RN))) == {"ONGEWIJZIGD"}
    assert imports.counts() == before
    plan, other = imports.plan("88100001"), imports.plan("88100002")
    assert plan["onderdak"]["toelichting"] == "Huur loopt door, caféwoning"
    assert plan["schulden"] == {"standVanZaken": "ONBEKEND"}
    assert (plan["detentie"]["datumInvrijheidstelling"], plan["detentie"]["einddatumStatus"]) == (
        "2026-12-20",
        "DEFINITIEF",
    )
    assert plan["reclasseringsinzet"][0]["soort"] == "MOTIVERINGS_BEGELEIDINGSGESPREKKEN"
    assert other["onderdak"]["hulpvraagStatus"] == "GESTELD"
    assert other["terugkeer"]["terugkeeradresStatus"] == "AUTOMATISCH_AFGELEID"
    assert imports.plan("88100004")["terugkeer"]["herkomstgemeente"] == "0202"


def test_a_changed_record_makes_one_version_in_the_same_item(imports: Imports) -> None:
    imports.records("signaallijst", [SIGNAAL])
    with imports.stored() as database:
        database["plannen"].update_one({}, {"$set": {"samenStarten.toewijzing": {"organisaties": [RN]}}})
    inzet = {"kenmerk": "R-1", "sknNummer": "88100001", "soortInzet": "OVERIG", "peildatum": "2026-01-20"}
    imports.records("iris-ract", [inzet], sender=RN)
    changed = inzet | {"stand": "AFGEROND", "peildatum": "2026-02-20"}
    assert results(imports.records("iris-ract", [changed], sender=RN)) == ["GEWIJZIGD"]
    plan = imports.plan("88100001")
    assert (plan["versie"], len(plan["reclasseringsinzet"])) == (3, 1)
    assert plan["reclasseringsinzet"][0]["status"] == "AFGEROND"
    # Back again, and once more: each time that the source changes its mind is one version.
    assert results(imports.records("iris-ract", [changed | {"stand": "LOPEND"}], sender=RN)) == ["GEWIJZIGD"]
    assert results(imports.records("iris-ract", [changed], sender=RN)) == ["GEWIJZIGD"]
    assert imports.plan("88100001")["versie"] == 5


async def test_the_later_word_of_a_person_is_kept_and_told(imports: Imports) -> None:
    await imports.aside("signaallijst", imports.file_of([SIGNAAL]))
    async with running(imports.uri, imports.database, imports.folder) as api:
        plan_id = imports.plan("88100001")["_id"]
        await api.change("casemanager-arnhem", plan_id, 1, {"onderdak": {"standVanZaken": "OP_ORDE"}})
        report = await imports.aside("tulp-11", imports.file_of([tulp(zorgToelichting="Huisarts in Arnhem")]))
        again = await imports.aside("tulp-11", imports.file_of([tulp(zorgToelichting="Huisarts in Arnhem")]))
    assert (results(report), results(again)) == (["GEWIJZIGD"], ["ONGEWIJZIGD"])
    # It is told for as long as the source says otherwise.
    assert report.entries[0].kept == again.entries[0].kept == (("onderdak.standVanZaken", "LATER_GEWIJZIGD"),)
    plan = imports.plan("88100001")
    assert plan["onderdak"]["standVanZaken"] == "OP_ORDE"
    assert plan["zorg"]["toelichting"] == "Huisarts in Arnhem"


async def test_what_a_source_keeps_repeating_does_not_undo_what_a_person_wrote(imports: Imports) -> None:
    await imports.aside("signaallijst", imports.file_of([SIGNAAL]))
    await imports.aside("tulp-11", imports.file_of([tulp()]))
    async with running(imports.uri, imports.database, imports.folder) as api:
        plan = imports.plan("88100001")
        await api.change("casemanager-arnhem", plan["_id"], 2, {"onderdak": {"standVanZaken": "OP_ORDE"}})
    # A later list, of after that change, that says what the earlier one said.
    report = await imports.aside("tulp-11", imports.file_of([tulp(peildatum=now().date().isoformat())]))
    assert results(report) == ["ONGEWIJZIGD"]
    assert imports.plan("88100001")["onderdak"]["standVanZaken"] == "OP_ORDE"


def test_an_older_file_that_comes_late_changes_nothing_that_is_newer(imports: Imports) -> None:
    imports.records("signaallijst", [SIGNAAL])
    imports.records("tulp-11", [tulp(kenmerk="T-2", peildatum="2026-02-01")])
    report = imports.records("tulp-11", [tulp(kenmerk="T-1", huisvestingStandVanZaken="OP_ORDE")])
    assert results(report) == ["ONGEWIJZIGD"]
    assert report.entries[0].kept == (("onderdak.standVanZaken", "NIEUWERE_BRON"),)


# Refused --------------------------------------------------------------------------------------------------------------


def test_bad_records_are_told_and_the_good_ones_are_in(imports: Imports) -> None:
    report = imports.records(
        "signaallijst",
        [
            SIGNAAL | {"sknNummer": "1"},
            SIGNAAL,
            SIGNAAL | {"naamGedetineerde": "Ander, Iemand"},
            SIGNAAL | {"sknNummer": "88100005", "pi": "JC Zaanstad"},
            SIGNAAL | {"sknNummer": "88100006", "einddatumDetentie": "2025-01-01"},
        ],
    )
    assert results(report) == ["GEWEIGERD", "NIEUW_PLAN", "GEWEIGERD", "GEWEIGERD", "GEWEIGERD"]
    assert codes(report) == [
        [("ongeldigeWaarde", "sknNummer")],
        [],
        [("waardeKomtDubbelVoor", "")],
        [("veldNietToegestaan", "pi")],
        [("datumVolgorde", "einddatumDetentie")],
    ]
    assert not report.complete
    assert imports.counts()["plannen"] == 1
    text = "\n".join(report.lines())
    assert "88100001" not in text
    assert "Testerweg" not in text


@pytest.mark.parametrize("layout", ["tulp-11", "informatieblad"])
def test_who_has_no_plan_gets_none_of_a_file_that_does_not_begin_one(imports: Imports, layout: str) -> None:
    report = imports.records(layout, [tulp()])
    assert codes(report) == [[("planNietGevonden", "sknNummer")]]
    assert imports.counts()["plannen"] == 0


async def test_a_plan_elsewhere_is_not_touched_and_not_told_of(imports: Imports) -> None:
    given = detention("88100001") | {"detentie": {"inrichting": "JC Zaanstad", "datumAanvang": "2026-01-05"}}
    async with running(imports.uri, imports.database, imports.folder) as api:
        await api.register(given, "casemanager-zaanstad")
    report = await imports.aside("signaallijst", imports.file_of([SIGNAAL]))
    assert codes(report) == [[("planBestaatAl", "sknNummer")]]
    assert report.entries[0].plan_id is None
    assert codes(await imports.aside("tulp-11", imports.file_of([tulp()]))) == [[("planNietGevonden", "sknNummer")]]


def test_what_the_policy_does_not_give_is_refused_as_a_whole(imports: Imports) -> None:
    imports.records("signaallijst", [SIGNAAL])
    # After the signal, before assignment: 3RO notes what it knows, and has no activities yet.
    inzet = {"kenmerk": "R-1", "sknNummer": "88100001", "soortInzet": "OVERIG", "aantekeningRPI": "Bekend."}
    report = imports.records("iris-ract", [inzet], sender=RN, as_of="2026-01-20")
    assert codes(report) == [[("veldNietToegestaan", "reclasseringsinzet[]"), ("veldNietToegestaan", "soortInzet")]]
    del inzet["soortInzet"]
    assert results(imports.records("iris-ract", [inzet], sender=RN, as_of="2026-01-20")) == ["GEWIJZIGD"]


def test_a_number_that_comes_back_with_another_person_changes_nobody(imports: Imports) -> None:
    imports.records("signaallijst", [SIGNAAL | {"kenmerk": "S-1"}])
    before = imports.documents("plannen")
    other = SIGNAAL | {"kenmerk": "S-1", "sknNummer": "88100002", "naamGedetineerde": "Ander, Iemand"}
    report = imports.records("signaallijst", [other])
    assert codes(report) == [[("tegenstrijdig", "sknNummer")]]
    assert imports.documents("plannen") == before


# Side by side ---------------------------------------------------------------------------------------------------------


async def test_two_who_import_the_same_file_at_once_make_it_once(imports: Imports) -> None:
    await imports.aside("signaallijst", imports.file_of([SIGNAAL]))
    with imports.stored() as database:
        database["plannen"].update_one({}, {"$set": {"samenStarten.toewijzing": {"organisaties": [RN]}}})
    inzet = {"sknNummer": "88100001", "soortInzet": "OVERIG", "peildatum": "2026-01-20"}
    file = imports.file_of([inzet | {"kenmerk": f"R-{number}"} for number in range(12)])
    reports = await asyncio.gather(*(imports.aside("iris-ract", file, sender=RN) for _ in range(3)))
    made = [[entry.result for entry in report.entries].count(Result.GEWIJZIGD) for report in reports]
    plan = imports.plan("88100001")
    assert sum(made) == 12
    assert all(report.complete for report in reports)
    assert (len(plan["reclasseringsinzet"]), plan["versie"]) == (12, 13)


async def test_two_who_begin_the_same_plans_at_once_begin_them_once(imports: Imports) -> None:
    file = imports.file_of([SIGNAAL | {"sknNummer": f"8810{number:04d}"} for number in range(20)])
    reports = await asyncio.gather(*(imports.aside("signaallijst", file) for _ in range(3)))
    assert all(report.complete for report in reports)
    assert imports.counts() == {"plannen": 20, "versies": 20, "uitgaand": 20, "importen": 20}


# A next detention -----------------------------------------------------------------------------------------------------


async def test_a_record_of_a_next_detention_is_a_new_one_and_the_old_file_stays_done(imports: Imports) -> None:
    first = imports.file_of([SIGNAAL])
    await imports.aside("signaallijst", first)
    await imports.aside("tulp-11", imports.file_of([tulp()]))
    async with running(imports.uri, imports.database, imports.folder) as api:
        plan_id = imports.plan("88100001")["_id"]
        closed = await api.change("casemanager-arnhem", plan_id, 2, {"status": "AFGESLOTEN"})
        assert closed["__typename"] == "PlanGewijzigd"
    assert results(await imports.aside("signaallijst", imports.file_of([SIGNAAL]))) == ["ONGEWIJZIGD"]
    again = SIGNAAL | {"begindatumDetentie": "2026-03-01", "einddatumDetentie": "2026-04-01", "peildatum": "2026-03-02"}
    assert results(await imports.aside("signaallijst", imports.file_of([again]))) == ["NIEUW_PLAN"]
    # What TULP says of the basisvoorwaarden is as new to this plan as the plan itself.
    assert results(await imports.aside("tulp-11", imports.file_of([tulp()]))) == ["GEWIJZIGD"]
    assert len(imports.documents("plannen", **{"betrokkene.sknNummer": "88100001"})) == 2
