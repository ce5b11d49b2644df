"""What pydantic finds is said in Dutch; what it finds for the settings of today is proven with them, in `test_settings`."""

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from api.setting_faults import expected


class Needed(BaseModel):
    """Something with a value that must be there."""

    name: str


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (Needed, {}, "een waarde, want deze instelling is verplicht"),
        (int, "9" * 5_000, "een geheel getal"),
        (int, 1.5, "een geheel getal"),
        (Annotated[str, Field(pattern="^a+$")], "geheim", "tekst volgens het patroon ^a+$"),
        (bool, "geheim", "een waarde zoals README.md bij deze instelling noemt"),
    ],
)
def test_it_says_what_was_expected_and_not_what_was_given(kind: Any, value: object, sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(kind).validate_python(value)
    assert [expected(fault) for fault in refusal.value.errors()] == [sentence]
