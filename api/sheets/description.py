"""The sheets as OpenAPI describes them."""

from collections.abc import Mapping
from typing import Any

from api.sheets.endpoint import KINDS
from api.sheets.negotiation import Form


def sheet_paths(doelbinding: Mapping[str, Any], problem_answer: Mapping[str, Any]) -> dict[str, Any]:
    """The paths of the sheets."""
    plan_id = {
        "name": "planId",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
        "description": "Id van het plan.",
    }
    content = {
        str(Form.PAGE): {"schema": {"type": "string"}},
        str(Form.PRINT): {"schema": {"type": "string", "format": "binary"}},
    }
    refusals = dict.fromkeys(("401", "403", "404", "406", "503"), problem_answer)
    return {
        f"/plannen/{{planId}}/{kind.name}": {
            "get": {
                "operationId": kind.name,
                "summary": kind.summary,
                "parameters": [plan_id, doelbinding],
                "responses": {"200": {"description": "Het blad", "content": content}, **refusals},
            }
        }
        for kind in KINDS
    }
