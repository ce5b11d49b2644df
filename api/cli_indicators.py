"""The sub-command for the indicators."""

from datetime import datetime
from typing import Annotated

import typer

from api.explained import explained
from api.settings import load_settings
from plan_schema.process.indicators.dimensions import Dimension

_DAY = ["%Y-%m-%d"]


def indicatoren(
    ids: Annotated[list[str] | None, typer.Option("--id", help="Indicator, zoals I01; vaker voor meer.")] = None,
    dimensies: Annotated[
        list[Dimension] | None, typer.Option("--dimensie", help="Waarnaar wordt uitgesplitst; vaker voor meer.")
    ] = None,
    van: Annotated[datetime | None, typer.Option(formats=_DAY, help="Eerste dag; zonder: twee jaar terug.")] = None,
    tot: Annotated[datetime | None, typer.Option(formats=_DAY, help="Laatste dag; zonder: vandaag.")] = None,
) -> None:
    """Tel de indicatoren over alle inrichtingen, als CSV; groepen onder de drempel gaan ook hier samen."""
    from api.commands.database import database_for
    from api.commands.indicators import indicators_csv

    with explained():
        settings = load_settings()
        with database_for(settings, join=True) as uri:
            text = indicators_csv(settings, uri, ids or (), dimensies or (), van, tot)
    typer.echo(text, nl=False)
