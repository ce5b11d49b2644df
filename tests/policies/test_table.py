from datetime import date
from pathlib import Path

import pytest

from plan_schema.definition import Group as Definition
from plan_schema.definition import field
from plan_schema.kinds import JaNeeOnbekend, Line
from plan_schema.plan import PATHS, PLAN
from plan_schema.tree import build
from policies.context import ROLES_OF, Action, Conditions, OrganisationKind, Phase, Purpose, Relation, Role
from policies.table import COLUMNS, GROUNDS, NOBODY, NOBODY_COLUMNS, TABLES, PolicyError, Row, load, matched


class Adres(Definition, item="PM-20d-2-a"):
    straat: Line = field("Straat", "test")
    land: Line = field("Land", "test")


class Contact(Definition, item="PM-20d-1"):
    naam: Line = field("Naam", "test")


class Voorbeeld(Definition, item="PBW-18a"):
    status: JaNeeOnbekend = field("Status", "test")
    adres: Adres = field("Adres", "test")
    contacten: list[Contact] = field("Contacten", "test")


SMALL = build(Voorbeeld)
HEADER = ",".join(COLUMNS)
EVERYTHING = "DJI,CASEMANAGER,EIGEN_PI,PLAN_UITVOEREN,*,,SCHRIJVEN,status|adres.*|contacten[].*,PBW-18a,,,"


def _load(folder: Path, *lines: str, nobody: str | None = None) -> tuple[Row, ...]:
    (folder / "dji.csv").write_text("\n".join((HEADER, *lines)) + "\n", "utf-8")
    if nobody is not None:
        (folder / NOBODY).write_text(nobody, "utf-8")
    return load(SMALL, folder)


def _problems(folder: Path, *lines: str, nobody: str | None = None) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as refusal:
        _load(folder, *lines, nobody=nobody)
    assert str(refusal.value) == "De beleidstabellen zijn niet geladen:\n" + "\n".join(
        f"  {it}" for it in refusal.value.problems
    )
    return refusal.value.problems


# What a row says ------------------------------------------------------------------------------------------------------


def test_a_row_is_read_into_what_it_grants(tmp_path: Path) -> None:
    (row,) = _load(
        tmp_path,
        "# opmerking",
        "",
        "DJI,CASEMANAGER|MENTOR,EIGEN_PI,*,DETENTIE,EIGEN,LEZEN,status|adres.*|contacten[].naam,PM-20d-1,2026-01-01,2027-01-01,uitleg",
    )
    assert row.line == "dji.csv:4"
    assert row.organisation is OrganisationKind.DJI
    assert row.roles == {Role.CASEMANAGER, Role.MENTOR}
    assert row.relations == {Relation.EIGEN_PI}
    assert row.purposes == set(Purpose)
    assert row.phases == {Phase.DETENTIE}
    assert row.condition is Conditions.EIGEN
    assert row.patterns == ("status", "adres.*", "contacten[].naam")
    assert row.leaves == SMALL.leaf_bits
    assert (row.valid_from, row.valid_until, row.ground) == (date(2026, 1, 1), date(2027, 1, 1), "PM-20d-1")
    assert (row.grants(Action.LEZEN), row.grants(Action.SCHRIJVEN)) == (True, False)


def test_writing_implies_reading(tmp_path: Path) -> None:
    (row,) = _load(tmp_path, EVERYTHING)
    assert row.grants(Action.LEZEN)
    assert row.grants(Action.SCHRIJVEN)
    assert row.condition == Conditions(0)


def test_any_role_is_any_role_of_the_organisation_and_any_relation_is_one(tmp_path: Path) -> None:
    (row,) = _load(tmp_path, EVERYTHING.replace("CASEMANAGER,EIGEN_PI", "*,*"))
    assert row.roles == ROLES_OF[OrganisationKind.DJI]
    assert row.relations == set(Relation) - {Relation.GEEN}
    assert row.phases == set(Phase)


