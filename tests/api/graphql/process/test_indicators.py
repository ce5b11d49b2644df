"""Indicators over GraphQL: for who may read counts, over what he may count, and nothing of anybody."""

from typing import Any, Final

import pytest
from pymongo import MongoClient

from plan_schema.process.indicators.catalogue import INDICATORS
from tests.api.client import Api
from tests.api.graphql.refusals import assert_refused
from tests.api.indicators.filled import counted

__all__ = ["counted"]

ASK: Final = """query ($ids: [ID!], $dimensies: [IndicatorDimensie!], $van: Date, $tot: Date) {
  indicatoren(ids: $ids, dimensies: $dimensies, van: $van, tot: $tot) {
    peildatum bereik drempel periodelengte
    indicatoren { id naam definitie teller noemer norm eenheid soort peil gegevens bron redenNietMeetbaar
      reeksen { deel perioden { periode
        totaal { waarden naam noemer teller percentage grens mediaan }
        uitsplitsingen { dimensie cijfers { waarden naam noemer teller percentage grens mediaan } } } } } } }"""


async def indicators(api: Api, persona: str, **asked: Any) -> Any:
    return (await api.data(persona, ASK, **asked))["indicatoren"]


async def test_the_inspectorate_reads_series_over_all_inrichtingen(counted: Api) -> None:
    found = await indicators(counted, "inspectie", ids=["IND-07", "I10"], dimensies=["INRICHTING", "GEMEENTE"])
    assert (found["bereik"], found["drempel"], found["periodelengte"]) == ("ALLE", 10, "KWARTAAL")
    share, median = found["indicatoren"]
    assert (share["id"], share["soort"], share["peil"], share["bron"]) == ("IND-07", "AANDEEL", "AANVANG", "001:L495")
    (series,) = share["reeksen"]
    assert series["deel"] is None
    shown = [period for period in series["perioden"] if period["totaal"]]
    assert len(shown) >= 2
    for period in shown:
        split = {entry["dimensie"]: entry["cijfers"] for entry in period["uitsplitsingen"]}
        assert set(split) == {"INRICHTING", "GEMEENTE"}
        figures = [period["totaal"], *split["INRICHTING"], *split["GEMEENTE"]]
        assert all(figure["noemer"] % 10 == 0 and figure["noemer"] >= 10 for figure in figures)
    names = {figure["naam"] for period in shown for entry in period["uitsplitsingen"] for figure in entry["cijfers"]}
    assert {"PI Arnhem", "JC Zaanstad"} <= names
    assert names & {"Arnhem", "Nijmegen", "Utrecht"}
    (series,) = median["reeksen"]
    assert any(period["totaal"] and period["totaal"]["mediaan"] is not None for period in series["perioden"])


async def test_a_head_counts_in_the_own_inrichting_only(counted: Api) -> None:
    found = await indicators(counted, "hoofd-denr-arnhem", ids=["IND-06"], dimensies=["INRICHTING"])
    everything = await indicators(counted, "inspectie", ids=["IND-06"])
    assert found["bereik"] == "EIGEN_PI"

    def total(publication: Any) -> int:
        periods = publication["indicatoren"][0]["reeksen"][0]["perioden"]
        return sum(period["totaal"]["noemer"] for period in periods if period["totaal"])

    assert 0 < total(found) < total(everything)
    splits = [
        split
        for series in found["indicatoren"][0]["reeksen"]
        for period in series["perioden"]
        for split in period["uitsplitsingen"]
    ]
    # One inrichting cannot be told apart from the whole.
    assert splits
    assert not any(split["cijfers"] for split in splits)


async def test_all_indicators_are_listed_with_the_reason_of_those_that_cannot_be_measured(counted: Api) -> None:
    found = (await indicators(counted, "inspectie", van="2026-01-01", tot="2026-03-31"))["indicatoren"]
    assert [entry["id"] for entry in found] == list(INDICATORS)
    for entry in found:
        if entry["soort"] == "NIET_MEETBAAR":
            assert entry["redenNietMeetbaar"]
            assert entry["reeksen"] == []
        else:
            assert {tuple(period["periode"] for period in series["perioden"]) for series in entry["reeksen"]} == {
                ("2026-K1",)
            }


@pytest.mark.parametrize(
    ("persona", "doelen"),
    [
        ("casemanager-arnhem", None),
        ("gemeente-arnhem", None),
        ("reclassering-rn-arnhem", None),
        ("fg", None),
        ("betrokkene", None),
        ("hoofd-denr-arnhem", ["SAMEN_STARTEN"]),
    ],
)
async def test_whoever_may_read_no_counts_is_refused_before_the_database(
    kept_api: Api, persona: str, doelen: list[str] | None
) -> None:
    kept_api.commands.names.clear()
    response = await kept_api.ask(persona, ASK, doelen=doelen)
    (error,) = assert_refused(response, 403, "unauthorizedField")
    assert error["extensions"]["pad"] == "indicatoren"
    assert error["extensions"]["wieWel"] == ["DJI HOOFD_DENR", "INSPECTIE INSPECTEUR"]
    assert kept_api.commands.names == []


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"ids": ["I99"]}, "ids"),
        ({"ids": []}, "ids"),
        ({"van": "2026-02-30"}, "van"),
        ({"van": "2026-03-01", "tot": "2026-02-01"}, "tot"),
        ({"van": "2010-01-01", "tot": "2026-01-01"}, "van"),
    ],
)
async def test_what_does_not_fit_is_named(kept_api: Api, asked: dict[str, Any], path: str) -> None:
    response = await kept_api.ask("inspectie", ASK, **asked)
    (error,) = assert_refused(response, 400, "ongeldigeWaarde")
    assert error["extensions"]["pad"] == path


async def test_a_question_is_a_decision_about_nobody(counted: Api, mongodb_uri: str) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        logs: Any = client[f"{counted.settings.database}_logboek"]
        before = {name: logs[name].count_documents({}) for name in logs.list_collection_names()}
        await indicators(counted, "inspectie", ids=["I01"])
        records = [
            record
            for name in logs.list_collection_names()
            for record in logs[name].find({}, sort=[("$natural", 1)], skip=before.get(name, 0))
        ]
    found = {record["soort"]: record for record in records if "soort" in record}
    assert set(found) == {"verwerking", "beslissing", "audit"}
    assert found["verwerking"]["name"] == "indicatoren"
    assert found["verwerking"]["aantal"] == 0
    assert "data_subject_id" not in found["verwerking"]["attributes"]["dpl"]["core"]
    assert found["beslissing"]["toegestaan"] is True
    assert found["beslissing"]["bewerking"]["velden"] == ["indicatoren"]
    assert "planId" not in found["beslissing"]
    assert not found["beslissing"]["contexten"]
