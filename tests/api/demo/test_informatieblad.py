"""The informatieblad."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document

from api.demo.errors import InputError
from api.demo.informatieblad import LABELS, read_informatieblad
from tests.api.demo.files import INFORMATIEBLAD, INPUT, rewrite, spoiled


def cell(row: int, column: int, text: str) -> Callable[[Document], None]:
    def spoil(form: Document) -> None:
        form.tables[0].cell(row, column).text = text

    return spoil


def test_the_sheet_is_one_step_of_the_casemanager() -> None:
    (step,) = read_informatieblad(INFORMATIEBLAD)
    assert (step.persona, step.skn, step.reference_date) == ("casemanager-arnhem", "88000101", "2026-11-13")
    assert step.patch["terugkeer"] == {
        "herkomstgemeente": "0268",
        "terugkeeradres": "Schetskade 12, Nijmegen",
        "terugkeeradresStatus": "AUTOMATISCH_AFGELEID",
    }
    assert step.patch["onderdak"] == {
        "standVanZaken": "NIET_OP_ORDE",
        "hulpvraagStatus": "GESTELD",
        "hulpvraag": "Weet niet of hij zijn kamer kan houden.",
    }
    assert step.patch["sociaalNetwerk"] == {
        "standVanZaken": "OP_ORDE",
        "hulpvraagStatus": "GEEN_HULPVRAAG",
        "toelichting": "Ouders wonen in de buurt.",
    }


def test_unknown_stays_unknown() -> None:
    (step,) = read_informatieblad(INPUT / "informatieblad-utrecht.docx")
    assert step.patch["detentie"] == {"onbekend": ["datumInvrijheidstelling"], "einddatumStatus": "ONBEKEND"}
    assert step.patch["terugkeer"]["onbekend"] == ["terugkeeradres"]
    assert step.patch["zorg"] == {"standVanZaken": "ONBEKEND", "hulpvraagStatus": "ONBEKEND"}


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (rewrite("Aan gemeente:", "Aan gemeente: Atlantis"), "de naam van een bestaande gemeente"),
        (rewrite("Einddatum detentie:", "Einddatum detentie: gauw"), "DD-MM-JJJJ"),
        (rewrite("SKN gedetineerde", "SKN gedetineerde (alleen DJI): x"), "een strafrechtsketennummer"),
        (cell(0, 1, "Status"), "de kolommen Basisvoorwaarde, Stand van zaken, Hulpvraag, Toelichting"),
        (cell(2, 0, "Wonen"), "elk één keer: Identiteitsbewijs, Huisvesting"),
        (cell(2, 1, "gaat wel"), "één keuze uit 'op orde', 'niet op orde', 'onbekend'"),
        (cell(2, 2, "wellicht"), "één keuze uit 'ja', 'nee', 'onbekend'"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, spoil: Callable[[Document], None], expected: str) -> None:
    with pytest.raises(InputError) as caught:
        read_informatieblad(spoiled(INFORMATIEBLAD, tmp_path, spoil))
    assert str(caught.value).startswith("informatieblad-nijmegen.docx, ")
    assert expected in str(caught.value)


@pytest.mark.parametrize("label", LABELS)
def test_a_missing_label_is_named(tmp_path: Path, label: str) -> None:
    with pytest.raises(InputError) as caught:
        read_informatieblad(spoiled(INFORMATIEBLAD, tmp_path, rewrite(label, None)))
    assert f"het veld {label!r}" in str(caught.value)


def test_a_sheet_without_its_table_is_named(tmp_path: Path) -> None:
    def spoil(form: Document) -> None:
        table = form.tables[0]._element
        table.getparent().remove(table)

    with pytest.raises(InputError, match="één tabel met de basisvoorwaarden"):
        read_informatieblad(spoiled(INFORMATIEBLAD, tmp_path, spoil))
