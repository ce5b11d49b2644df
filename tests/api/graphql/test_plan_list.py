"""Lists of plans: filters, order, pages without doubles or gaps, and nothing of plans that are out of reach."""

from dataclasses import dataclass
from typing import Any, Final

import pytest
from pymongo import MongoClient

from tests.api.client import Api, detention, running
from tests.api.graphql.refusals import assert_refused
from tests.api.graphql.rich_plan import RN, filled_group

CASEMANAGER: Final = "casemanager-arnhem"
_PAGE: Final = """query ($filter: PlanFilter, $sorteer: [PlanSortering!], $first: Int, $after: String) {
    plannen(filter: $filter, sorteer: $sorteer, first: $first, after: $after) {
        totaal edges { cursor node { id } } nodes { id }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@dataclass(frozen=True, slots=True)
class Listed:
    """An application with plans, by their short names."""

    api: Api
    ids: dict[str, str]

    async def page(self, persona: str = CASEMANAGER, **variables: Any) -> Any:
        return (await self.api.data(persona, _PAGE, **variables))["plannen"]

    async def names(self, persona: str = CASEMANAGER, **variables: Any) -> list[str]:
        page = await self.page(persona, **variables)
        by_id = {plan_id: name for name, plan_id in self.ids.items()}
        found = [by_id[node["id"]] for node in page["nodes"]]
        assert page["totaal"] == len(found)
        return found


def _plan(number: int, name: str | None, end: str | None = None, **groups: Any) -> dict[str, Any]:
    gegevens = detention(f"{1_000_000 + number}", **groups)
    gegevens["detentie"] = {"inrichting": "PI Arnhem", "datumAanvang": f"2024-01-{number:02}"}
    if name is not None:
        gegevens["betrokkene"]["geslachtsnaam"] = name
    if end == "?":
        gegevens["detentie"]["onbekend"] = ["datumInvrijheidstelling"]
    elif end is not None:
        gegevens["detentie"]["datumInvrijheidstelling"] = end
    gegevens["betrokkene"]["burgerservicenummer"] = {1: "999990342", 2: "999990019"}.get(number)
    return gegevens


@pytest.fixture(scope="module")
async def listed(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Seven plans of PI Arnhem, in order of registration a … g, and one of Zaanstad, z."""
    nijmegen = {"herkomstgemeente": "0344", "vestigingsgemeente": "0268"}
    plans = {
        "a": _plan(1, "Cornelissen", "2099-05-01"),
        "b": _plan(2, "Aalbers", "?", terugkeer=nijmegen),
        "c": _plan(3, "Bakker"),
        "d": _plan(4, "Aalbers", "2099-05-01"),
        "e": _plan(5, "Éva", "?"),
        "f": _plan(6, "Zwart", "2098-01-01"),
        "g": _plan(7, "Bakker"),
    }
    name = "test_listing"
    async with running(mongodb_uri, name, tmp_path_factory.mktemp("listed")) as api:
        ids = {short: await api.register(gegevens) for short, gegevens in plans.items()}
        elsewhere = detention("9999999", detentie={"inrichting": "JC Zaanstad", "datumAanvang": "2024-01-01"})
        ids["z"] = await api.register(elsewhere, "casemanager-zaanstad")
        signal = {"samenStarten": {"signaal": filled_group("samenStarten.signaal")}}
        for short in ("c", "d"):
            await api.change(CASEMANAGER, ids[short], 1, signal)
        assigned = {"samenStarten": {"toewijzing": {"organisaties": [RN]}}}
        await api.change("reclassering-rn-arnhem", ids["d"], 2, assigned)
        released = {"datumInvrijheidstelling": "2024-06-01", "einddatumStatus": "DEFINITIEF"}
        await api.change(CASEMANAGER, ids["g"], 1, {"detentie": released})
        await api.change(CASEMANAGER, ids["f"], 1, {"status": "AFGESLOTEN"})
        yield Listed(api, ids)
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)


