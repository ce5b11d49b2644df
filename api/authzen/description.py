"""The AuthZEN endpoints as the OpenAPI description has them."""

from collections.abc import Mapping
from typing import Any, Final

from api.authzen.endpoint import CONFIGURATION, EVALUATION, EVALUATIONS, REQUEST_ID
from api.authzen.reading import MOST
from api.body import JSON
from policies.context import Action

_TEXT: Final = {"type": "string"}
_PARTS: Final[Mapping[str, Any]] = {
    "subject": {
        "type": "object",
        "description": "Uzelf: de sub van uw token, of het OIN van uw organisatie (kaal, of als urn).",
        "required": ["type", "id"],
        "properties": {"type": _TEXT, "id": _TEXT, "properties": {"type": "object"}},
    },
    "action": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "enum": [action.value for action in Action]}},
    },
    "resource": {
        "type": "object",
        "required": ["type", "id", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["plan"]},
            "id": {"type": "string", "description": "Id van een plan, of * voor: in enig plan."},
            "properties": {"type": "object", "required": ["pad"], "properties": {"pad": _TEXT}},
        },
    },
    "context": {
        "type": "object",
        "description": "doel beperkt de doelen zoals X-Doelbinding; time weegt niet mee, het oordeel is dat van nu.",
        "properties": {
            "doel": {"type": "string", "maxLength": 242},
            "time": {"type": "string", "format": "date-time"},
        },
    },
}
_REQUIRED: Final = ["subject", "action", "resource"]

SCHEMAS: Final[Mapping[str, Any]] = {
    "Evaluatie": {"type": "object", "required": _REQUIRED, "properties": _PARTS},
    "Evaluaties": {
        "type": "object",
        "description": "Wat bovenaan staat geldt voor elke evaluatie die het niet zelf noemt.",
        "properties": {
            **_PARTS,
            "evaluations": {"type": "array", "maxItems": MOST, "items": {"type": "object", "properties": _PARTS}},
            "options": {
                "type": "object",
                "properties": {
                    "evaluations_semantic": {
                        "type": "string",
                        "enum": ["execute_all", "deny_on_first_deny", "permit_on_first_permit"],
                        "default": "execute_all",
                    }
                },
            },
        },
    },
    "Oordeel": {
        "type": "object",
        "required": ["decision", "context"],
        "properties": {
            "decision": {"type": "boolean"},
            "context": {
                "type": "object",
                "description": "Wat waarom van dit besluit zegt: bij een weigering reden, grondslag en wieWel.",
                "required": ["pad", "actie", "revisie", "grondslag"],
                "properties": {"reden": _TEXT, "grondslag": {"type": "array", "items": _TEXT}, "revisie": _TEXT},
            },
        },
    },
}


def authzen_paths(base_url: str, doelbinding: Mapping[str, Any], problem_answer: Mapping[str, Any]) -> dict[str, Any]:
    """The paths. They stand outside `/v1`, where AuthZEN has them; `doelbinding` describes the header of that name."""
    several = {
        "oneOf": [
            {"$ref": "#/components/schemas/Oordeel"},
            {
                "type": "object",
                "required": ["evaluations"],
                "properties": {
                    "evaluations": {"type": "array", "items": {"$ref": "#/components/schemas/Oordeel"}},
                },
            },
        ]
    }
    echoed = {"name": REQUEST_ID, "in": "header", "schema": {"type": "string", "maxLength": 128}}

    def post(operation: str, summary: str, asked: str, answer: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "servers": [{"url": base_url}],
            "post": {
                "operationId": operation,
                "summary": summary,
                "parameters": [doelbinding, echoed],
                "requestBody": {
                    "required": True,
                    "content": {JSON: {"schema": {"$ref": f"#/components/schemas/{asked}"}}},
                },
                "responses": {
                    "200": {"description": "Het oordeel; ook een weigering", "content": {JSON: {"schema": answer}}},
                    **dict.fromkeys(("400", "401", "403", "413", "415", "503"), problem_answer),
                },
            },
        }

    return {
        EVALUATION: post(
            "evaluation",
            "Vraag vooraf of iets mag (AuthZEN)",
            "Evaluatie",
            {"$ref": "#/components/schemas/Oordeel"},
        ),
        EVALUATIONS: post("evaluations", f"Vraag vooraf of dingen mogen, ten hoogste {MOST}", "Evaluaties", several),
        CONFIGURATION: {
            "servers": [{"url": base_url}],
            "get": {
                "operationId": "authzenConfiguration",
                "summary": "Wat hier van AuthZEN is, en waar",
                "security": [],
                "responses": {
                    "200": {"description": "De adressen", "content": {JSON: {"schema": {"type": "object"}}}},
                },
            },
        },
    }
