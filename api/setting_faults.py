"""What is wrong with a setting, in Dutch: what was expected, never the value, which may be a secret."""

from collections.abc import Mapping
from typing import Final

from pydantic_core import ErrorDetails

MONGODB_ADDRESS: Final = r"^mongodb(\+srv)?://[^/]"
HTTP_ADDRESS: Final = r"^https?://[^/]"
DATABASE_NAME: Final = r"^[A-Za-z0-9_-]{1,60}$"

_SHAPES: Final = {
    MONGODB_ADDRESS: "een adres als mongodb://host:27017/?replicaSet=rs0",
    HTTP_ADDRESS: "een adres als http://collector:4318/v1/traces",
    DATABASE_NAME: "een naam van 1 tot 60 letters, cijfers, _ of -",
}
"""What a pattern means, for those who do not read patterns."""

# By pydantic's kind of error; the names in braces are what pydantic gives with it.
_EXPECTED: Final[Mapping[str, str]] = {
    "greater_than_equal": "een getal van {ge} of hoger",
    "int_from_float": "een geheel getal",
    "int_parsing": "een geheel getal",
    "int_parsing_size": "een geheel getal",
    "less_than_equal": "een getal van {le} of lager",
    "literal_error": "{expected}",
    "missing": "een waarde, want deze instelling is verplicht",
    "string_pattern_mismatch": "{pattern}",
    "string_too_short": "tekst van ten minste {min_length} tekens",
    "value_error": "{error}",
}
_OTHERWISE: Final = "een waarde zoals README.md bij deze instelling noemt"


def expected(fault: ErrorDetails) -> str:
    """What should have been there, to be read after the word `verwacht`."""
    context = dict(fault.get("ctx", {}))
    if "pattern" in context:
        context["pattern"] = _SHAPES.get(context["pattern"], f"tekst volgens het patroon {context['pattern']}")
    if "expected" in context:
        context["expected"] = context["expected"].replace(" or ", " of ")
    return _EXPECTED.get(fault["type"], _OTHERWISE).format_map(context)