FILTERS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "nothing": ({}, "abcdefg"),
    "one status": ({"status": ["AFGESLOTEN"]}, "f"),
    "two statuses": ({"status": ["AFGESLOTEN", "CONCEPT"]}, "abcdefg"),
    "no status": ({"status": []}, "abcdefg"),
    "instroom": ({"fase": "INSTROOM"}, "abe"),
    "detentie": ({"fase": "DETENTIE"}, "cd"),
    "na detentie": ({"fase": "NA_DETENTIE"}, "g"),
    "afgesloten": ({"fase": "AFGESLOTEN"}, "f"),
    "gemeente of herkomst": ({"gemeente": "0344"}, "b"),
    "gemeente of vestiging": ({"gemeente": "0268"}, "abcdefg"),
    "own inrichting": ({"inrichting": "PI Arnhem"}, "abcdefg"),
    "another inrichting": ({"inrichting": "JC Zaanstad"}, ""),
    "BSN": ({"burgerservicenummer": "999990019"}, "b"),
    "SKN": ({"sknNummer": "1000003"}, "c"),
    "SKN out of reach": ({"sknNummer": "9999999"}, ""),
    "relation": ({"relatie": ["EIGEN_PI"]}, "abcdefg"),
    "relation of another": ({"relatie": ["HERKOMST", "GEEN", "ZELF"]}, ""),
    "all must hold": ({"gemeente": "0202", "fase": "DETENTIE", "sknNummer": "1000004"}, "d"),
}


@pytest.mark.parametrize("case", FILTERS)
async def test_a_filter_finds_what_fits(listed: Listed, case: str) -> None:
    given, expected = FILTERS[case]
    assert await listed.names(filter=given) == list(expected)


@pytest.mark.parametrize(
    ("persona", "relations", "expected"),
    [
        ("casemanager-zaanstad", None, "z"),
        ("reclassering-rn-arnhem", None, "cd"),
        ("reclassering-rn-arnhem", ["SIGNAAL"], "c"),
        ("reclassering-rn-arnhem", ["TOEGEWEZEN"], "d"),
        ("reclassering-svg-arnhem", None, "c"),
        ("gemeente-utrecht", None, "b"),
        ("gemeente-utrecht", ["VESTIGING"], ""),
        ("gemeente-utrecht", ["HERKOMST"], "b"),
    ],
)
async def test_a_list_holds_what_the_caller_is_related_to(
    listed: Listed, persona: str, relations: list[str] | None, expected: str
) -> None:
    assert await listed.names(persona, filter={"relatie": relations}) == list(expected)


_SORTS: Final[dict[str, tuple[list[dict[str, str]], str]]] = {
    "none": ([], "abcdefg"),
    "name": ([{"veld": "GESLACHTSNAAM"}], "bdcgafe"),
    "name down": ([{"veld": "GESLACHTSNAAM", "richting": "AFLOPEND"}], "efacgbd"),
    "start": ([{"veld": "DATUM_AANVANG", "richting": "AFLOPEND"}], "gfedcba"),
    # Not recorded comes first and unknown last; the other way round when descending.
    "release": ([{"veld": "DATUM_INVRIJHEIDSTELLING"}], "cgfadbe"),
    "release down": ([{"veld": "DATUM_INVRIJHEIDSTELLING", "richting": "AFLOPEND"}], "beadfgc"),
    "two keys": ([{"veld": "GESLACHTSNAAM"}, {"veld": "DATUM_AANVANG", "richting": "AFLOPEND"}], "dbgcafe"),
    "release, then name down": (
        [{"veld": "DATUM_INVRIJHEIDSTELLING"}, {"veld": "GESLACHTSNAAM", "richting": "AFLOPEND"}],
        "cgfadeb",
    ),
}


@pytest.mark.parametrize("case", _SORTS)
async def test_a_list_is_in_the_order_that_was_asked(listed: Listed, case: str) -> None:
    order, expected = _SORTS[case]
    assert await listed.names(sorteer=order) == list(expected)


