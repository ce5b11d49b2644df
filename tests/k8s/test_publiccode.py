"""`publiccode.yaml` and the licence: what another government needs to find and reuse this."""

import hashlib
import tomllib
from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft202012Validator

from api.store.server_check import MINIMUM
from tests.k8s.manifests import ROOT

_TEXT: Final = {"type": "string", "minLength": 1}
_TEXTS: Final = {"type": "array", "items": _TEXT, "minItems": 1}
_DEPENDENCIES: Final = {"type": "array", "items": {"type": "object", "required": ["name"]}, "minItems": 1}

# The mandatory keys and value lists of the standard (yml.publiccode.tools, "The Standard (core)"), and of its optional
# keys those that are used here; of the categories and scopes, those that are close to this product.
_STANDARD: Final = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    ],
    "properties": {
        "publiccodeYmlVersion": {"const": "0.4"},
        "name": _TEXT,
        "url": {"type": "string", "pattern": "^https://(?!example)"},
        "softwareVersion": _TEXT,
        "releaseDate": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "platforms": _TEXTS,
        "categories": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {
                "enum": [
                    "collaboration",
                    "compliance-management",
                    "data-collection",
                    "project-collaboration",
                    "task-management",
                    "workflow-management",
                ]
            },
        },
        "developmentStatus": {"enum": ["concept", "development", "beta", "stable", "obsolete"]},
        "softwareType": {"enum": ["standalone/backend"]},
        "intendedAudience": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "countries": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2}$"}},
                "scope": {
                    "type": "array",
                    "items": {"enum": ["justice", "local-authorities", "security", "society", "welfare"]},
                },
            },
        },
        "description": {
            "type": "object",
            "required": ["nl", "en"],
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["shortDescription", "longDescription", "features"],
                "properties": {
                    "localisedName": _TEXT,
                    "shortDescription": {"type": "string", "minLength": 1, "maxLength": 150, "pattern": r"^[^\n]+$"},
                    "longDescription": {"type": "string", "minLength": 150, "maxLength": 10_000},
                    "features": _TEXTS,
                },
            },
        },
        "legal": {
            "type": "object",
            "required": ["license"],
            "additionalProperties": False,
            "properties": {"license": _TEXT, "mainCopyrightOwner": _TEXT},
        },
        "maintenance": {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"enum": ["internal", "contract", "community", "none"]}},
            "allOf": [
                {
                    "if": {"properties": {"type": {"enum": ["internal", "community"]}}},
                    "then": {"required": ["contacts"]},
                },
                {"if": {"properties": {"type": {"const": "contract"}}}, "then": {"required": ["contractors"]}},
            ],
        },
        "localisation": {
            "type": "object",
            "required": ["localisationReady", "availableLanguages"],
            "properties": {"localisationReady": {"type": "boolean"}, "availableLanguages": _TEXTS},
        },
        "dependsOn": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"open": _DEPENDENCIES, "proprietary": _DEPENDENCIES, "hardware": _DEPENDENCIES},
        },
    },
}

# Of the English text that the SPDX licence list publishes, the same words as the European Commission's.
_EUPL_1_2: Final = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"


@pytest.fixture(scope="module")
def publiccode() -> Any:
    """`publiccode.yaml`, read."""
    return yaml.safe_load((ROOT / "publiccode.yaml").read_text("utf-8"))


def test_publiccode_follows_the_standard(publiccode: Any) -> None:
    assert [error.message for error in Draft202012Validator(_STANDARD).iter_errors(publiccode)] == []


def test_it_depends_on_the_mongodb_that_the_start_asks_for(publiccode: Any) -> None:
    [mongodb] = publiccode["dependsOn"]["proprietary"]
    assert (mongodb["name"], mongodb["versionMin"]) == ("MongoDB", ".".join(map(str, MINIMUM)))


def test_the_licence_is_one_licence(publiccode: Any) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert publiccode["legal"]["license"] == project["license"] == "EUPL-1.2"


def test_the_text_of_the_licence_is_whole_and_unchanged() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == _EUPL_1_2
