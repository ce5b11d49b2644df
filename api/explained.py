"""What the command says in place of a stack trace."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from api.foreseen import FORESEEN


@contextmanager
def explained() -> Iterator[None]:
    """Say what went wrong, and what to do. Only failures that were foreseen are caught."""
    try:
        yield
    except FORESEEN as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
