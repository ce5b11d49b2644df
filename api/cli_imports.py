"""The command `reintegratieplan importeer`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from api.explained import explained
from api.settings import load_settings

PARTLY: Final = 3
"""The exit code when records were refused, and the others are in."""

STOPPED: Final = 130
"""The exit code after Ctrl-C."""


def importeer(
    soort: Annotated[str, typer.Argument(help="signaallijst, tulp-11, iris-ract, injus of informatieblad.")],
    bestand: Annotated[Path | None, typer.Argument(help="Het bestand, CSV of JSON.")] = None,
    namens: Annotated[str | None, typer.Option(help="OIN van de organisatie die importeert.")] = None,
    peildatum: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Peildatum van records die er zelf geen noemen.")
    ] = None,
    proef: Annotated[bool, typer.Option("--proef", help="Werk alles uit, en wijzig niets.")] = False,  # noqa: FBT002 - an option
    rapport: Annotated[Path | None, typer.Option(help="Bestand voor het verslag als JSON.")] = None,
    layout: Annotated[bool, typer.Option("--layout", help="Toon de indeling van deze soort.")] = False,  # noqa: FBT002 - an option
    schema: Annotated[bool, typer.Option("--schema", help="Toon het JSON Schema van deze soort.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Breng een bestand uit een ander systeem in de plannen; nogmaals hetzelfde bestand wijzigt niets."""
    from plan_schema.process.imports.layouts import LAYOUTS
    from plan_schema.process.imports.page import page_of
    from plan_schema.process.imports.records import json_schema

    kind = LAYOUTS.get(soort)
    if kind is None:
        raise typer.BadParameter(f"kies uit {', '.join(LAYOUTS)}", param_hint="SOORT")
    if layout:
        typer.echo(page_of(kind), nl=False)
        return
    if schema:
        typer.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=2))
        return
    if bestand is None or namens is None:
        raise typer.BadParameter("noem een bestand, en met --namens het OIN van de organisatie die importeert")
    if rapport is not None and not rapport.absolute().parent.is_dir():
        raise typer.BadParameter("de map van dit bestand bestaat niet", param_hint="--rapport")
    from api.commands.database import database_for
    from api.commands.imports import Order, import_file

    day = None if peildatum is None else peildatum.date()
    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            try:
                report = import_file(settings, uri, Order(kind, bestand, namens, day, rehearsed=proef))
            except KeyboardInterrupt:
                typer.echo(
                    "Afgebroken; wat erin is blijft, en dezelfde opdracht gaat verder waar deze bleef.", err=True
                )
                raise typer.Exit(STOPPED) from None
    for line in report.lines():
        typer.echo(line)
    if rapport is not None:
        rapport.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    if not report.complete:
        raise typer.Exit(PARTLY)
