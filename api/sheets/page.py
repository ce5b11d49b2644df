"""A sheet as an accessible page that holds everything it needs, so that it can be kept and printed."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from api.sheets.pictograms import LOOK, PICTOGRAMS
from plan_schema.process.sheets.sheet import Sheet

_STYLE: Final = files("api.sheets").joinpath("page.css").read_text("utf-8")

PAGE_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: nothing; its own style sheet stands in it."""


def page(sheet: Sheet) -> str:
    """The page; every value in it is text, whatever it looks like."""
    return _template().render(
        sheet=sheet,
        style=Markup(_STYLE),  # noqa: S704 - a file of the house
        pictograms=PICTOGRAMS,
        look=Markup(LOOK),  # noqa: S704 - likewise
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(files("api.sheets").joinpath("page.html").read_text("utf-8"))
