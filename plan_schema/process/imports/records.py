"""One record of a file, checked column by column with the plan's own kinds of value; and the JSON Schema of such a file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError, WithJsonSchema, create_model

from plan_schema.plan import PATHS
from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.imports.layout import BSN, MARK, REFERENCE_DATE, SKN, Column, Layout
from plan_schema.process.imports.texts import UNKNOWN_WORD, iso_date, of_table, unknown_of
from plan_schema.tree import Leaf
from plan_schema.values import UNKNOWN, Value

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class Form(Enum):
    """How a file is written."""

    CSV = auto()
    """Text under headings."""
    JSON = auto()
    """Values under keys."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What one record says: of whom, as of which day (ISO), and which fields of the plan hold what.

    `place` is where it stands in its file (Dutch), `mark` its number in the source system. `values` are as a plan stores them, by
    the path that policies name; one that is not known has the marker of that. A field of which the record says nothing is absent.
    """

    layout: Layout
    place: str
    skn: str
    mark: str | None
    reference_date: str
    values: Mapping[str, Value]

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells this record from every other of its layout."""
        if self.mark is not None:
            # Whoever numbers by person numbers the same record again in a next detention: the mark stands by itself.
            return (MARK, self.mark)
        return tuple(str(self.values.get(path)) for path in self.layout.identity)


class Unusable(Exception):
    """A record that cannot be imported: each problem with, for a path, the heading or key of the column."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Reading:
    """How the records of one file are read: `as_of` is the peildatum of one that names none, `today` the last that can be."""

    layout: Layout
    form: Form
    as_of: str | None
    today: str

    def record(self, given: Mapping[str, object], place: str) -> SourceRecord:
        """The record in one line or object, by heading or key. Unusable."""
        said = {name: value for name, value in given.items() if not _says_nothing(value)}
        try:
            read: Mapping[str, object] = record_model(self.layout, self.form).model_validate(said).__dict__
        except ValidationError as error:
            raise Unusable(tuple(self._faults(error))) from None
        own: dict[str, Any] = {}
        values: dict[str, Value] = {}
        for column in self.layout.columns:
            value = read[column.key]
            if value is None and column.empty_is_unknown:
                value = unknown_of(column.kind)
            # Somebody of whom only is said that he is not known is nobody.
            if value is not None and not (is_unknown(value) and self._tells_who(column)):
                target = own if column.of_record else values
                target.update(column.parts(str(value)) if column.parts else {column.path: value})
        day, mark = own.get(REFERENCE_DATE) or self.as_of, own.get(MARK)
        problems = (*self._undated(day), *self._personal(mark, values), *self._incomplete(values))
        if problems:
            raise Unusable(problems)
        return SourceRecord(self.layout, place, str(values[SKN]), mark, str(day), values)

    def mark(self, given: Mapping[str, object]) -> str | None:
        """The number of a record that may be wrong otherwise; None when it has none that a report can name."""
        name = self.named(MARK)
        try:
            mark = str(self.layout.by_path[MARK].kind.parse(given.get(name)))
        except ValueError:
            return None
        return None if mark in {given.get(self.named(path)) for path in (SKN, BSN)} else mark

    def named(self, path: str) -> str:
        """What the column of a field is called in this form of file; the path itself when there is none."""
        column = self.layout.by_path.get(path)
        return path if column is None else column.heading if self.form is Form.CSV else column.key

    def _tells_who(self, column: Column) -> bool:
        group, inside, name = column.path.rpartition("[].")
        return bool(group and inside) and name in self.layout.matched

    def _faults(self, error: ValidationError) -> Iterator[Problem]:
        columns = self.layout.by_heading if self.form is Form.CSV else self.layout.by_key
        # Neither the value nor what the library says of it: both may hold it.
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            name = str(fault["loc"][0]) if fault["loc"] else ""
            column = columns.get(name)
            if column is None:
                # What somebody put in the place of a name may be anything, a number of a person too.
                message = "Het record heeft een veld dat niet in de indeling staat."
                yield Problem("", ProblemCode.ONBEKEND_VELD, message, f"een van: {', '.join(columns)}")
                continue
            expected = column.expected_in_table if self.form is Form.CSV else column.expected
            if fault["type"] == "missing":
                yield Problem(name, ProblemCode.VERPLICHT_VELD, "Dit veld moet zijn ingevuld.", expected)
            else:
                message = f"Ongeldige waarde: verwacht {expected}."
                yield Problem(name, ProblemCode.ONGELDIGE_WAARDE, message, expected)

    def _undated(self, day: str | None) -> Iterator[Problem]:
        if day is None:
            message = "Zonder peildatum is niet te zeggen of het plan iets nieuwers bevat."
            expected = "een datum in het record, of de optie --peildatum"
            yield Problem(self.named(REFERENCE_DATE), ProblemCode.VERPLICHT_VELD, message, expected)
        elif day > self.today:
            message = "De peildatum ligt in de toekomst."
            yield Problem(self.named(REFERENCE_DATE), ProblemCode.DATUM_VOLGORDE, message, "een dag tot en met vandaag")

    def _personal(self, mark: str | None, values: Mapping[str, Value]) -> Iterator[Problem]:
        if mark is not None and mark in {values.get(SKN), values.get(BSN)}:
            message = "Het kenmerk staat in verslagen en mag geen nummer van de persoon zijn."
            expected = "een eigen nummer van het record"
            yield Problem(self.named(MARK), ProblemCode.ONGELDIGE_WAARDE, message, expected)

    def _incomplete(self, values: Mapping[str, Value]) -> Iterator[Problem]:
        if not values.keys() - {SKN}:
            message = "Het record zegt niets over een plan."
            yield Problem("", ProblemCode.LEGE_WIJZIGING, message, "ten minste één veld met een waarde")
        given = {constant.path for constant in self.layout.constants}
        groups = {path.partition("[]")[0] for path in values if "[]" in path}
        for path in (f"{group}[].{name}" for group in groups for name in self.layout.matched):
            if path not in values and path not in given:
                message = "Zonder dit veld is niet te zeggen wie dit is."
                yield Problem(self.named(path), ProblemCode.VERPLICHT_VELD, message, "een waarde")


def _says_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


@cache
def record_model(layout: Layout, form: Form) -> type[BaseModel]:
    """The model that checks a record: every column by its kind of value, and nothing besides."""
    fields: dict[str, Any] = {}
    for column in layout.columns:
        name = column.heading if form is Form.CSV else column.key
        checked = Annotated[Any, PlainValidator(_reader(column, form)), WithJsonSchema(_json_of(column))]
        described = f"{column.description} ({column.expected})"
        default: Any = ... if column.required else None
        fields[column.key] = (
            checked,
            Field(default, validation_alias=name, serialization_alias=name, description=described),
        )
    return create_model(layout.name, __config__=ConfigDict(extra="forbid"), **fields)


def json_schema(layout: Layout) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a file of this layout: an object with `records`, or the list of them alone."""
    record = record_model(layout, Form.JSON).model_json_schema(by_alias=True)
    record.pop("title", None)
    for described in record["properties"].values():
        described.pop("title", None)
        described.pop("default", None)
    records = {"type": "array", "items": {"$ref": "#/$defs/record"}}
    day = {"type": "string", "format": "date", "description": "Peildatum van elk record dat er zelf geen noemt"}
    envelope = {
        "type": "object",
        "properties": {"soort": {"const": layout.name}, "peildatum": day, "records": records},
        "required": ["records"],
        "additionalProperties": False,
    }
    return {"$schema": _DIALECT, "title": layout.title, "anyOf": [envelope, records], "$defs": {"record": record}}


