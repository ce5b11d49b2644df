"""What fails for a moment is tried again; anything else is told at once."""

import pytest

from api.store.patience import Patience

PATIENCE = Patience(0.05, 0.0001, 0.001)


class _Passing(Exception):
    pass


class _Work:
    """Fails so many times."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.left, self.error, self.tries = failures, error, 0

    async def __call__(self) -> str:
        self.tries += 1
        if self.left:
            self.left -= 1
            raise self.error
        return "gedaan"


def _passing(error: BaseException) -> bool:
    return isinstance(error, _Passing)


@pytest.mark.parametrize("failures", [0, 1, 4])
async def test_what_passes_is_tried_until_it_succeeds(failures: int) -> None:
    work = _Work(failures, _Passing())
    assert await PATIENCE.gives(work, _passing) == "gedaan"
    assert work.tries == failures + 1


async def test_what_does_not_pass_is_raised_at_once() -> None:
    work = _Work(1, KeyError())
    with pytest.raises(KeyError):
        await PATIENCE.gives(work, _passing)
    assert work.tries == 1


async def test_patience_ends_with_the_last_error() -> None:
    work = _Work(1_000_000, _Passing())
    with pytest.raises(_Passing):
        await PATIENCE.gives(work, _passing)
    assert work.tries > 2
