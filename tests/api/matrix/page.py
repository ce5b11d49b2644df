"""A page read strictly: what a browser would silently mend is an error here."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder

_VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta"})


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._builder = TreeBuilder()
        self._open: list[str] = []
        self.doctype: str | None = None

    def handle_decl(self, decl: str) -> None:
        assert not self._open
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        assert len(named) == len(attrs), f"<{tag}> has an attribute twice"
        assert not (tag == "p" and "p" in self._open), "a paragraph within a paragraph"
        self._builder.start(tag, named)
        if tag in _VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag, f"</{tag}> closes another element"
        self._builder.end(tag)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._builder.data(data)
        else:
            assert not data.strip()

    def finished(self) -> Element:
        self.close()
        assert self._open == []
        assert self.doctype == "DOCTYPE html"
        return self._builder.close()


def parsed(text: str) -> Element:
    """The tree of a page that is well-formed: every element closed, in its place, no attribute twice."""
    reader = _Strict()
    reader.feed(text)
    return reader.finished()


def text_of(element: Element) -> str:
    """What an element shows to who looks at it: text for a screen reader only is left out."""
    return " ".join("".join(_seen(element)).split())


def _seen(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("class") != "spoken":
            yield from _seen(child)
        yield child.tail or ""


def sections(page: Element) -> Iterator[tuple[str, Element]]:
    """Every section of the matrix by its name."""
    for section in page.iter("section"):
        heading = section.find("h2")
        assert heading is not None
        yield text_of(heading), section


def rights(page: Element) -> dict[tuple[str, str], str]:
    """What the tables say, by column and field."""
    found: dict[tuple[str, str], str] = {}
    for table in page.iter("table"):
        columns = [text_of(head) for head in table.findall("thead/tr/th")][2:]
        for row in table.findall("tbody/tr"):
            path = row.findtext("th/code")
            assert path is not None
            for column, cell in zip(columns, row.findall("td")[1:], strict=True):
                assert (column, path) not in found
                found[column, path] = text_of(cell)
    return found


def grounds(page: Element) -> dict[str, set[str]]:
    """The grounds that the tables name, by field."""
    return {
        row.findtext("th/code", ""): set(text_of(row.findall("td")[0]).split(", ")) - {"–"}
        for row in page.iterfind(".//tbody/tr")
    }
