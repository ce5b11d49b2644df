"""What every accessible page and every tagged PDF of ours must have (WCAG 2.2 AA, PDF/UA-1)."""

import re
from itertools import pairwise
from xml.etree.ElementTree import Element

from tests.api.matrix.page import parsed, text_of


def accessible(html: str) -> Element:
    """The page, after a look at what a screen reader goes by."""
    page = parsed(html)
    assert (page.tag, page.get("lang")) == ("html", "nl")
    (title,), (heading,) = page.iter("title"), page.iter("h1")
    assert text_of(title) == text_of(heading) != ""
    assert [element.tag for element in page.iter() if element.tag in ("header", "main", "nav")] == ["header", "main"]
    levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch(r"h[1-6]", element.tag)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for section in page.iter("section"):
        assert section.get("aria-labelledby") in ids
    for image in page.iter("svg"):
        assert (image.get("role"), bool(image.get("aria-label"))) == ("img", True)
    for table in page.iter("table"):
        assert text_of(table[0])
        assert {head.get("scope") for head in table.findall("thead/tr/th")} == {"col"}
        assert {row[0].get("scope") for row in table.findall("tbody/tr")} == {"row"}
    own = {element.tag for element in page.iter()}
    assert not own & {"script", "img", "link", "iframe", "object", "form", "a"}
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on") or name == "src"]
    return page


def words_of(page: Element) -> str:
    """All that the page shows, spaces made alike; its style sheet left out."""
    body = page.find("body")
    assert body is not None
    return " ".join(" ".join(body.itertext()).split())


def assert_tagged(pdf: bytes, title: str) -> None:
    """Whether this is a PDF/UA-1 with a language and a title; what it says lies in compressed streams."""
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang\s*\(nl", pdf)
    assert re.search(rb"/DisplayDocTitle\s+true", pdf)
    assert b"pdfuaid:part" in pdf
    assert title.encode() in pdf
