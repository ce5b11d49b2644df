"""The command `reintegratieplan`. Each sub-command is a few lines here and a module in `commands`."""

import signal
import sys
from datetime import datetime
from enum import StrEnum
from functools import partial
from types import FrameType
from typing import Annotated, NoReturn

import typer

from api.cli_audit import audit
from api.cli_imports import importeer
from api.cli_indicators import indicatoren
from api.cli_som import som
from api.cli_worklist import worklist
from api.explained import explained
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
app.add_typer(audit, name="audit")
app.add_typer(som, name="som")
app.command()(indicatoren)
app.add_typer(worklist, name="werkvoorraad")
app.command()(importeer)


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
    with explained():
        settings = load_settings()
        with database_for(settings) as uri:
            run_server(settings.model_copy(update={"mongodb_uri": uri}))


@app.command()
def dev() -> None:
    """Start alles op deze machine: MongoDB, demoplannen, persona's en de API."""
    from api.commands.dev import run_dev

    configure_logs()
    signal.signal(signal.SIGTERM, _stop)
    with explained():
        run_dev(load_settings(mode="development"), typer.echo)


@app.command()
def token(
    persona: Annotated[str, typer.Argument(help="Naam van een persona, zoals casemanager-arnhem.")],
    doel: Annotated[list[str] | None, typer.Option(help="Doel in het token; vaker voor meer doelen.")] = None,
) -> None:
    """Maak een token voor een persona, en toon alleen dat."""
    from api.identity.wiring import development_issuer

    with explained():
        typer.echo(development_issuer(load_settings(mode="development")).issue(persona, doel))


@app.command()
def seed(plans: Annotated[int, typer.Option("--plans", min=1, max=1_000_000, help="Hoeveel plannen.")]) -> None:
    """Maak plannen, steeds dezelfde, met de verdelingen uit de rapporten."""
    from api.app import now
    from api.commands.database import database_for
    from api.commands.seed import seed_plans

    with explained():
        settings = load_settings(mode="development")
        with database_for(settings, join=True) as uri:
            report = seed_plans(settings, uri, plans, now().date())
    typer.echo(f"{report.stored} plannen gemaakt, {report.skipped} overgeslagen omdat ze er al waren.")


@app.command()
def migreer() -> None:
    """Breng alle plannen naar het huidige schema; afgebroken gaat de volgende keer verder waar het bleef."""
    from api.commands.database import database_for
    from api.commands.migrate import migrate_plans

    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            report = migrate_plans(settings, uri)
    typer.echo(f"{report.done} plannen bijgewerkt naar schema {report.schema}.")


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
    with explained():
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

    with explained():
        found = check(now().date(), PolicySettings().policies)
    for finding in found:
        typer.echo(f"{finding.severity}  {finding}")
    if any(finding.severity is Severity.FOUT for finding in found):
        raise typer.Exit(1)
    typer.echo("Geen fouten.")


@app.command()
def verify(plan: Annotated[str | None, typer.Option("--plan", help="Alleen dit plan.")] = None) -> None:
    """Controleer of elk plan is wat zijn ondertekende versies zeggen, en of er niets is gewijzigd, verwijderd of ingevoegd."""
    from api.commands.database import database_for
    from api.commands.verify import verify_all, verify_plan

    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            found = (
                verify_all(settings, uri, typer.echo) if plan is None else verify_plan(settings, uri, plan, typer.echo)
            )
    typer.echo(
        f"{found.plans} plannen, {found.versions} versies en {found.certificates} certificaten gecontroleerd, {found.findings} bevindingen."
    )
    if found.findings or (plan is not None and not found.plans):
        raise typer.Exit(1)


