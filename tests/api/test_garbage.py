"""The collector looks rarely for as long as a server runs, and is left as it was."""

import gc

from api.garbage import THRESHOLDS, collected_rarely


def test_it_looks_rarely_and_never_at_what_was_there() -> None:
    before = gc.get_threshold()
    with collected_rarely():
        assert gc.get_threshold() == THRESHOLDS
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
