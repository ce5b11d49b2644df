"""The command `reintegratieplan`. Each sub-command is a few lines here and a module in `commands`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from types import FrameType
from typing import Annotated, NoReturn

import typer

from api.foreseen import FORESEEN
from api.logs import configure_logs
from api.settings import PolicySettings, load_settings
from policies.check import Severity

app = typer.Typer(
    name="reintegratieplan",
    help="Eén gedeeld re-integratieplan per gedetineerde.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class MatrixFormat(StrEnum):
    """How the matrix is written."""

    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


@app.command()
def serve() -> None:
    """Start de API met de instellingen uit de omgeving."""
    from api.commands.database import database_for
    from api.commands.serve import run_server

    configure_logs()
    signal.signal(signal.SIGTERM, _stop)
    with _explained():
        settings = load_settings()
        with database_for(settings) as uri:
            run_server(settings.model_copy(update={"mongodb_uri": uri}))


@app.command()
def dev() -> None:
    """Start alles op deze machine: MongoDB, demoplannen, persona's en de API."""
    from api.commands.dev import run_dev

    configure_logs()
    signal.signal(signal.SIGTERM, _stop)
    with _explained():
        run_dev(load_settings(mode="development"), typer.echo)


@app.command()
def token(
    persona: Annotated[str, typer.Argument(help="Naam van een persona, zoals casemanager-arnhem.")],
    doel: Annotated[list[str] | None, typer.Option(help="Doel in het token; vaker voor meer doelen.")] = None,
) -> None:
    """Maak een token voor een persona, en toon alleen dat."""
    from api.identity.wiring import development_issuer

    with _explained():
        typer.echo(development_issuer(load_settings(mode="development")).issue(persona, doel))


@app.command()
def seed(plans: Annotated[int, typer.Option("--plans", min=1, max=1_000_000, help="Hoeveel plannen.")]) -> None:
    """Maak plannen, steeds dezelfde, met de verdelingen uit de rapporten."""
    from api.app import now
    from api.commands.database import database_for
    from api.commands.seed import seed_plans

    with _explained():
        settings = load_settings(mode="development")
        with database_for(settings, join=True) as uri:
            report = seed_plans(settings, uri, plans, now().date())
    typer.echo(f"{report.stored} plannen gemaakt, {report.skipped} overgeslagen omdat ze er al waren.")


@app.command()
def schema() -> None:
    """Toon het GraphQL-schema."""
    from api.graphql.schema import sdl

    typer.echo(sdl(), nl=False)


@app.command()
def matrix(
    formaat: Annotated[MatrixFormat, typer.Option(help="Vorm van de matrix.")] = MatrixFormat.MARKDOWN,
    diff: Annotated[
        str | None, typer.Option(help="Map of git-revisie: toon wie sindsdien welk veld wint of verliest.")
    ] = None,
) -> None:
    """Toon wie welk veld mag lezen en schrijven."""
    from api.app import now
    from api.commands.policy import compare
    from plan_schema.plan import PATHS, PLAN
    from policies.matrix import as_csv, as_json, as_markdown
    from policies.policy import Policy
    from policies.table import TABLES

    writers = {MatrixFormat.MARKDOWN: as_markdown, MatrixFormat.CSV: as_csv, MatrixFormat.JSON: as_json}
    with _explained():
        folder = PolicySettings().policies
        if diff is not None:
            shifts = compare(diff, now().date(), folder)
            typer.echo("\n".join(map(str, shifts)) or "Niemand wint of verliest een veld.")
            return
        policy = Policy.load(PLAN, now().date(), folder or TABLES)
        typer.echo(writers[formaat](policy, PATHS), nl=False)


@app.command()
def beleid() -> None:
    """Controleer de beleidstabellen: tegenspraak, regels die nooit gelden, velden die niemand mag schrijven."""
    from api.app import now
    from api.commands.policy import check

    with _explained():
        found = check(now().date(), PolicySettings().policies)
    for finding in found:
        typer.echo(f"{finding.severity}  {finding}")
    if any(finding.severity is Severity.FOUT for finding in found):
        raise typer.Exit(1)
    typer.echo("Geen fouten.")


@app.command()
def doctor(
    modus: Annotated[str | None, typer.Option(help="production of development; zonder: de instelling.")] = None,
) -> None:
    """Controleer instellingen, beleid en server, en zeg wat er te herstellen valt."""
    from api.commands.doctor import examine

    findings = list(examine(partial(load_settings, **({"mode": modus} if modus else {}))))
    for finding in findings:
        typer.echo(f"{'goed' if finding.good else 'FOUT'}  {finding.subject}: {finding.text}")
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)


@contextmanager
def _explained() -> Iterator[None]:
    """Say what went wrong, and what to do, in place of a stack trace. Only failures that were foreseen are caught."""
    try:
        yield
    except FORESEEN as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _stop(_: int, __: FrameType | None) -> NoReturn:
    # A clean end, so that the embedded database is stopped as well.
    sys.exit(0)


def main() -> None:
    """Run the command."""
    app()
