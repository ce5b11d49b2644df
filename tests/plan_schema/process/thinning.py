"""A document with nothing in it but what a conclusion says that it rests on: from that the same must follow."""

from collections.abc import Collection
from typing import Any, Final

from plan_schema.values import PROVENANCE, schema_path
from tests.strategies import Document

PROCESS: Final = (
    *("", "detentie", "detentie.plaatsingen[]", "terugkeer", "toezicht", "som.deel1", "som.deel2"),
    *(
        f"samenStarten.{name}"
        for name in ("signaal", "toewijzing", "bekendheid", "duiding", "heropening", "beeindiging")
    ),
    *("samenStarten.bijdragen[]", "samenStarten.bijdragen[].aanvraag", "samenStarten.bijdragen[].resultaat"),
    *("overleggen.mdo[]", "overleggen.gesprekken[]", "reclasseringsinzet[]", "reclasseringsinzet[].aanvraag"),
)
"""The groups that the rules of the process look at."""


def thinned(document: Document, rests_on: Collection[str]) -> Document:
    """The document with only the values at these paths, and the items of its lists."""
    kept = {schema_path(path) for path in rests_on}

    def thin(node: Any, prefix: str) -> Any:
        if isinstance(node, list):
            return [thin(entry, f"{prefix}[]") for entry in node]
        fields: Document = {name: node[name] for name in ("id", PROVENANCE) if name in node}
        for name, value in node.items():
            path = f"{prefix}.{name}" if prefix else name
            group = isinstance(value, dict) and "onbekend" not in value
            items = isinstance(value, list) and value and isinstance(value[0], dict)
            if name != PROVENANCE and (group or items):
                fields[name] = thin(value, path)
            elif path in kept:
                fields[name] = value
        return fields

    return dict(thin(document, ""))
