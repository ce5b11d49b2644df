"""The page and the file: with a token, for who may read counts, the same figures on both, and readable without colour or mouse."""

import csv
import io
from typing import Any, Final
from xml.etree.ElementTree import Element

import httpx
import pytest
from pymongo import MongoClient

from plan_schema.process.indicators.catalogue import INDICATORS
from tests.api.client import Api
from tests.api.graphql.refusals import assert_fixed_headers, assert_refused
from tests.api.matrix.page import parsed, text_of

PAGE: Final = "/v1/indicatoren"
FILE: Final = "/v1/indicatoren.csv"


async def ask(api: Api, path: str, persona: str = "inspectie", doelen: list[str] | None = None, **asked: Any) -> Any:
    token = api.issuer.issue(persona, doelen)
    return await api.http.get(path, params=asked, headers={"Authorization": f"Bearer {token}"})


def rows_of(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert_fixed_headers(response)
    return list(csv.DictReader(io.StringIO(response.text)))


def page_of(response: httpx.Response) -> Element:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    return parsed(response.text)


async def test_the_file_has_a_row_for_every_figure(counted: Api) -> None:
    response = await ask(counted, FILE, id=["I01", "I10", "I32", "IND-06"], dimensie="JURIDISCHE_STATUS")
    rows = rows_of(response)
    assert response.headers["content-disposition"] == 'attachment; filename="indicatoren.csv"'
    assert {row["id"] for row in rows} == {"I01", "I10", "I32", "IND-06"}
    (missing,) = [row for row in rows if row["id"] == "I32"]
    assert missing["opmerking"].startswith("niet meetbaar: ")
    shown = [row for row in rows if row["noemer"]]
    assert shown
    assert all(int(row["noemer"]) % 10 == 0 for row in shown)
    assert {row["groep"] for row in shown if row["dimensie"]} >= {"preventief"}
    assert any(row["mediaan"] for row in shown if row["id"] == "I10")
    assert {row["deel"] for row in rows if row["id"] == "IND-06"} == set(INDICATORS["IND-06"].parts)


async def test_the_page_shows_every_figure_as_plot_and_as_table(counted: Api) -> None:
    page = page_of(await ask(counted, PAGE, id=["I05", "IND-06", "I32"], dimensie="INRICHTING"))
    plots = list(page.iter("svg"))
    tables = list(page.iter("table"))
    assert plots
    assert len(plots) == len(tables)
    for svg in plots:
        assert svg.get("role") == "img"
        named = {element.get("id"): "".join(element.itertext()) for element in svg if element.tag in {"title", "desc"}}
        assert list(named) == (svg.get("aria-labelledby") or "").split()
        assert all(named.values())
        # Every bar has its value beside it in words: colour tells nothing that is not told otherwise.
        texts = list(svg.iter("text"))
        assert len(texts) % 2 == 0
        assert len(texts) // 2 >= len([bar for bar in svg.iter("rect") if bar.get("class") == "bar"])
    for table in tables:
        assert table.find("caption") is not None
        heads = [cell.get("scope") for cell in table.iter("th")]
        assert set(heads) == {"col", "row"}
    assert "Niet te meten." in text_of(page)
    assert not list(page.iter("script"))
    assert not list(page.iter("style"))
    assert not [element for element in page.iter() if element.get("style")]


async def test_the_whole_page_is_well_formed_and_every_name_in_it_is_there_once(counted: Api) -> None:
    page = page_of(await ask(counted, PAGE))
    ids = [found for element in page.iter() if (found := element.get("id")) is not None]
    assert len(ids) == len(set(ids))
    assert set(INDICATORS) <= set(ids)
    named = [name for element in page.iter() for name in (element.get("aria-labelledby") or "").split()]
    assert set(named) <= set(ids)
    labels = {element.get("for") for element in page.iter("label")}
    fields = [element for tag in ("select", "input") for element in page.iter(tag)]
    assert labels == {field.get("id") for field in fields}


async def test_the_style_is_of_the_house(kept_api: Api) -> None:
    response = await kept_api.http.get("/v1/indicatoren.css")
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert "http" not in response.text


@pytest.mark.parametrize("path", [PAGE, FILE])
async def test_both_are_for_who_may_read_counts(kept_api: Api, path: str) -> None:
    assert_refused(await kept_api.http.get(path), 401, "tokenOntbreekt")
    kept_api.commands.names.clear()
    assert_refused(await ask(kept_api, path, "casemanager-arnhem"), 403, "unauthorizedField")
    assert_refused(await ask(kept_api, path, "hoofd-denr-arnhem", ["SAMEN_STARTEN"]), 403, "unauthorizedField")
    assert kept_api.commands.names == []
    token = kept_api.issuer.issue("inspectie")
    headers = {"Authorization": f"Bearer {token}", "X-Doelbinding": "BEHEER"}
    assert_refused(await kept_api.http.get(path, headers=headers), 403, "doelbindingOntbreekt")


@pytest.mark.parametrize(
    ("asked", "pad"), [({"id": "I99"}, "ids"), ({"dimensie": "SCHOENMAAT"}, "dimensie"), ({"van": "gisteren"}, "van")]
)
async def test_a_choice_that_is_not_there_is_named(kept_api: Api, asked: dict[str, Any], pad: str) -> None:
    (error,) = assert_refused(await ask(kept_api, PAGE, **asked), 400, "ongeldigeWaarde")
    assert error["extensions"]["pad"] == pad


async def test_looking_and_being_refused_are_decisions_about_nobody(counted: Api, mongodb_uri: str) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        log: Any = client[f"{counted.settings.database}_logboek"]["logboek"]
        before = log.count_documents({})
        await ask(counted, FILE, id="I01")
        await ask(counted, PAGE, "casemanager-arnhem")
        records = list(log.find({}, sort=[("$natural", 1)], skip=before))
    decisions = [record for record in records if record["soort"] == "beslissing"]
    assert [(record["toegestaan"], record["codes"]) for record in decisions] == [
        (True, []),
        (False, ["unauthorizedField"]),
    ]
    assert all(record["bewerking"]["velden"] == ["indicatoren"] and "planId" not in record for record in decisions)
    assert [record["aantal"] for record in records if record["soort"] == "verwerking"] == [0, 0]
