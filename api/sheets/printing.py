"""A sheet as a PDF that a screen reader can follow: tagged, with a title and a language (PDF/UA-1), by Typst."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.resources import as_file, files
from typing import Final

import orjson
import typst

from api.sheets.pictograms import PICTOGRAMS
from plan_schema.process.sheets.sheet import Sentence, Sheet

_ELSEWHERE: Final = re.compile(r"\\u00[0-9a-f]{2}|[^\u0020-\u024f\u1e00-\u1eff\u2010-\u205e\u20a0-\u20bf]")
"""In JSON, what the letters at hand may lack: all but the European writing in Latin letters, punctuation and currencies."""
_INSTEAD: Final = "?"


class Unprintable(Exception):
    """A sheet that could not be made into a PDF. It says no more: what the typesetter says may quote a value."""


def printed(sheet: Sheet) -> bytes:
    """The sheet as a PDF. Signs for which there is no letter become a question mark. Unprintable when even that fails."""
    text = orjson.dumps(asdict(sheet) | {"pictures": _pictures(sheet)}).decode()
    for attempt in (text, _ELSEWHERE.sub(_INSTEAD, text)):
        try:
            return typst.compile(
                _template(),
                format="pdf",
                sys_inputs={"sheet": attempt},
                pdf_standards=["ua-1"],
                font_paths=_fonts(),
            )
        except typst.TypstError:
            continue
    raise Unprintable


@cache
def _template() -> bytes:
    return files("api.sheets").joinpath("sheet.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The letters that come with the product, and none of the machine: a sheet looks the same everywhere."""
    with as_file(files("font_source_sans_pro")) as folder:
        return typst.Fonts(include_system_fonts=False, font_paths=[folder / "files"])


def _pictures(sheet: Sheet) -> dict[str, dict[str, str]]:
    return {
        name: {"image": PICTOGRAMS[name].image, "alternative": PICTOGRAMS[name].alternative}
        for name in dict.fromkeys(_names(sheet))
    }


def _names(sheet: Sheet) -> Iterator[str]:
    for part in sheet.parts:
        if part.picture is not None:
            yield part.picture
        yield from (one.picture for one in part.blocks if isinstance(one, Sentence) and one.picture is not None)