def test_a_quoted_cell_may_hold_a_comma_and_cells_may_have_space_around_them(tmp_path: Path) -> None:
    (row,) = _load(tmp_path, EVERYTHING.replace("PLAN_UITVOEREN", " PLAN_UITVOEREN ") + '"eerst dit, dan dat"')
    assert row.purposes == {Purpose.PLAN_UITVOEREN}


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("", "", [True, True, True]),
        ("2026-01-01", "", [False, True, True]),
        ("", "2026-01-01", [True, False, False]),
        ("2026-01-01", "2026-01-02", [False, True, False]),
    ],
)
def test_a_row_applies_from_its_first_day_until_the_day_it_ends(
    tmp_path: Path, since: str, until: str, days: list[bool]
) -> None:
    (row,) = _load(tmp_path, EVERYTHING.replace(",,,", f",{since},{until},"))
    assert [row.valid_on(date(2025, 12, 31)), row.valid_on(date(2026, 1, 1)), row.valid_on(date(2026, 1, 2))] == days


def test_a_pattern_names_a_field_or_all_fields_in_a_group() -> None:
    paths = {leaf.path: leaf.bit for leaf in PATHS.leaves}
    assert matched(PLAN, "betrokkene.adres.straat") == paths["betrokkene.adres.straat"]
    for pattern in ("betrokkene.*", "doelen[].*", "doelen[].acties[].*"):
        inside = sum(bit for path, bit in paths.items() if path.startswith(pattern[:-1]))
        assert matched(PLAN, pattern) == inside != 0


@pytest.mark.parametrize(
    "pattern",
    ["", "*", ".*", "betrokkene", "betrokkene.", "betrokkene*", "betrokkene.adres.str*", "doelen.*", "doelen[]", "*.status"],
)  # fmt: skip
def test_anything_else_names_nothing(pattern: str) -> None:
    assert matched(PLAN, pattern) == 0


