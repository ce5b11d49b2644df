import pytest

from plan_schema.plan import PATHS
from plan_schema.process.imports.layout import Layout
from plan_schema.process.imports.layouts import LAYOUTS
from plan_schema.process.imports.page import page_of
from plan_schema.tree import Leaf
from policies.context import OrganisationKind, Purpose

ALL = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def test_every_kind_has_its_layout() -> None:
    assert list(LAYOUTS) == ["signaallijst", "tulp-11", "iris-ract", "injus", "informatieblad"]


@ALL
def test_headings_and_keys_are_unique_and_every_column_has_a_kind(layout: Layout) -> None:
    for names in ([column.heading for column in layout.columns], [column.key for column in layout.columns]):
        assert len(set(names)) == len(names)
    for column in layout.columns:
        assert column.expected
        assert column.source
        assert column.of_record or isinstance(PATHS.node(column.path), Leaf)


@ALL
def test_words_of_a_source_are_values_of_the_field(layout: Layout) -> None:
    for column in layout.columns:
        for value in column.words.values():
            assert column.kind.parse(value) == value


@ALL
def test_what_goes_without_saying_is_a_value_of_its_field_beside_a_column(layout: Layout) -> None:
    for constant in layout.constants:
        leaf = PATHS.node(constant.path)
        assert isinstance(leaf, Leaf)
        assert leaf.kind.parse(constant.value) == constant.value
        assert constant.beside in layout.by_path


@ALL
def test_a_layout_touches_one_list_at_most_and_knows_its_items(layout: Layout) -> None:
    lists = {column.path.partition("[]")[0] for column in layout.columns if "[]" in column.path}
    assert len(lists) <= 1
    assert not lists or (layout.item == f"{next(iter(lists))}[]") is not bool(layout.matched)


@ALL
def test_the_names_of_policies_are_known(layout: Layout) -> None:
    assert OrganisationKind(layout.sender)
    assert all(Purpose(name) for name in layout.purposes)


@pytest.mark.parametrize(
    ("layout", "heading", "key"),
    [
        ("signaallijst", "Signaal afgegeven op", "signaalAfgegevenOp"),
        ("tulp-11", "Werk en inkomen: stand van zaken", "werkEnInkomenStandVanZaken"),
        ("iris-ract", "Aantekening RPI", "aantekeningRPI"),
        ("signaallijst", "PI", "pi"),
        ("informatieblad", "E-mail casemanager", "eMailCasemanager"),
    ],
)
def test_a_key_is_the_heading_in_camel_case(layout: str, heading: str, key: str) -> None:
    assert LAYOUTS[layout].by_heading[heading] is LAYOUTS[layout].by_key[key]


@ALL
def test_the_page_has_a_line_for_every_column(layout: Layout) -> None:
    lines = page_of(layout).splitlines()
    for column in layout.columns:
        found = [line for line in lines if line.startswith(f"| {column.heading} |")]
        assert len(found) == 1
        assert f"`{column.key}`" in found[0]
        assert column.source in found[0]
        assert column.of_record or f"`{column.path}`" in found[0]
