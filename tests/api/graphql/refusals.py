"""The one shape of an error, asserted in one place for every producer of errors."""

import re
from typing import Any, Final

import httpx

PROBLEM_JSON: Final = "application/problem+json"
GRAPHQL_JSON: Final = "application/graphql-response+json"

_ENGLISH: Final = re.compile(r"\b(the|is not|must|should|expected|invalid|unknown|cannot|field|value)\b", re.IGNORECASE)
_CODE: Final = re.compile(r"[a-z][a-zA-Z0-9]+")
_EXTENSIONS: Final = {"code", "pad", "verwacht", "reden", "grondslag", "wieWel"}


def assert_refused(response: httpx.Response, status: int, *codes: str) -> list[dict[str, Any]]:
    """The errors of a request that was refused as a whole with this status and exactly these codes."""
    assert response.status_code == status, response.text
    body = response.json()
    kind = response.headers["content-type"]
    if kind == PROBLEM_JSON:
        assert set(body) == {"type", "title", "status", "detail", "code", "errors"}
        assert body["status"] == status
        assert body["detail"] == body["errors"][0]["message"]
        assert body["code"] == body["errors"][0]["extensions"]["code"]
    else:
        assert kind == GRAPHQL_JSON
        assert set(body) == {"errors"}
    errors: list[dict[str, Any]] = body["errors"]
    for error in errors:
        assert_error(error)
    assert {error["extensions"]["code"] for error in errors} == set(codes), errors
    assert_fixed_headers(response)
    return errors


def assert_error(error: dict[str, Any]) -> None:
    """One error: a Dutch sentence for a person, a stable code for a program, text for what else helps."""
    assert set(error) == {"message", "extensions"}
    assert_dutch(error["message"])
    extensions = error["extensions"]
    assert set(extensions) <= _EXTENSIONS
    assert _CODE.fullmatch(extensions["code"])
    assert all(
        isinstance(extensions[name], str) and extensions[name]
        for name in ("pad", "verwacht", "reden")
        if name in extensions
    )


def assert_dutch(message: str) -> None:
    """A message is a Dutch sentence; it may begin with a name of the protocol."""
    assert message[0].isupper() or message.startswith(("query ", "variables ", "operationName "))
    assert message.endswith(".")
    assert not _ENGLISH.search(message), message


def assert_fixed_headers(response: httpx.Response) -> None:
    """What every response carries, whatever it says."""
    assert response.headers["API-Version"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def paths_of(errors: list[dict[str, Any]]) -> set[str]:
    """The paths that errors are about."""
    return {error["extensions"]["pad"] for error in errors}