@pytest.mark.parametrize("first", [1, 2, 3, 7])
@pytest.mark.parametrize("case", _SORTS)
async def test_pages_add_up_without_doubles_or_gaps(listed: Listed, case: str, first: int) -> None:
    order, expected = _SORTS[case]
    by_id = {plan_id: name for name, plan_id in listed.ids.items()}
    found: list[str] = []
    after: str | None = None
    while True:
        page = await listed.page(sorteer=order, first=first, after=after)
        names = [by_id[node["id"]] for node in page["nodes"]]
        info = page["pageInfo"]
        assert [edge["node"]["id"] for edge in page["edges"]] == [node["id"] for node in page["nodes"]]
        assert (info["startCursor"], info["endCursor"]) == (page["edges"][0]["cursor"], page["edges"][-1]["cursor"])
        assert (page["totaal"], info["hasPreviousPage"]) == (7, after is not None)
        found += names
        if not info["hasNextPage"]:
            break
        assert len(names) == first
        after = info["endCursor"]
    assert found == list(expected)


async def test_the_same_key_twice_pages_as_it_sorts(listed: Listed) -> None:
    order = [{"veld": "GESLACHTSNAAM"}, {"veld": "GESLACHTSNAAM", "richting": "AFLOPEND"}]
    first = await listed.page(sorteer=order, first=4)
    rest = await listed.page(sorteer=order, first=4, after=first["pageInfo"]["endCursor"])
    assert len({node["id"] for node in first["nodes"] + rest["nodes"]}) == 7


async def test_an_empty_page_has_no_cursors(listed: Listed) -> None:
    page = await listed.page(filter={"sknNummer": "5555555"})
    assert page == {
        "totaal": 0,
        "edges": [],
        "nodes": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


async def test_a_cursor_out_of_reach_is_a_cursor_that_does_not_exist(listed: Listed) -> None:
    answers = [
        await listed.api.ask("gemeente-utrecht", _PAGE, after=cursor)
        for cursor in (listed.ids["a"], listed.ids["z"], "018f0000-0000-7000-8000-000000000000", "x")
    ]
    for answer in answers:
        assert_refused(answer, 400, "onbekendeCursor")
    assert len({answer.content for answer in answers}) == 1


async def test_nothing_is_counted_unless_it_is_asked(listed: Listed) -> None:
    listed.api.commands.names.clear()
    await listed.api.data(CASEMANAGER, "{ plannen { nodes { id } } }")
    assert listed.api.commands.names == ["find"]


_COUNT: Final = "query ($f: PlanFilter) { plannen(filter: $f) { totaal nodes { id } pageInfo { hasNextPage } } }"


@pytest.mark.parametrize(
    ("persona", "hidden"),
    [
        ("gemeente-arnhem", {"burgerservicenummer": "999990342"}),
        ("toezichthouder-rn", {"relatie": ["TOEGEWEZEN"]}),
    ],
)
async def test_a_plan_without_any_right_is_not_counted_either(api: Api, persona: str, hidden: dict[str, Any]) -> None:
    """For a gemeente a closed plan does not exist, nor for a toezichthouder one that is not released."""
    plan_id = await api.register()
    await api.change(CASEMANAGER, plan_id, 1, {"samenStarten": {"signaal": filled_group("samenStarten.signaal")}})
    await api.change("reclassering-rn-arnhem", plan_id, 2, {"samenStarten": {"toewijzing": {"organisaties": [RN]}}})
    if persona.startswith("gemeente"):
        await api.change(CASEMANAGER, plan_id, 3, {"status": "AFGESLOTEN"})
    query = "query ($id: ID!) { plan(id: $id) { id } }"
    assert (await api.data(persona, query, id=plan_id))["plan"] is None
    assert (await api.data(persona, _COUNT, f=hidden))["plannen"]["totaal"] == 0
    assert_refused(await api.ask(persona, _PAGE, after=plan_id), 400, "onbekendeCursor")


async def test_a_strict_list_names_every_path_and_says_how_to_get_the_rest(api: Api) -> None:
    for skn, needed in (("1000001", "NEE"), ("1000002", "JA")):
        await api.register(detention(skn, zorg={"zorgNodig": needed}, terugkeer={"herkomstgemeente": "0202"}))
    query = "{ plannen { nodes { id zorg { zorgNodig } } } }"
    purposes = ["ESSENTIELE_VOORWAARDEN", "ORGANISEREN_ZORG"]
    errors = assert_refused(await api.ask("gemeente-arnhem", query, doelen=purposes), 403, "unauthorizedField")
    assert "relatie" in errors[0]["message"]
