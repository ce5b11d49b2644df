"""A filled-in Word form: parts under headings, and in each part lines that begin with a known label."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError

from api.demo.draft import Given
from api.demo.errors import InputError
from api.demo.form_values import TICKED, UNTICKED


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands behind a label, and where."""

    file: Path
    part: str
    label: str
    line: int
    ticked: bool | None
    text: str

    def read(self, reader: Callable[[str], Given]) -> Given:
        """The value, as this reader understands it; InputError says what it expected."""
        try:
            return reader(self.text)
        except ValueError as error:
            raise self.wrong(str(error)) from None

    def wrong(self, expected: str) -> InputError:
        """The error that this answer is not what was expected."""
        return InputError(self.file, f"{self.part}, regel {self.line} ({self.label})", expected)


Answers = Mapping[str, Answer]
"""The answers of one part, by label."""

_MARKS: Final = f"{TICKED}{UNTICKED}"


def open_word(file: Path) -> "docx.document.Document":
    """The Word document in a file; InputError when it is none."""
    try:
        return docx.Document(str(file))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise InputError(file, "het bestand", "een leesbaar Word-bestand (.docx)") from None


def read_answers(file: Path, parts: Mapping[str, Sequence[str]]) -> Mapping[str, Answers]:
    """The answers per part. `parts` gives, by heading, every label of that part; one without labels is not read.

    InputError names a heading or label that is missing or stands there twice. A line without a label belongs to the answer
    before it.
    """
    found: dict[str, dict[str, Answer]] = {}
    part: str | None = None
    latest: Answer | None = None
    for line, paragraph in enumerate(open_word(file).paragraphs, start=1):
        words = " ".join(paragraph.text.split())
        if words in parts:
            if words in found:
                raise InputError(file, f"regel {line}", f"het kopje {words!r} één keer")
            part, latest = words, None
            found[part] = {}
        elif words and part is not None and parts[part]:
            answer = _answer(file, part, line, words, parts[part]) or _continued(file, part, line, words, latest)
            if answer.line == line and answer.label in found[part]:
                raise answer.wrong("dit veld één keer")
            found[part][answer.label] = latest = answer
    _assert_complete(file, parts, found)
    return found


def _answer(file: Path, part: str, line: int, words: str, labels: Sequence[str]) -> Answer | None:
    mark = words[0] if words[0] in _MARKS else None
    bare = words.lstrip(f"{_MARKS} ")
    # The longest label that fits: one may begin like another.
    for label in sorted(labels, key=len, reverse=True):
        if bare.startswith(label):
            return Answer(file, part, label, line, None if mark is None else mark == TICKED, bare[len(label) :].strip())
    return None


def _continued(file: Path, part: str, line: int, words: str, latest: Answer | None) -> Answer:
    if latest is None:
        raise InputError(file, f"{part}, regel {line}", "een veld van het formulier")
    text = f"{latest.text}\n{words}".strip()
    return Answer(file, part, latest.label, latest.line, latest.ticked, text)


def _assert_complete(file: Path, parts: Mapping[str, Sequence[str]], found: Mapping[str, Answers]) -> None:
    for part, labels in parts.items():
        if part not in found and labels:
            raise InputError(file, "het formulier", f"het kopje {part!r}")
        for label in labels:
            if label not in found[part]:
                raise InputError(file, part, f"het veld {label!r}")
