"""Which form of a sheet a client wants: a page or a PDF (RFC 9110, 12.5.1)."""

from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """The forms of a sheet, by their media types; the first is given where both are as good."""

    PAGE = "text/html"
    PRINT = "application/pdf"


_ANY: Final = "*/*"


def wanted_form(accept: str) -> Form | None:
    """The form that an `Accept` header likes best; None when it takes neither."""
    liked = {form: _liking(accept, form) for form in Form}
    best = max(Form, key=lambda form: liked[form])
    return best if liked[best] > 0 else None


def _liking(accept: str, form: Form) -> float:
    """How well a form is liked, by the most specific range that names it."""
    given = dict(_range(part) for part in (accept or _ANY).split(","))
    for pattern in (str(form), f"{form.partition('/')[0]}/*", _ANY):
        if pattern in given:
            return given[pattern]
    return 0.0


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (text.strip().lower() for text in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, float(parameter.removeprefix("q="))
            except ValueError:
                return name, 0.0
    return name, 1.0
