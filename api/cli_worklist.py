"""`reintegratieplan werkvoorraad`: what keeps the open steps of all plans right."""

import typer

from api.explained import explained
from api.settings import load_settings

worklist = typer.Typer(help="De open stappen van alle plannen.", no_args_is_help=True)


@worklist.callback()
def _group() -> None:
    """De open stappen van alle plannen."""


@worklist.command()
def herbereken() -> None:
    """Bepaal de open stappen van alle plannen opnieuw, na een nieuwe release of andere termijnen; afgebroken gaat de volgende keer verder."""
    from api.commands.database import database_for
    from api.commands.worklist import recount

    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            done = recount(settings, uri)
    typer.echo(f"Van {done} plannen zijn de open stappen opnieuw bepaald.")