@app.command()
def bewaren(
    plan: Annotated[str, typer.Argument(help="Id van het plan.")],
    reden: Annotated[
        str | None, typer.Option(help="Welk zwaarwegend belang van een ander het plan doet bewaren.")
    ] = None,
    opheffen: Annotated[bool, typer.Option("--opheffen", help="Beëindig het bewaren.")] = False,  # noqa: FBT002 - an option
    door: Annotated[str | None, typer.Option(help="Organisatie of rol die dit besluit; geen naam.")] = None,
) -> None:
    """Bewaar een plan na zijn termijn, om het zwaarwegende belang van een ander (PM art. 39)."""
    from api.commands.database import database_for
    from api.commands.retention import SYSTEM, hold, lift

    if opheffen == bool(reden):
        raise typer.BadParameter("geef óf --reden óf --opheffen")
    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            if reden:
                hold(settings, uri, plan, reden, door or SYSTEM)
            else:
                lift(settings, uri, plan, door or SYSTEM)
    typer.echo("Het plan wordt bewaard." if reden else "Het plan wordt niet langer bewaard dan zijn termijn.")


@app.command()
def vernietig(
    peildatum: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Dag; zonder: vandaag.")] = None,
    uitvoeren: Annotated[bool, typer.Option("--uitvoeren", help="Vernietig ze; zonder: toon ze.")] = False,  # noqa: FBT002 - an option
    door: Annotated[str | None, typer.Option(help="Organisatie of rol die vernietigt; geen naam.")] = None,
) -> None:
    """Toon de plannen waarvan de bewaartermijn voorbij is, of vernietig ze, elk met een certificaat (PM art. 39)."""
    from api.commands.database import database_for
    from api.commands.retention import SYSTEM, destroy_due, list_due

    day = None if peildatum is None else peildatum.date()
    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            if not uitvoeren:
                count = list_due(settings, uri, day, typer.echo)
                typer.echo(f"{count} plannen zijn toe aan vernietiging; --uitvoeren doet dat.", err=True)
                return
            count = destroy_due(
                settings, uri, day, door or SYSTEM, lambda made: typer.echo(f"{made.plan_id} {made.id}")
            )
    typer.echo(
        f"{count} plannen vernietigd; bewaar de nummers van hun certificaten ook buiten deze database.", err=True
    )


@app.command()
def certificaat(
    certificaat_id: Annotated[
        str, typer.Argument(metavar="ID", help="Id van een certificaat of van een vernietigd plan.")
    ],
) -> None:
    """Toon een certificaat van vernietiging, en of het geldig is."""
    from api.commands.database import database_for
    from api.commands.retention import show_certificate

    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            shown = show_certificate(settings, uri, certificaat_id)
    typer.echo(shown.text)
    if not shown.valid:
        raise typer.Exit(1)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Alleen de leesvraag, binnen 50 seconden.")] = False,  # noqa: FBT002 - an option
    map_: Annotated[str, typer.Option("--map", help="Map voor de cijfers en het plaatje.")] = "bench",
    groei: Annotated[str, typer.Option(help="Aantallen plannen, oplopend.")] = "1000,20000,200000",
) -> None:
    """Meet wat een vraag kost, naast een kale route, het leerboek en anderen; de laatste regel is JSON."""
    from api.commands.bench import run_bench

    with explained():
        status = run_bench([*(["--quick"] if quick else []), "--map", map_, "--groei", groei])
    if status:
        raise typer.Exit(status)


@app.command()
def doctor(
    modus: Annotated[str | None, typer.Option(help="production of development; zonder: de instelling.")] = None,
) -> None:
    """Controleer instellingen, beleid, sleutels, server en logboek, en zeg wat er te herstellen valt."""
    from api.commands.doctor import examine

    findings = list(examine(partial(load_settings, **({"mode": modus} if modus else {}))))
    for finding in findings:
        typer.echo(f"{'goed' if finding.good else 'FOUT'}  {finding.subject}: {finding.text}")
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)


def _stop(_: int, __: FrameType | None) -> NoReturn:
    # A clean end, so that the embedded database is stopped as well.
    sys.exit(0)


def main() -> None:
    """Run the command."""
    app()
