"""A sheet as a PDF."""

import re
import zlib
from dataclasses import replace

import pytest

from api.sheets.pictograms import PICTOGRAMS
from api.sheets.printing import Unprintable, printed
from plan_schema.process.sheets.sheet import Part, Sentence, Sheet, Table
from tests.api.sheets.pages import assert_tagged
from tests.api.sheets.test_page import EVERYTHING


def _inflated(pdf: bytes) -> bytes:
    """All streams of a PDF, as far as they are compressed in the usual way."""
    found = b""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found += zlib.decompress(stream)
        except zlib.error:
            continue
    return found


def test_a_sheet_with_everything_is_a_tagged_pdf_with_its_headings() -> None:
    pdf = printed(EVERYTHING)
    assert_tagged(pdf + _inflated(pdf), "Blad")
    tags = set(re.findall(rb"/S ?/(\w+)", pdf + _inflated(pdf)))
    assert tags >= {b"H1", b"H2", b"P", b"Table", b"TH", b"TD", b"L", b"LI", b"Figure"}


def test_every_pictogram_can_be_printed_with_what_it_shows() -> None:
    pdf = printed(Sheet("Blad", (), tuple(Part(name, picture=name) for name in PICTOGRAMS)))
    whole = pdf + _inflated(pdf)
    assert all(sign.alternative.encode() in whole for sign in PICTOGRAMS.values())


def test_a_long_address_in_a_table_can_be_printed() -> None:
    address = f"{'voornaam.achternaam' * 3}@organisatie.voorbeeld.example"
    table = Table("Mensen", ("Rol", "Adres"), (("Casemanager", f"026-1234567\n{address}"),))
    assert_tagged(printed(Sheet("Blad", (), (Part("Deel", (table,)),))), "Blad")


@pytest.mark.parametrize("text", ["😀 ok", "中文", "a\u200bb\x07c", "#let x = [*a*] $ \\ ", "العربية", "Şükrü Ĳssel"])
def test_whatever_somebody_wrote_can_be_printed(text: str) -> None:
    sheet = replace(EVERYTHING, parts=(Part("Deel", (Sentence(text),)),))
    assert printed(sheet).startswith(b"%PDF")


def test_what_can_not_be_printed_says_nothing_of_what_it_is() -> None:
    sheet = replace(EVERYTHING, parts=(Part("Deel", (Sentence("Geheimzinnig", picture=None),), level=0),))
    with pytest.raises(Unprintable) as caught:
        printed(sheet)
    assert (str(caught.value), caught.value.__cause__, caught.value.__context__) == ("", None, None)
