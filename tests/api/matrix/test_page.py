"""The published matrix as people and programs meet it: accessible, complete, of its own house only."""

import asyncio
import re
import shutil
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest

from plan_schema.plan import PATHS
from policies.context import OrganisationKind, Purpose
from policies.policy import Policy
from policies.table import TABLES
from tests.api.client import Api, running
from tests.api.graphql.refusals import assert_fixed_headers, assert_refused
from tests.api.matrix.masks import assert_columns_mean
from tests.api.matrix.page import grounds, parsed, rights, sections, text_of
from tests.api.matrix.test_written import of_page

ADDRESS: Final = "/v1/autorisatiematrix"
AS_JSON: Final = {"Accept": "application/json"}
_PATIENCE: Final = 30.0
"""Seconds after which a policy that should have been taken up has not been."""
_SECTIONS: Final = ("plan", *(group.name for group in PATHS.plan.groups))


async def page_of(api: Api, **choices: str) -> Element:
    response = await api.http.get(ADDRESS, params=choices)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return parsed(response.text)


async def cells_of(api: Api, **choices: str) -> Any:
    response = await api.http.get(ADDRESS, params=choices, headers=AS_JSON)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


# What everybody can read ----------------------------------------------------------------------------------------------


async def test_anyone_may_read_it_and_the_database_is_not_asked(published: Api) -> None:
    published.commands.names.clear()
    await page_of(published)
    await cells_of(published)
    assert not set(published.commands.names) & {"find", "aggregate", "getMore", "insert", "update"}


async def test_a_reader_of_the_page_finds_his_way(published: Api) -> None:
    page = await page_of(published)
    assert page.tag == "html"
    assert page.get("lang") == "nl"
    assert text_of(page).startswith("Autorisatiematrix – Re-integratieplan API")
    assert [text_of(heading) for heading in page.iter("h1")] == ["Autorisatiematrix"]
    assert [element.tag for element in page.iter() if element.tag in ("header", "main")] == ["header", "main"]
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    skip = next(page.iter("a"))
    assert skip.get("href") == "#matrix"
    for element in page.iter():
        for name in ("aria-labelledby", "for"):
            assert element.get(name) is None or element.get(name) in ids
        if element.get("tabindex") is not None:
            assert (element.get("role"), element.get("tabindex")) == ("region", "0")


async def test_every_choice_has_a_label_of_its_own(published: Api) -> None:
    page = await page_of(published, organisatie="GEMEENTE", sectie="zorg")
    (form,) = page.iter("form")
    assert (form.get("method"), form.get("action")) == ("get", ADDRESS)
    labels = {label.get("for"): text_of(label) for label in form.iter("label")}
    selects = {select.get("id"): select for select in form.iter("select")}
    assert labels == {"organisatie": "Organisatie", "doel": "Doel", "sectie": "Sectie"}
    assert selects.keys() == labels.keys()
    offered: dict[str, tuple[str, ...]] = {
        "organisatie": tuple(OrganisationKind),
        "doel": tuple(Purpose),
        "sectie": _SECTIONS,
    }
    for name, values in offered.items():
        options = list(selects[name].iter("option"))
        assert selects[name].get("name") == name
        assert [option.get("value") for option in options] == ["", *values]
        assert [text_of(option) for option in options] == ["alle", *values]
    chosen = {name: [it.get("value") for it in select if "selected" in it.attrib] for name, select in selects.items()}
    assert chosen == {"organisatie": ["GEMEENTE"], "doel": [], "sectie": ["zorg"]}
    assert [button.get("type") for button in form.iter("button")] == ["submit"]


async def test_every_table_says_what_it_is_about_and_every_cell_which_row_and_column_it_is_in(published: Api) -> None:
    page = await page_of(published)
    tables = list(page.iter("table"))
    assert len(tables) == len(_SECTIONS)
    for table in tables:
        assert [child.tag for child in table] == ["caption", "thead", "tbody"]
        assert text_of(table[0])
        heads = table.findall("thead/tr/th")
        assert [text_of(head) for head in heads[:2]] == ["Veld", "Grondslag"]
        assert len({text_of(head) for head in heads}) == len(heads)
        assert {head.get("scope") for head in heads} == {"col"}
        for row in table.findall("tbody/tr"):
            assert [child.tag for child in row] == ["th"] + ["td"] * (len(heads) - 1)
            assert row[0].get("scope") == "row"


async def test_every_field_stands_in_its_section_with_its_description(published: Api) -> None:
    page = await page_of(published)
    shown = {
        name: [(row.findtext("th/code"), row.findtext("th/span")) for row in section.iterfind(".//tbody/tr")]
        for name, section in sections(page)
    }
    expected: dict[str, list[tuple[str, str]]] = {}
    for leaf in PATHS.leaves:
        name = leaf.path.partition(".")[0].removesuffix("[]") if "." in leaf.path else "plan"
        expected.setdefault(name, []).append((leaf.path, " ".join(leaf.description.split(" "))))
    assert shown == expected


async def test_the_page_shows_the_rights_and_the_revision_of_the_policy_in_force(
    published: Api, policy: Policy
) -> None:
    page = await page_of(published)
    assert page.findtext("body/header/p/code") == policy.revision
    assert_columns_mean(policy, rights(page), of_page)
    for path, named in grounds(page).items():
        assert named == {row.ground for row in policy.rows if row.leaves & PATHS.bit(path)}


