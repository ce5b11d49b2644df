"""The input folder, and filled-in forms that are wrong in one place."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Final

import docx
from docx.document import Document

INPUT: Final = Path(str(files("api.demo").joinpath("input")))
SOM_FORM: Final = INPUT / "som-formulier-2026-10-12.docx"
INFORMATIEBLAD: Final = INPUT / "informatieblad-nijmegen.docx"


def spoiled(original: Path, folder: Path, spoil: Callable[[Document], None]) -> Path:
    """A copy of a Word form with something done to it."""
    form = docx.Document(str(original))
    spoil(form)
    copy = folder / original.name
    form.save(str(copy))
    return copy


def rewrite(label: str, text: str | None) -> Callable[[Document], None]:
    """Replaces the line that begins with this label (ticked or not); None takes it out."""

    def spoil(form: Document) -> None:
        line = next(line for line in form.paragraphs if line.text.lstrip("☒☐ ").startswith(label))
        if text is None:
            line._element.getparent().remove(line._element)
        else:
            line.text = text

    return spoil
