"""What is published about the API: its schema, the shape of a plan, and an OpenAPI description of the endpoints."""

from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.authzen.description import SCHEMAS, authzen_paths
from api.errors import Fault
from api.graphql.schema import sdl
from api.headers import API_VERSION
from api.identity.authentication import Authenticator
from api.identity.token_error import TokenError
from api.problems import PROBLEM_JSON, problem
from api.sheets.description import sheet_paths
from plan_schema.json_schema import plan_schema
from plan_schema.plan import PLAN

_OPEN: Final = {"Access-Control-Allow-Origin": "*"}
_WEBHOOK_KEYS: Final[dict[str, Any]] = {
    "/webhook-sleutels": {
        "get": {
            "operationId": "webhookSleutels",
            "summary": "De publieke sleutels waarmee webhooks zijn ondertekend",
            "security": [],
            "responses": {
                "200": {
                    "description": "JWK Set",
                    "content": {"application/jwk-set+json": {"schema": {"type": "object"}}},
                }
            },
        }
    }
}


class Documents:
    """The published documents. The GraphQL schema is for clients with a token; the other two are for everybody."""

    def __init__(self, authenticator: Authenticator, base_url: str, *, webhooks: bool) -> None:
        self._authenticator = authenticator
        self._sdl = sdl().encode()
        self._plan_schema = orjson.dumps(plan_schema(PLAN, base_url))
        self._openapi = orjson.dumps(_openapi(base_url, webhooks=webhooks))

    async def graphql_schema(self, request: Request) -> Response:
        """`GET /v1/schema.graphql`."""
        try:
            await self._authenticator.caller(request)
        except TokenError as error:
            return problem(error.status, [Fault(error.code, error.message)], self._authenticator.challenge(error))
        return Response(self._sdl, media_type="application/graphql")

    async def plan_schema(self, _: Request) -> Response:
        """`GET /v1/plan.schema.json`."""
        return Response(self._plan_schema, 200, _OPEN, "application/schema+json")

    async def openapi(self, _: Request) -> Response:
        """`GET /v1/openapi.json`."""
        return Response(self._openapi, 200, _OPEN, "application/json")


def _openapi(base_url: str, *, webhooks: bool) -> dict[str, Any]:
    problem_answer = {
        "description": "Geweigerd",
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
    }
    answer = {"application/graphql-response+json": {"schema": {"$ref": "#/components/schemas/Antwoord"}}}
    doelbinding = {
        "name": "X-Doelbinding",
        "in": "header",
        "schema": {"type": "string", "maxLength": 242},
        "description": "Doelen waarvoor u handelt.",
    }
    question = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": {"type": "string"},
            "operationName": {"type": "string"},
            "variables": {"type": "object"},
        },
    }
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Re-integratieplan API",
            "version": API_VERSION,
            "description": "Eén gedeeld re-integratieplan per gedetineerde, bevraagd met GraphQL.",
            "contact": {
                "name": "Beheer Re-integratieplan API",
                "url": base_url,
                "email": "beheer@reintegratieplan.example",
            },
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
        },
        "servers": [{"url": f"{base_url}/v1"}],
        "security": [{"token": []}],
        "paths": {
            "/graphql": {
                "post": {
                    "operationId": "graphql",
                    "summary": "Stel een vraag of vraag een wijziging",
                    "parameters": [
                        doelbinding,
                        {
                            "name": "Prefer",
                            "in": "header",
                            "schema": {"type": "string"},
                            "description": "handling=lenient: afgeschermde velden worden null.",
                        },
                    ],
                    "requestBody": {"required": True, "content": {"application/json": {"schema": question}}},
                    "responses": {
                        "200": {"description": "Het antwoord", "content": answer},
                        "400": {"description": "De vraag klopt niet", "content": answer},
                        "401": problem_answer,
                        "403": {"description": "Niet toegestaan", "content": answer},
                        "413": problem_answer,
                        "415": problem_answer,
                        "503": {"description": "Nu niet beschikbaar", "content": answer},
                    },
                }
            },
            "/schema.graphql": {
                "get": {
                    "operationId": "schema",
                    "summary": "Het GraphQL-schema",
                    "responses": {
                        "200": {
                            "description": "SDL",
                            "content": {"application/graphql": {"schema": {"type": "string"}}},
                        },
                        "401": problem_answer,
                    },
                }
            },
            "/plan.schema.json": {
                "get": {
                    "operationId": "planSchema",
                    "summary": "De vorm van een plan als JSON Schema",
                    "security": [],
                    "responses": {
                        "200": {
                            "description": "JSON Schema",
                            "content": {"application/schema+json": {"schema": {"type": "object"}}},
                        }
                    },
                }
            },
            **_indicator_paths(problem_answer),
            **(_WEBHOOK_KEYS if webhooks else {}),
            **sheet_paths(doelbinding, problem_answer),
            **authzen_paths(base_url, doelbinding, problem_answer),
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": {
                **SCHEMAS,
                "Fout": {
                    "type": "object",
                    "required": ["message", "extensions"],
                    "properties": {
                        "message": {"type": "string"},
                        "extensions": {
                            "type": "object",
                            "required": ["code"],
                            "properties": {
                                "code": {"type": "string"},
                                "pad": {"type": "string"},
                                "verwacht": {"type": "string"},
                            },
                        },
                    },
                },
                "Antwoord": {
                    "type": "object",
                    "properties": {
                        "data": {"type": "object", "nullable": True},
                        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fout"}},
                        "extensions": {"type": "object"},
                    },
                },
                "Probleem": {
                    "type": "object",
                    "required": ["title", "status", "detail", "code"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "code": {"type": "string"},
                        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fout"}},
                    },
                },
            },
        },
    }


def _indicator_paths(problem_answer: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "dimensie", "van", "tot")
    parameters = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in names]
    answers = {
        "/indicatoren": ("indicatoren", "Indicatoren als pagina", "text/html"),
        "/indicatoren.csv": ("indicatorenCsv", "Indicatoren als bestand", "text/csv"),
    }
    return {
        path: {
            "get": {
                "operationId": name,
                "summary": summary,
                "parameters": parameters,
                "responses": {
                    "200": {"description": summary, "content": {kind: {"schema": {"type": "string"}}}},
                    "400": problem_answer,
                    "401": problem_answer,
                    "403": problem_answer,
                    "503": problem_answer,
                },
            }
        }
        for path, (name, summary, kind) in answers.items()
    }
