"""The SOM form."""

from pathlib import Path

import docx
import pytest

from api.demo.errors import InputError
from api.demo.som_form import PART_1, PART_2, PART_3, PARTS, read_som_form
from tests.api.demo.files import INPUT, SOM_FORM, rewrite, spoiled

VERBATIM = Path(__file__).parent / "som_labels.txt"
"""The lines of the form as the report prints them (000:L1974-L2056)."""


def test_every_line_of_the_printed_form_has_its_label_and_no_label_was_made_up() -> None:
    labels = [label for labels in PARTS.values() for label in labels]
    lines = VERBATIM.read_text("utf-8").splitlines()
    found = [max((label for label in labels if line.startswith(label)), key=len, default=None) for line in lines]
    assert sorted(map(str, found)) == sorted(labels)


def test_three_parts_become_three_steps_of_the_right_personas() -> None:
    part_1, part_2, part_3 = read_som_form(SOM_FORM)
    assert [step.persona for step in (part_1, part_2, part_3)] == [
        "casemanager-arnhem",
        "reclassering-rn-arnhem",
        "casemanager-arnhem",
    ]
    assert {step.skn for step in (part_1, part_2, part_3)} == {"88000004"}
    assert [step.reference_date for step in (part_1, part_2, part_3)] == ["2026-10-05", "2026-10-12", "2026-10-12"]
    assert part_1.patch["detentie"] == {
        "datumBinnenkomst": "2026-09-21",
        "statusGedetineerde": "VEROORDEELD_EERSTE_AANLEG",
        "datumInvrijheidstelling": "2026-12-18",
        "einddatumStatus": "VERWACHT",
        "artikelcode": "Sr art. 310",
    }
    assert part_1.patch["screening"]["scilUitgevoerd"] == "JA"
    assert part_1.patch["som"]["deel1"]["aandachtspunten"].count("\n") == 1
    assert part_2.patch["som"]["deel2"]["risicoRecidive"] == "MATIG"
    assert part_2.patch["som"]["deel2"]["risicoOnttrekking"] == "ONBEKEND"
    assert "asrWegingskaderIngezet" not in part_2.patch["som"]["deel2"]
    assert part_3.patch["som"]["besluit"] == {
        "besluiten": ["INITIEREN_ZORG_HULP"],
        "nadereInvulling": "te weten: aanmelding begeleid wonen, samen met de gemeente",
        "toelichting": "Zonder begeleiding vanaf de eerste dag valt hij terug.",
    }


def test_unknown_is_recorded_and_empty_is_not() -> None:
    part_1, part_2, part_3 = read_som_form(INPUT / "som-formulier-2026-09-21.docx")
    assert part_1.patch["detentie"] == {"statusGedetineerde": "VEROORDEELD_EERSTE_AANLEG"}
    assert part_2.patch["som"]["deel2"]["onbekend"] == ["zelfredzaamheid"]
    assert part_2.patch["som"]["deel2"]["teMotiveren"] == "ONBEKEND"
    assert "verzoekOmIsdTbs" not in part_2.patch["som"]["deel2"]
    assert part_3.patch["som"]["besluit"]["besluiten"] == ["GEEN_PRIORITEIT", "OVERIG"]


def detentie(folder: Path, label: str, text: str) -> dict[str, object]:
    found: dict[str, object] = read_som_form(spoiled(SOM_FORM, folder, rewrite(label, text)))[0].patch["detentie"]
    return found


STAY = "Verwachte verblijfsduur / einddatum detentie:"


@pytest.mark.parametrize(
    ("said", "recorded"),
    [
        ("40 dagen", {"verwachteVerblijfsduurDagen": 40}),
        ("6 weken", {"verwachteVerblijfsduurDagen": 42}),
        ("onbekend", {"onbekend": ["datumInvrijheidstelling"], "einddatumStatus": "ONBEKEND"}),
        ("", {}),
    ],
)
def test_the_stay_is_a_date_a_duration_or_unknown(tmp_path: Path, said: str, recorded: dict[str, object]) -> None:
    found = detentie(tmp_path, STAY, f"{STAY} {said}")
    named = {"verwachteVerblijfsduurDagen", "datumInvrijheidstelling", "einddatumStatus", "onbekend"}
    assert {name: value for name, value in found.items() if name in named} == recorded


def test_a_ticked_box_is_yes_and_an_open_box_says_nothing(tmp_path: Path) -> None:
    found = detentie(tmp_path, "ISD opgelegd", "☒ ISD opgelegd")
    assert found["isdOpgelegd"] == "JA"
    assert "tbsOpgelegd" not in found


