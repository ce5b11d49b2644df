"""Imports over a real database, as the command does them, and what came of it in the database."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from api.commands.imports import Order, import_file
from api.imports.report import Report
from api.settings import Settings, load_settings
from plan_schema.process.imports.layouts import LAYOUTS

FILES: Final = Path(__file__).parent / "files"
PI_ARNHEM: Final = "00000099100000001000"
RN: Final = "00000099200000001000"
OWN: Final = frozenset({"versieHash", "gewijzigdOp", "_id", "id", "geregistreerdOp"})
"""What differs between two databases in which the same happened."""

SIGNAAL: Final[dict[str, Any]] = {
    "sknNummer": "88100001",
    "naamGedetineerde": "van Testerweg, Anna",
    "pi": "PI Arnhem",
    "begindatumDetentie": "2026-01-02",
    "einddatumDetentie": "2026-12-19",
    "signaalAfgegevenOp": "2026-01-05T09:15:00+01:00",
    "peildatum": "2026-01-05",
}


def tulp(**cells: Any) -> dict[str, Any]:
    """A record of TULP tabblad 11 about the same person."""
    return {"sknNummer": "88100001", "peildatum": "2026-01-12", "huisvestingStandVanZaken": "NIET_OP_ORDE"} | cells


@dataclass(frozen=True)
class Imports:
    """A database, and the folder with its keys."""

    uri: str
    database: str
    folder: Path

    @property
    def settings(self) -> Settings:
        return load_settings(mode="development", mongodb_uri=self.uri, database=self.database, data_dir=self.folder)

    def now(self, layout: str, file: Path, *, sender: str = PI_ARNHEM, as_of: str | None = None, rehearsed: bool = False) -> Report:  # fmt: skip
        """Import a file."""
        day = None if as_of is None else date.fromisoformat(as_of)
        return import_file(self.settings, self.uri, Order(LAYOUTS[layout], file, sender, day, rehearsed))

    async def aside(self, layout: str, file: Path, **more: Any) -> Report:
        """Import a file while an application runs."""
        return await asyncio.to_thread(self.now, layout, file, **more)

    def records(self, layout: str, records: Sequence[Mapping[str, Any]], **more: Any) -> Report:
        """Import these records from a JSON file."""
        return self.now(layout, self.file_of(records), **more)

    def file_of(self, records: Sequence[Mapping[str, Any]]) -> Path:
        """A JSON file with these records."""
        path = self.folder / "records.json"
        path.write_text(json.dumps(records), "utf-8")
        return path

    @contextmanager
    def stored(self, log: bool = False) -> Iterator[Any]:  # noqa: FBT001, FBT002 - which of the two databases
        """The database itself, or that of the logs."""
        client: MongoClient[dict[str, Any]]
        with MongoClient(self.uri, tz_aware=True) as client:
            yield client[f"{self.database}_logboek" if log else self.database]

    def documents(self, collection: str, **where: Any) -> list[dict[str, Any]]:
        """Everything in a collection."""
        with self.stored() as database:
            return list(database[collection].find(where).sort("_id", 1))

    def plan(self, skn: str) -> dict[str, Any]:
        """The one plan of a person."""
        (found,) = self.documents("plannen", **{"betrokkene.sknNummer": skn})
        return found

    def empty(self) -> None:
        """Take away every record."""
        for log in (False, True):
            with self.stored(log) as database:
                for name in database.list_collection_names():
                    database[name].delete_many({})

    def drop(self) -> None:
        """Take away the database, and that of its logs."""
        for log in (False, True):
            with self.stored(log) as database:
                database.client.drop_database(database.name)

    def counts(self) -> dict[str, int]:
        """How much there is of what an import could add to."""
        with self.stored() as database:
            names = ("plannen", "versies", "uitgaand", "importen")
            return {name: database[name].count_documents({}) for name in names}

    def comparable(self) -> dict[str, Any]:
        """Every plan by its person, without what two runs give their own value; and how many versions it has."""
        return {plan["betrokkene"]["sknNummer"]: _plain(plan) for plan in self.documents("plannen")}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if name not in OWN}
    return [_plain(entry) for entry in value] if isinstance(value, list) else value


def results(report: Report) -> list[str]:
    """What came of each record."""
    return [str(entry.result) for entry in report.entries]


def codes(report: Report) -> list[list[tuple[str, str]]]:
    """The codes and places of what was said of each record."""
    return [[(remark.code, remark.where) for remark in entry.remarks] for entry in report.entries]
