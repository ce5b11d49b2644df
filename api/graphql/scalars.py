"""The scalars of the interface. Input is only checked to be text here: plan_schema judges the rest, all problems at once."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from plan_schema import kinds
from plan_schema.kinds import Kind

Datum = NewType("Datum", str)
Tijdstip = NewType("Tijdstip", str)
BSN = NewType("BSN", str)
SKN = NewType("SKN", str)
OIN = NewType("OIN", str)
Gemeentecode = NewType("Gemeentecode", str)
JSON = NewType("JSON", object)


def utc(moment: datetime) -> str:
    """The moment as text in UTC, with `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text_only(expected: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(expected)  # noqa: TRY004 - graphql-core reports a ValueError as a wrong value
        return value

    return parse


def plain(value: Any) -> Any:
    """A stored value as JSON: moments in UTC, the rest as it is."""
    if isinstance(value, datetime):
        return utc(value)
    return [plain(entry) for entry in value] if isinstance(value, list) else value


def _definition(annotation: object, description: str, serialize: Callable[[Any], Any] = str) -> ScalarDefinition:
    kind = kinds.kind_of(annotation)
    return strawberry.scalar(
        name=kind.name,
        description=f"{description} Verwacht: {kind.expected}.",
        serialize=serialize,
        parse_value=_text_only(kind.expected),
    )


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    Datum: _definition(kinds.Date, "Een datum zonder tijd."),
    Tijdstip: _definition(kinds.Instant, "Een moment; elke tijdzone in, UTC uit.", utc),
    BSN: _definition(kinds.Bsn, "Burgerservicenummer."),
    SKN: _definition(kinds.Skn, "Strafrechtsketennummer; alleen binnen de strafrechtsketen."),
    OIN: _definition(kinds.Oin, "Organisatie-identificatienummer."),
    Gemeentecode: _definition(kinds.Gemeentecode, "Gemeentecode volgens het CBS."),
    JSON: strawberry.scalar(
        name="JSON",
        description="Een waarde van een veld, in de vorm die bij dat veld hoort.",
        serialize=plain,
        parse_value=_text_only(""),
    ),
}

_BY_NAME: Final[Mapping[str, Any]] = {
    "String": str,
    "Int": int,
    "ID": strawberry.ID,
    "Date": Datum,
    "DateTime": Tijdstip,
    "BSN": BSN,
    "SKN": SKN,
    "OIN": OIN,
    "Gemeentecode": Gemeentecode,
}


def scalar_of(kind: Kind) -> Any:
    """The Python type that stands for a kind of value in Strawberry."""
    return _BY_NAME[kind.name]