@pytest.mark.parametrize(
    ("label", "said", "path", "recorded"),
    [
        ("Actuele informatie (minder dan jaar oud) beschikbaar:", "nee", "reclasseringsinformatie", "ONBEKEND"),
        ("Actuele informatie (minder dan jaar oud) beschikbaar:", "nee, geen", "reclasseringsinformatie", "GEEN"),
        ("JOVO, ASR wegingskader nog niet ingezet:", "ja", "asrWegingskaderIngezet", "NEE"),
        ("JOVO, ASR wegingskader nog niet ingezet:", "☐ ja / ☒ nee", "asrWegingskaderIngezet", "JA"),
        ("Te motiveren voor verandering:", "☐ ja / ☐ nee", "teMotiveren", None),
        ("Recidive:", "Medium", "risicoRecidive", "MATIG"),
    ],
)
def test_what_the_form_says_is_taken_over_as_it_is_meant(
    tmp_path: Path, label: str, said: str, path: str, recorded: str | None
) -> None:
    _, part_2, _ = read_som_form(spoiled(SOM_FORM, tmp_path, rewrite(label, f"{label} {said}")))
    assert part_2.patch["som"]["deel2"].get(path) == recorded


@pytest.mark.parametrize(
    ("label", "text", "place", "expected"),
    [
        ("SKN gedetineerde:", "SKN gedetineerde: onleesbaar", PART_1, "een strafrechtsketennummer"),
        ("Datum binnenkomst:", "Datum binnenkomst: 31-02-2026", PART_1, "DD-MM-JJJJ"),
        (STAY, f"{STAY} een half jaar", PART_1, "een duur als '40 dagen'"),
        ("SCIL uitgevoerd:", "SCIL uitgevoerd: ☒ ja / ☒ nee", PART_1, "één keuze uit 'ja', 'nee', 'onbekend'"),
        ("SCIL uitgevoerd:", "SCIL uitgevoerd: ☒ misschien / ☐ nee", PART_1, "één keuze uit 'ja'"),
        ("ISD opgelegd", "ISD opgelegd", PART_1, "een vakje ☒ of ☐"),
        ("Recidive:", "Recidive: zeer hoog", PART_2, "één keuze uit 'laag', 'matig', 'medium', 'hoog', 'onbekend'"),
        (
            "Reclasseringsinzet gewenst: inzetten gedragstraining in PI, te weten",
            "☒ Reclasseringsinzet gewenst: inzetten gedragstraining in PI, te weten ...",
            PART_3,
            "een invulling na 'te weten'",
        ),
    ],
)
def test_a_wrong_answer_is_named_by_file_part_line_and_label(
    tmp_path: Path, label: str, text: str, place: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_som_form(spoiled(SOM_FORM, tmp_path, rewrite(label, text)))
    message = str(caught.value)
    assert message.startswith(f"{SOM_FORM.name}, {place}, regel ")
    assert label in message
    assert expected in message


@pytest.mark.parametrize("label", [label for labels in PARTS.values() for label in labels])
def test_a_missing_label_is_named(tmp_path: Path, label: str) -> None:
    with pytest.raises(InputError) as caught:
        read_som_form(spoiled(SOM_FORM, tmp_path, rewrite(label, None)))
    assert f"het veld {label!r}" in str(caught.value)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"het kopje {PART_2!r}"):
        read_som_form(spoiled(SOM_FORM, tmp_path, rewrite(PART_2, "Iets anders")))


def test_a_label_that_stands_there_twice_is_named(tmp_path: Path) -> None:
    again = rewrite("Letselschade:", "Recidive: hoog")
    with pytest.raises(InputError, match=r"\(Recidive:\): verwacht dit veld één keer"):
        read_som_form(spoiled(SOM_FORM, tmp_path, again))


def test_a_line_before_the_first_field_of_a_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="een veld van het formulier"):
        read_som_form(spoiled(SOM_FORM, tmp_path, rewrite("SKN gedetineerde:", "Zomaar een regel")))


def test_a_file_that_is_no_word_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "som.docx"
    file.write_text("geen Word")
    with pytest.raises(InputError, match=r"som\.docx, het bestand: verwacht een leesbaar Word-bestand"):
        read_som_form(file)


def test_an_empty_form_gives_no_steps(tmp_path: Path) -> None:
    form = docx.Document()
    for heading, labels in PARTS.items():
        form.add_heading(heading)
        for label in labels:
            form.add_paragraph("SKN gedetineerde: 88000004" if label.startswith("SKN") else f"☐ {label}")
    form.save(str(tmp_path / "leeg.docx"))
    assert read_som_form(tmp_path / "leeg.docx") == []