# What a table cannot say ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("DJI", "PI", "organisatie 'PI' is onbekend; kies uit DJI, RECLASSERING, "),
        ("CASEMANAGER", "BEWAARDER", "rol 'BEWAARDER' mag hier niet; kies een of meer uit BACKOFFICE, CASEMANAGER, "),
        ("CASEMANAGER", "CASEMANAGER|TOEZICHTHOUDER", "rol 'TOEZICHTHOUDER' mag hier niet; "),
        ("EIGEN_PI", "GEEN", "relatie 'GEEN' mag hier niet; kies een of meer uit EIGEN_PI, HERKOMST, "),
        ("PLAN_UITVOEREN", "NIEUWSGIERIGHEID", "doel 'NIEUWSGIERIGHEID' mag hier niet; kies een of meer uit BEHEER, "),
        ("PLAN_UITVOEREN", "", "doel '' mag hier niet; "),
        (",*,", ",PROEFTIJD,", "fase 'PROEFTIJD' mag hier niet; kies een of meer uit AFGESLOTEN, DETENTIE, "),
        ("SCHRIJVEN", "WISSEN", "recht 'WISSEN' is onbekend; kies uit LEZEN, SCHRIJVEN"),
        (",,SCH", ",EIGEN|GEDEELD,SCH", "voorwaarde 'EIGEN|GEDEELD' is onbekend; laat leeg, of kies uit ZORG_NODIG, "),
        ("PBW-18a", "", "grondslag '' is onbekend; kies uit ART-37-PM, PBW-18a, "),
        ("PBW-18a", "PM-20d-5", "grondslag 'PM-20d-5' is onbekend; kies uit "),
        (",,,", ",1 mei,,", "geldigVanaf '1 mei' is geen datum; verwacht JJJJ-MM-DD of niets"),
        (",,,", ",,2026-02-30,", "geldigTot '2026-02-30' is geen datum; verwacht JJJJ-MM-DD of niets"),
        ("adres.*", "adres.*|adres.stad", "pad 'adres.stad' noemt geen veld; daar bestaan: adres, adres.straat, adres.land"),
        ("adres.*", "adres.*|wonen.*", "pad 'wonen.*' noemt geen veld; het plan heeft: status, adres, contacten"),
        ("contacten[].*", "contacten.*", "pad 'contacten.*' noemt geen veld; daar bestaan: contacten[], contacten[].naam"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_row_is_named_by_file_and_line_with_what_was_expected(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    assert EVERYTHING.count(old) == 1
    (found,) = _problems(tmp_path, EVERYTHING, EVERYTHING.replace(old, new))
    assert found.startswith(f"dji.csv:3: {problem}")


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    found = _problems(tmp_path, EVERYTHING.replace("DJI", "PI").replace("PBW-18a", "PBW"), "a,b", EVERYTHING)
    assert [problem.partition(": ")[0] for problem in found] == ["dji.csv:2", "dji.csv:2", "dji.csv:3"]


@pytest.mark.parametrize("line", ["a,b", f"{EVERYTHING},", EVERYTHING[:-1]])
def test_a_row_has_as_many_cells_as_there_are_columns(tmp_path: Path, line: str) -> None:
    (found,) = _problems(tmp_path, EVERYTHING, line)
    assert found == f"dji.csv:3: {line.count(',') + 1} cellen; verwacht 12: {HEADER}"


@pytest.mark.parametrize("text", ["", "# alleen een opmerking\n", HEADER.replace("doel", "doelen"), EVERYTHING])
def test_a_table_begins_with_its_header(tmp_path: Path, text: str) -> None:
    (tmp_path / "gemeente.csv").write_text(text, "utf-8")
    assert _problems(tmp_path, EVERYTHING) == (f"gemeente.csv: de eerste regel moet zijn: {HEADER}",)


def test_comments_may_stand_above_the_header(tmp_path: Path) -> None:
    (tmp_path / "dji.csv").write_text(f"# uitleg\n\n{HEADER}\n{EVERYTHING}\n", "utf-8")
    assert [row.line for row in load(SMALL, tmp_path)] == ["dji.csv:4"]


def test_tables_that_grant_nothing_are_refused(tmp_path: Path) -> None:
    nothing = f"{tmp_path}: geen enkele regel geeft een recht; leeg beleid is altijd een vergissing. Zet de tabellen in deze map."
    assert _problems(tmp_path)[0] == nothing
    (tmp_path / "dji.csv").unlink()
    with pytest.raises(PolicyError) as refusal:
        load(SMALL, tmp_path)
    assert refusal.value.problems == (nothing,)


def test_a_field_that_no_row_names_is_refused(tmp_path: Path) -> None:
    assert _problems(tmp_path, EVERYTHING.replace("adres.*|", "adres.land|")) == (
        (
            "adres.straat: geen regel noemt dit veld; voeg regels toe in policies/tables, of zet het in niemand.csv als"
            " niemand het mag lezen"
        ),
    )


# The fields of nobody -------------------------------------------------------------------------------------------------


def test_a_field_that_nobody_may_read_is_listed_and_then_needs_no_row(tmp_path: Path) -> None:
    nobody = f"{','.join(NOBODY_COLUMNS)}\n# reden\nadres.*,nog niet nodig\n"
    (row,) = _load(tmp_path, EVERYTHING.replace("adres.*|", ""), nobody=nobody)
    assert not row.leaves & matched(SMALL, "adres.*")


def test_the_list_of_nobody_is_checked_too(tmp_path: Path) -> None:
    nobody = f"{','.join(NOBODY_COLUMNS)}\nadres.stad,weg\nadres.land\n"
    assert _problems(tmp_path, EVERYTHING, nobody=nobody) == (
        "niemand.csv:2: pad 'adres.stad' noemt geen veld; daar bestaan: adres, adres.straat, adres.land",
        "niemand.csv:3: 1 cellen; verwacht 2: pad,toelichting",
    )
    assert _problems(tmp_path, EVERYTHING, nobody=HEADER) == (
        "niemand.csv: de eerste regel moet zijn: pad,toelichting",
    )


# The tables of the house ----------------------------------------------------------------------------------------------


def test_the_tables_of_the_house_load_and_name_every_field() -> None:
    rows = load(PLAN)
    named = 0
    for row in rows:
        named |= row.leaves
    assert (TABLES / NOBODY).exists()
    assert {row.ground for row in rows} <= GROUNDS
    assert named == PLAN.leaf_bits


def test_no_row_of_the_house_is_there_twice() -> None:
    rights = [(*row.cells[:7], pattern) for row in load(PLAN) for pattern in row.patterns]
    assert len(rights) == len(set(rights))
