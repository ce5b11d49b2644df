"""The daily list of DJI, signaal nieuwe detentie (002:L590-L602), from CSV to steps.

Five elements per row: SKN, name, inrichting and afdeling, casemanager if known, begin and end date if known. What DJI
leaves empty of the last two it does not know. As it is a list per working day, each row says when the signaal was given.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from api.demo.authors import SIGNALLER_OF
from api.demo.draft import UNKNOWN, Draft
from api.demo.errors import InputError
from api.demo.form_values import dutch_date
from api.demo.step import Step
from plan_schema import identifiers
from plan_schema.kinds import instant

SOURCE: Final = "TULP, signaal nieuwe detentie"

_SKN: Final = "SKN-nummer"
_NAME: Final = "Naam gedetineerde"
_INRICHTING: Final = "PI"
_AFDELING: Final = "Afdeling"
_CASEMANAGER: Final = "Casemanager"
_START: Final = "Begindatum detentie"
_END: Final = "Einddatum detentie"
_GIVEN: Final = "Signaal afgegeven op"
COLUMNS: Final = (_SKN, _NAME, _INRICHTING, _AFDELING, _CASEMANAGER, _START, _END, _GIVEN)

# "van den Berg, Joris": what stands before the first capital is the voorvoegsel.
_PERSON: Final = re.compile(r"(?:([a-z' ]+?) )?([A-ZÀ-Ý][^,]*), (\S.*)")


def read_signaal(file: Path) -> list[Step]:
    """Two steps per row: the registration, and the signaal itself. InputError names row, column and what was expected."""
    try:
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    except UnicodeDecodeError:
        raise InputError(file, "het bestand", "tekst in UTF-8") from None
    if not rows or tuple(rows[0]) != COLUMNS:
        raise InputError(file, "regel 1", f"de kolommen {';'.join(COLUMNS)}")
    return [step for number, row in enumerate(rows[1:], start=2) for step in _Row(file, number, row).steps()]


class _Row:
    def __init__(self, file: Path, number: int, cells: list[str]) -> None:
        self._file = file
        self._number = number
        if len(cells) != len(COLUMNS):
            raise InputError(file, f"regel {number}", f"{len(COLUMNS)} kolommen")
        self._cells: Mapping[str, str] = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))

    def steps(self) -> Iterator[Step]:
        skn, given = self._skn(), self._moment()
        inrichting = self._cells[_INRICHTING]
        if inrichting not in SIGNALLER_OF:
            raise self._wrong(_INRICHTING, f"een inrichting: {', '.join(SIGNALLER_OF)}")
        persona = SIGNALLER_OF[inrichting]
        day = given[:10]
        yield Step(
            persona, skn, self._registration(skn), registration=True, explanation="Registratie bij binnenkomst",
            reference_date=day, source_system=SOURCE,
        )  # fmt: skip
        signal = Draft()
        signal.put("samenStarten.signaal.afgegevenOp", given)
        signal.put("samenStarten.signaal.afgegevenDoor", f"Backoffice {inrichting}")
        yield Step(
            persona, skn, signal.patch, explanation="Signaal nieuwe detentie", reference_date=day, source_system=SOURCE
        )

    def _registration(self, skn: str) -> dict[str, object]:
        name = _PERSON.fullmatch(self._cells[_NAME])
        if name is None:
            raise self._wrong(_NAME, "een naam als 'van den Achternaam, Voornamen'")
        draft = Draft()
        draft.put("betrokkene.voorvoegsel", name[1])
        draft.put("betrokkene.geslachtsnaam", name[2])
        draft.put("betrokkene.voornamen", name[3])
        draft.put("betrokkene.sknNummer", skn)
        draft.put("detentie.inrichting", self._cells[_INRICHTING])
        draft.put("detentie.afdeling", self._cells[_AFDELING] or UNKNOWN)
        self._date(draft, _START, "detentie.datumAanvang")
        known = self._date(draft, _END, "detentie.datumInvrijheidstelling")
        draft.put("detentie.einddatumStatus", "VERWACHT" if known else UNKNOWN)
        if self._cells[_CASEMANAGER]:
            draft.add("contacten", {"rol": "CASEMANAGER", "naam": self._cells[_CASEMANAGER]})
        return draft.patch

    def _date(self, draft: Draft, column: str, path: str) -> bool:
        try:
            day = dutch_date(self._cells[column])
        except ValueError as error:
            raise self._wrong(column, str(error)) from None
        draft.put(path, UNKNOWN if day is None else day)
        return isinstance(day, str)

    def _skn(self) -> str:
        try:
            return identifiers.skn(self._cells[_SKN])
        except ValueError:
            raise self._wrong(_SKN, "een strafrechtsketennummer van 7 tot 10 cijfers") from None

    def _moment(self) -> str:
        text = self._cells[_GIVEN]
        try:
            return instant(datetime.fromisoformat(text)).isoformat()
        except ValueError:
            raise self._wrong(_GIVEN, "een tijdstip met tijdzone, zoals 2026-01-05T09:30:00+01:00") from None

    def _wrong(self, column: str, expected: str) -> InputError:
        return InputError(self._file, f"regel {self._number}, kolom {column!r}", expected)
