from datetime import UTC, date, datetime

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_schema import kinds
from plan_schema.kinds import Choice, JaNeeOnbekend, Kind, choice_kind, kind_of
from plan_schema.plan import PATHS
from tests.strategies import MARK, examples, incoming, parsed, refused

ANNOTATIONS = {
    name: kind_of(getattr(kinds, name))
    for name in (
        "Text", "Line", "Date", "Instant", "Count", "Euros", "Email", "Phone", "Reference", "Bsn", "Skn", "Oin", "Gemeentecode",
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "given_value", "stored_value"),
    [
        ("Text", "  Wil graag hulp \n", "Wil graag hulp"),
        ("Text", "x" * kinds.MAX_TEXT, "x" * kinds.MAX_TEXT),
        ("Line", "x" * kinds.MAX_LINE, "x" * kinds.MAX_LINE),
        ("Date", "2024-02-29", "2024-02-29"),
        ("Date", date(2024, 2, 29), "2024-02-29"),
        ("Instant", "2026-01-05T10:30:00+01:00", datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
        ("Instant", "2026-01-05T09:30:00.123999Z", datetime(2026, 1, 5, 9, 30, 0, 123000, tzinfo=UTC)),
        ("Instant", datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC)),
        ("Count", 0, 0),
        ("Count", 100_000, 100_000),
        ("Euros", 10_000_000, 10_000_000),
        ("Email", " post@voorbeeld.example ", "post@voorbeeld.example"),
        ("Phone", "+31 (0)30-1234567", "+31 (0)30-1234567"),
        ("Reference", "018f0000-0000-7000-8000-00000000000a", "018f0000-0000-7000-8000-00000000000a"),
        ("Bsn", "012345672", "012345672"),
        ("Skn", "0012345", "0012345"),
        ("Oin", "00000001002220647000", "00000001002220647000"),
        ("Gemeentecode", "0014", "0014"),
    ],
)
def test_a_valid_value_is_stored_in_one_form(name: str, given_value: object, stored_value: object) -> None:
    assert ANNOTATIONS[name].parse(given_value) == stored_value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Text", ""),
        ("Text", " \n\t"),
        ("Text", "a\x00b"),
        ("Text", "x" * (kinds.MAX_TEXT + 1)),
        ("Text", 5),
        ("Text", None),
        ("Line", "x" * (kinds.MAX_LINE + 1)),
        ("Date", "2023-02-29"),
        ("Date", "20240229"),
        ("Date", "2024-2-9"),
        ("Date", "2024-W09-4"),
        ("Date", "2024-02-29T00:00:00Z"),
        ("Date", datetime(2024, 2, 29, tzinfo=UTC)),
        ("Instant", "2026-01-05T09:30:00"),
        ("Instant", datetime(2026, 1, 5)),  # noqa: DTZ001 - without a zone, to be refused
        ("Instant", "gisteren"),
        ("Instant", 1767600000),
        ("Instant", "0001-01-01T00:00:00+14:00"),
        ("Instant", "9999-12-31T23:59:59-14:00"),
        ("Count", -1),
        ("Count", 100_001),
        ("Count", True),
        ("Count", 1.0),
        ("Count", "1"),
        ("Euros", 10_000_001),
        ("Email", "voorbeeld.example"),
        ("Email", f"{'a' * 64}@{'b' * 190}.example"),
        ("Phone", "12345"),
        ("Phone", "bel mij maar"),
        ("Reference", "018F0000-0000-7000-8000-00000000000A"),
        ("Bsn", "123456789"),
        ("Bsn", 999990342),
        ("Skn", "123456"),
        ("Oin", "00000002002220647000"),
        ("Gemeentecode", "344"),
    ],
)
def test_an_invalid_value_is_refused_without_being_quoted(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"\w") as refusal:
        ANNOTATIONS[name].parse(value)
    if len(str(value)) > 4:
        assert str(value) not in str(refusal.value)


def test_every_kind_says_in_dutch_what_it_expects() -> None:
    openings = ("tekst", "een ", "het ")
    assert all(kind.expected.startswith(openings) for kind in ANNOTATIONS.values())
    assert len({kind.expected for kind in ANNOTATIONS.values()}) == len(ANNOTATIONS)


def test_a_value_list_accepts_its_members_only_and_lists_them() -> None:
    kind = choice_kind(JaNeeOnbekend)
    assert kind.name == "JaNeeOnbekend"
    assert kind.expected == "een van JA, NEE, ONBEKEND"
    assert [kind.parse(choice) for choice in JaNeeOnbekend] == ["JA", "NEE", "ONBEKEND"]
    assert type(kind.parse(JaNeeOnbekend.JA)) is str
    for wrong in ("ja", "", True, None):
        with pytest.raises(ValueError, match=r"\w"):
            kind.parse(wrong)


@examples(400)
@given(st.data())
def test_what_a_kind_accepts_fits_the_schema_that_it_publishes_and_is_stable(data: st.DataObject) -> None:
    leaf = data.draw(st.sampled_from(PATHS.leaves))
    value = parsed(leaf, data.draw(incoming(leaf)))
    for one in value if leaf.many else [value]:
        assert leaf.kind.parse(one) == one
        shown = one.isoformat() if isinstance(one, datetime) else one
        jsonschema.validate(shown, leaf.kind.json, jsonschema.Draft202012Validator)


@examples(400)
@given(st.data())
def test_no_refusal_quotes_the_value(data: st.DataObject) -> None:
    leaf = data.draw(st.sampled_from([leaf for leaf in PATHS.leaves if not leaf.many]))
    value = data.draw(refused(leaf))
    with pytest.raises(ValueError, match=r"^(?!.*Jansen)") as refusal:
        leaf.kind.parse(value)
    assert MARK not in repr(refusal.value)


def test_the_kind_of_an_annotation_is_found_and_choices_have_their_own() -> None:
    assert isinstance(kind_of(kinds.Text), Kind)
    assert all(issubclass(leaf.kind.choices, Choice) for leaf in PATHS.leaves if leaf.kind.choices)
