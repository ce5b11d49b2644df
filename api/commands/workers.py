"""Work spread over the cores: a few pieces ahead of the workers, so that memory stays bounded."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def spread(
    work: Callable[[Piece], Result], pieces: Iterable[Piece], start: Callable[..., None], arguments: tuple[Any, ...]
) -> Iterator[tuple[Piece, Result]]:
    """Each piece with its result, in the order in which they are done; `start` prepares every worker."""
    pending: dict[Future[Result], Piece] = {}
    ahead = 2 * (os.cpu_count() or 1) + 1
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), start, arguments) as pool:
        for piece in pieces:
            pending[pool.submit(work, piece)] = piece
            while len(pending) >= ahead:
                yield from _finished(pending)
        while pending:
            yield from _finished(pending)


def _finished(pending: dict[Future[Result], Piece]) -> Iterator[tuple[Piece, Result]]:
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    for future in done:
        yield pending.pop(future), future.result()
