"""Which form of a sheet is given."""

import pytest

from api.sheets.negotiation import Form, wanted_form


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", Form.PAGE),
        ("*/*", Form.PAGE),
        ("text/html,application/xhtml+xml,*/*;q=0.8", Form.PAGE),
        ("application/pdf", Form.PRINT),
        ("application/*", Form.PRINT),
        ("Application/PDF;q=0.9, text/html;q=0.5", Form.PRINT),
        ("application/pdf, */*;q=0.1", Form.PRINT),
        ("text/html;q=0, */*", Form.PRINT),
        ("application/json", None),
        ("text/html;q=0", None),
        ("text/html;q=veel", None),
    ],
)
def test_the_form_that_is_liked_best_is_given(accept: str, form: Form | None) -> None:
    assert wanted_form(accept) is form
