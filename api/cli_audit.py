"""The command `reintegratieplan audit`: what the functionaris gegevensbescherming asks the logs."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import typer

from api.explained import explained
from api.settings import load_settings

if TYPE_CHECKING:
    from api.commands.audit import Auditor, Days

audit = typer.Typer(
    help="Vraag de logboeken, als functionaris gegevensbescherming; elke inzage wordt zelf vastgelegd.",
    no_args_is_help=True,
)

_User: TypeAlias = Annotated[str, typer.Option("--gebruiker", help="Uw pseudoniem; geen naam.")]
_Reason: TypeAlias = Annotated[str, typer.Option("--reden", help="Waarom u dit inziet; geen gegevens van een persoon.")]
_First: TypeAlias = Annotated[datetime | None, typer.Option("--van", formats=["%Y-%m-%d"], help="Eerste dag.")]
_Last: TypeAlias = Annotated[datetime | None, typer.Option("--tot", formats=["%Y-%m-%d"], help="Laatste dag.")]
_AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Als JSON, met alle velden.")]
_Plan: TypeAlias = Annotated[str, typer.Argument(metavar="PLAN", help="Id van het plan.")]

_NOT_IN_TABLE: Final = frozenset({"organisatie", "naam"})


@audit.command()
def ontvangers(
    plan: _Plan,
    veld: Annotated[str, typer.Argument(metavar="VELD", help="Pad van een veld of onderdeel.")],
    gebruiker: _User,
    reden: _Reason,
    versie: Annotated[int | None, typer.Option(min=1, help="Alleen deze versie van het plan.")] = None,
    van: _First = None,
    tot: _Last = None,
    als_json: _AsJson = False,  # noqa: FBT002 - an option
) -> None:
    """Toon wie een veld van een plan ontvingen."""
    with _asked(gebruiker, reden) as auditor:
        rows = auditor.recipients(plan, veld, versie, _days(van, tot))
    _show("Ontvangers", rows, als_json=als_json)


@audit.command()
def verwerkingen(
    plan: _Plan,
    gebruiker: _User,
    reden: _Reason,
    van: _First = None,
    tot: _Last = None,
    als_json: _AsJson = False,  # noqa: FBT002 - an option
) -> None:
    """Toon wat er met een plan is gedaan."""
    with _asked(gebruiker, reden) as auditor:
        rows = auditor.processings(plan, _days(van, tot))
    _show("Verwerkingen", rows, als_json=als_json)


@audit.command()
def besluit(
    spoor: Annotated[str, typer.Argument(metavar="SPOOR", help="Kenmerk in de logboeken (W3C trace id).")],
    gebruiker: _User,
    reden: _Reason,
    als_json: _AsJson = False,  # noqa: FBT002 - an option
) -> None:
    """Neem een beslissing opnieuw met het beleid van nu, en toon of het oordeel hetzelfde is."""
    with _asked(gebruiker, reden) as auditor:
        rows = auditor.decisions(spoor)
    _show("Beslissingen", rows, als_json=als_json)


@contextmanager
def _asked(user: str, reason: str) -> Iterator["Auditor"]:
    from api.commands.audit import Asker, Auditor
    from api.commands.database import database_for

    with explained():
        asker, settings = Asker(user, reason), load_settings()
        with database_for(settings, join=True) as uri:
            yield Auditor(settings, uri, asker)


def _days(first: datetime | None, last: datetime | None) -> "Days":
    from api.commands.audit import Days

    return Days(None if first is None else first.date(), None if last is None else last.date())


def _show(title: str, rows: list[dict[str, Any]], *, als_json: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    if als_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table(title=title)
    cells = [_cells(row) for row in rows]
    for name in cells[0] if cells else ():
        table.add_column(name)
    for entry in cells:
        table.add_row(*entry.values())
    if cells:
        Console().print(table)
    typer.echo(f"{len(rows)} gevonden.")


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    """A row as text; of a version with many fields how many there are."""
    shown = {name: _text(value) for name, value in row.items() if name not in _NOT_IN_TABLE}
    if "organisatie" in row:
        shown["organisatie"] = row["naam"] or row["organisatie"]
    return shown


_WRITERS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (bool, lambda value: "ja" if value else "nee"),
    (list, lambda value: ", ".join(map(str, value))),
    (dict, lambda value: ", ".join(f"versie {name}: {len(fields)} velden" for name, fields in value.items())),
)


def _text(value: Any) -> str:
    if value is None:
        return "onbekend"
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return str(value)