def _json_of(column: Column) -> dict[str, Any]:
    if column.of_record or column.parts:
        return dict(column.kind.json)
    kind = dict(column.kind.json)
    value: dict[str, Any] = {"type": "array", "items": kind} if column.leaf.many else kind
    # Null says as little as an absent key; unknown says that nobody knows.
    unknown = [] if column.kind.choices else [{"const": UNKNOWN_WORD}]
    return {"anyOf": [value, *unknown, {"type": "null"}]} if not column.required else value


def _reader(column: Column, form: Form) -> Callable[[object], object]:
    """What makes a stored value of what a file says in a column; ValueError."""

    def read(value: object) -> object:
        text = value.strip() if isinstance(value, str) else None
        if column.of_record:
            return column.kind.parse(value if text is None else _dated(column, text, form))
        if column.parts:
            for path, part in column.parts(text or "").items():
                leaf = PATHS.node(path)
                assert isinstance(leaf, Leaf)  # noqa: S101 - the tests read a name
                leaf.kind.parse(part)
            return text
        if text is not None and text.casefold() == UNKNOWN_WORD:
            if column.required:
                raise ValueError("needed")
            return unknown_of(column.kind)
        given = value if form is Form.JSON or text is None else of_table(column.leaf, text, column.words)
        return _parsed(column, given)

    return read


def _dated(column: Column, text: str, form: Form) -> str:
    return iso_date(text) if column.path == REFERENCE_DATE and form is Form.CSV else text


def _parsed(column: Column, given: object) -> object:
    if not column.leaf.many:
        return column.kind.parse(given)
    if not isinstance(given, list) or not given:
        raise ValueError("not a list")
    return [column.kind.parse(entry) for entry in given]


def is_unknown(value: Value) -> bool:
    """Whether a value says that it is not known, as a marker or as a choice."""
    return bool(value in (UNKNOWN, "ONBEKEND"))
