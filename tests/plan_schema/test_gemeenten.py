from datetime import date

from plan_schema.gemeenten import GEMEENTEN, Gemeente


def test_the_table_holds_the_342_gemeenten_of_2024() -> None:
    assert sum(gemeente.valid_on(date(2024, 1, 1)) for gemeente in GEMEENTEN.values()) == 342


def test_codes_keep_their_leading_zeros() -> None:
    assert all(len(code) == 4 and code.isdigit() for code in GEMEENTEN)
    assert GEMEENTEN["0344"].name == "Utrecht"
    assert GEMEENTEN["0014"].name == "Groningen"


def test_every_gemeente_has_a_name_of_its_own_and_a_veiligheidsregio() -> None:
    assert len({gemeente.name for gemeente in GEMEENTEN.values()}) == len(GEMEENTEN)
    assert all(gemeente.veiligheidsregio for gemeente in GEMEENTEN.values())


def test_a_code_is_in_use_from_its_first_day_until_the_day_it_ends() -> None:
    gemeente = Gemeente("0001", "Fictief", "Fictief", date(2020, 1, 1), date(2023, 1, 1))
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2022, 12, 31), date(2023, 1, 1))
    assert [gemeente.valid_on(day) for day in days] == [False, True, True, False]
    assert Gemeente("0001", "Fictief", "Fictief", date(2020, 1, 1), None).valid_on(date(2099, 1, 1))
