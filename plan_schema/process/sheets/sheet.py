"""A sheet as it is read: a title, parts with headings, and in them sentences, facts, lists and tables. How it looks is not told here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Tone(StrEnum):
    """What a sentence is: so that it can be marked by more than its colour."""

    PLAIN = "gewoon"
    NOTE = "let-op"
    DONE = "klaar"
    OPEN = "nog-niet"
    QUOTE = "eigen-woorden"
    WITHHELD = "afgeschermd"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One paragraph; `picture` names a pictogram that says the same."""

    text: str
    tone: Tone = Tone.PLAIN
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same heads; `caption` says what they are."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Sentence | Facts | Items | Table


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sheet; one of level 3 lies in the last one of level 2 before it."""

    heading: str
    blocks: tuple[Block, ...] = ()
    level: int = 2
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; `plain`: for who reads with difficulty, so larger, and with room."""

    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    plain: bool = False