# A part of it ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"organisatie": "GEMEENTE"},
        {"doel": "ORGANISEREN_ZORG"},
        {"sectie": "contacten"},
        {"sectie": "plan"},
        {"organisatie": "RECLASSERING", "doel": "SAMEN_STARTEN", "sectie": "som"},
        {"organisatie": "INSPECTIE"},
        {"organisatie": "", "doel": "", "sectie": ""},
    ],
    ids=lambda choices: "+".join(choices.values()) or "+".join(choices) or "all",
)
async def test_a_choice_shows_its_part_of_the_matrix_and_no_more(
    published: Api, whole: Any, choices: dict[str, str]
) -> None:
    def chosen(cell: dict[str, str]) -> bool:
        section = cell["pad"].split(".")[0].removesuffix("[]") if "." in cell["pad"] else "plan"
        place = {"organisatie": cell["organisatie"], "doel": cell["doel"], "sectie": section}
        return all(not value or place[name] == value for name, value in choices.items())

    part = [cell for cell in whole["cellen"] if chosen(cell)]
    assert await cells_of(published, **choices) == {"revisie": whole["revisie"], "cellen": part}

    page = await page_of(published, **choices)
    assert [name for name, _ in sections(page)] == [choices.get("sectie")] if choices.get("sectie") else _SECTIONS
    allowed = {(column, path) for (column, path), right in rights(page).items() if right != "–"}
    assert allowed == {(f"{cell['organisatie']} {cell['rol']} ({cell['relatie']})", cell["pad"]) for cell in part}
    assert {column for column, _ in rights(page)} == {column for column, _ in allowed}
    says_nobody = "Met deze keuze heeft niemand een recht." in text_of(page)
    assert says_nobody is (not part)


async def test_of_a_gemeente_only_its_own_grounds_are_shown(published: Api) -> None:
    shown = grounds(await page_of(published, organisatie="GEMEENTE"))
    assert shown["betrokkene.sknNummer"] == set()
    assert shown["doelen[].status"] == {"PM-20d-1"}
    assert all(ground.startswith("PM-20d") for named in shown.values() for ground in named)
    assert grounds(await page_of(published, organisatie="GEMEENTE", doel="BEHEER")) == {}


@pytest.mark.parametrize(
    ("name", "value", "offered"),
    [
        ("organisatie", "gemeente", tuple(OrganisationKind)),
        ("doel", "ALLES", tuple(Purpose)),
        ("sectie", "<script>", _SECTIONS),
        ("sectie", "contacten[]", _SECTIONS),
    ],
)
async def test_a_choice_that_does_not_exist_is_refused_with_those_that_do(
    published: Api, name: str, value: str, offered: tuple[str, ...]
) -> None:
    for headers in ({}, AS_JSON):
        response = await published.http.get(ADDRESS, params={name: value}, headers=headers)
        (error,) = assert_refused(response, 400, "ongeldigeWaarde")
        assert error["extensions"]["pad"] == name
        assert error["extensions"]["verwacht"] == f"een van {', '.join(offered)}"
        assert value not in response.text.replace(error["extensions"]["verwacht"], "")


# Of its own house only ------------------------------------------------------------------------------------------------


async def test_the_page_may_load_its_style_sheet_and_nothing_else(published: Api) -> None:
    response = await published.http.get(ADDRESS)
    assert_fixed_headers(response)
    (given,) = response.headers.get_list("content-security-policy")
    policy = dict(directive.strip().split(" ", 1) for directive in given.split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


async def test_what_the_page_needs_is_there_and_is_its_own(published: Api) -> None:
    page = await page_of(published)
    assert not {element.tag for element in page.iter()} & {
        "script",
        "style",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
    }
    for element in page.iter():
        assert not {name for name in element.attrib if name in ("style", "src") or name.startswith("on")}
        for name in ("href", "action"):
            address = urlsplit(element.get(name, ""))
            assert (address.scheme, address.netloc) == ("", "")
    (sheet,) = page.iter("link")
    assert sheet.get("rel") == "stylesheet"
    style = await published.http.get(sheet.get("href", ""))
    assert style.status_code == 200
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert_fixed_headers(style)
    assert style.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "{" in style.text
    assert not re.search(r"url\(|@import|https?:", style.text)


async def test_only_reading_is_possible(published: Api) -> None:
    for address in (ADDRESS, f"{ADDRESS}.css"):
        assert_refused(await published.http.post(address), 405, "methodeNietToegestaan")


# Another policy -------------------------------------------------------------------------------------------------------


async def test_a_changed_table_shows_without_a_restart(
    mongodb_uri: str, database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(TABLES, tmp_path / "tables"))
    gemeente = folder / "gemeente.csv"
    row = "SCHRIJVEN,onderdak.*"
    assert gemeente.read_text("utf-8").count(row) == 1
    column = ("GEMEENTE NAZORGCOORDINATOR (HERKOMST)", "onderdak.hulpvraag")
    monkeypatch.setenv("REINTEGRATIEPLAN_POLICIES", str(folder))
    async with running(mongodb_uri, database_name, tmp_path) as api:
        before = await page_of(api, sectie="onderdak")
        revision = before.findtext("body/header/p/code")
        assert rights(before)[column] == "schrijven"
        gemeente.write_text(gemeente.read_text("utf-8").replace(row, "LEZEN,onderdak.*"), "utf-8")
        give_up = time.monotonic() + _PATIENCE
        while (await cells_of(api))["revisie"] == revision:
            assert time.monotonic() < give_up
            await asyncio.sleep(0.1)
        after = await page_of(api, sectie="onderdak")
        assert rights(after)[column] == "lezen"
        assert after.findtext("body/header/p/code") == (await cells_of(api))["revisie"]
