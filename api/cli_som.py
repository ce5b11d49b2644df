"""The command `reintegratieplan som`: what the rules of the SOM say over all plans, in counts."""

import time
from typing import Annotated, Final

import typer

from api.explained import explained
from api.settings import load_settings

som = typer.Typer(
    help="Het Selectie Ondersteunend Model over alle plannen: aantallen, en nooit een naam.", no_args_is_help=True
)

_TWO: Final = 2


@som.command()
def verdeling(
    regelset: Annotated[str | None, typer.Option(help="Naam van een regelset; zonder: die nu geldt.")] = None,
) -> None:
    """Toon hoe uitkomsten en besluiten zijn verdeeld, naast tabel 5 en 6 van het rapport, en hoe lang dat duurde."""
    from api.app import now
    from api.commands.database import database_for
    from api.commands.som import survey_all
    from api.commands.som_tables import distribution
    from plan_schema.process.som.rule_sets import in_force

    today = now().date()
    name = in_force(today).name if regelset is None else _known(regelset)
    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            begun = time.monotonic()
            found = survey_all(settings, uri, today, [name])
            seconds = time.monotonic() - begun
    typer.echo("\n".join(distribution(found, name)))
    typer.echo(f"\n{found.plans} plannen in {seconds:.1f} s.")


@som.command()
def vergelijk(
    regelset: Annotated[list[str], typer.Option(help="Naam van een regelset; geef er twee.")],
) -> None:
    """Vergelijk twee regelsets over alle plannen: hoeveel een andere uitkomst krijgen, en de ids van die plannen."""
    from api.app import now
    from api.commands.database import database_for
    from api.commands.som import survey_all
    from api.commands.som_tables import comparison

    if len(regelset) != _TWO:
        raise typer.BadParameter("geef --regelset twee keer", param_hint="--regelset")
    first, second = map(_known, regelset)
    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            found = survey_all(settings, uri, now().date(), [first, second])
    typer.echo("\n".join(comparison(found, first, second)))


def _known(name: str) -> str:
    from plan_schema.process.som.rule_sets import RULE_SETS

    if name not in RULE_SETS:
        raise typer.BadParameter(f"kies uit {', '.join(RULE_SETS)}", param_hint="--regelset")
    return name
