"""The informatieblad of a PI to a gemeente (001:L390, L440, L507), from Word file to steps.

Limited data on the five basisvoorwaarden and the netwerk: how it stands, a hulpvraag (ja/nee), and a few words.
"""

from pathlib import Path
from typing import Final

from api.demo.draft import Draft, Given
from api.demo.errors import InputError
from api.demo.form_values import dutch_date, one_of, text
from api.demo.step import Step
from api.demo.word_form import Answer, open_word, read_answers
from plan_schema import identifiers
from plan_schema.gemeenten import GEMEENTEN

HEADING: Final = "Informatieblad voor de gemeente"
SOURCE: Final = "Informatieblad"

_SKN: Final = "SKN gedetineerde (alleen DJI):"
_NAME: Final = "Naam gedetineerde:"
_GEMEENTE: Final = "Aan gemeente:"
_DATED: Final = "Datum informatieblad:"
_END: Final = "Einddatum detentie:"
_ADDRESS: Final = "Terugkeeradres (automatisch afgeleid):"
LABELS: Final = (_SKN, _NAME, _GEMEENTE, _DATED, _END, _ADDRESS)

COLUMNS: Final = ("Basisvoorwaarde", "Stand van zaken", "Hulpvraag", "Toelichting")
ROWS: Final = {
    "Identiteitsbewijs": "identiteitsbewijs",
    "Huisvesting": "onderdak",
    "Werk en inkomen": "werkEnInkomen",
    "Schulden": "schulden",
    "Zorg": "zorg",
    "Sociaal netwerk": "sociaalNetwerk",
}
"""The leefgebied of each row."""

_STANDING: Final = one_of({"op orde": "OP_ORDE", "niet op orde": "NIET_OP_ORDE"})
_REQUEST: Final = one_of({"ja": "GESTELD", "nee": "GEEN_HULPVRAAG"})


def read_informatieblad(file: Path, *, casemanager: str = "casemanager-arnhem") -> list[Step]:
    """The one step of an informatieblad, as the casemanager who sent it. InputError names what is wrong, and where."""
    answers = read_answers(file, {HEADING: LABELS})[HEADING]
    draft = Draft()
    end = answers[_END].read(dutch_date)
    draft.put("detentie.datumInvrijheidstelling", end)
    if end is not None:
        draft.put("detentie.einddatumStatus", "VERWACHT" if isinstance(end, str) else end)
    draft.put("terugkeer.herkomstgemeente", _gemeentecode(answers[_GEMEENTE]))
    address = answers[_ADDRESS].read(text)
    draft.put("terugkeer.terugkeeradres", address)
    if address is not None:
        draft.put("terugkeer.terugkeeradresStatus", "AUTOMATISCH_AFGELEID" if isinstance(address, str) else address)
    _table(draft, file)
    dated = answers[_DATED].read(dutch_date)
    return [
        Step(
            casemanager,
            _skn(answers[_SKN]),
            draft.patch,
            explanation="Informatieblad aan de gemeente",
            reference_date=dated if isinstance(dated, str) else None,
            source_system=SOURCE,
        )
    ]


def _skn(answer: Answer) -> str:
    try:
        return identifiers.skn(answer.text)
    except ValueError:
        raise answer.wrong("een strafrechtsketennummer van 7 tot 10 cijfers") from None


def _gemeentecode(answer: Answer) -> Given:
    name = answer.read(text)
    if not isinstance(name, str):
        return name
    for gemeente in GEMEENTEN.values():
        if gemeente.name.casefold() == name.casefold():
            return gemeente.code
    raise answer.wrong("de naam van een bestaande gemeente")


def _table(draft: Draft, file: Path) -> None:
    tables = open_word(file).tables
    if len(tables) != 1:
        raise InputError(file, "het formulier", "één tabel met de basisvoorwaarden")
    header, *rows = ([" ".join(cell.text.split()) for cell in row.cells] for row in tables[0].rows)
    if tuple(header) != COLUMNS:
        raise InputError(file, "tabel, rij 1", f"de kolommen {', '.join(COLUMNS)}")
    if sorted(row[0] for row in rows) != sorted(ROWS):
        raise InputError(file, "tabel, kolom 1", f"elk één keer: {', '.join(ROWS)}")
    for number, (name, standing, request, words) in enumerate(rows, start=2):
        group = ROWS[name]
        draft.put(f"{group}.standVanZaken", _cell(file, number, name, COLUMNS[1], standing).read(_STANDING))
        status = _cell(file, number, name, COLUMNS[2], request).read(_REQUEST)
        draft.put(f"{group}.hulpvraagStatus", status)
        draft.put(f"{group}.{'hulpvraag' if status == 'GESTELD' else 'toelichting'}", text(words))


def _cell(file: Path, row: int, name: str, column: str, words: str) -> Answer:
    return Answer(file, f"tabel {name}", column, row, None, words)
