"""When to try again, and when not any more."""

from datetime import UTC, datetime, timedelta

import pytest

from api.webhooks.pace import CLOSED, Circuit, Pace

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(("attempts", "most"), [(1, 2.0), (2, 4.0), (3, 8.0), (7, 100.0), (1_000_000, 100.0)])
def test_pauses_double_up_to_a_longest_with_jitter(attempts: int, most: float) -> None:
    pace = Pace(first=2.0, longest=100.0)
    pauses = {pace.pause(attempts) / timedelta(seconds=1) for _ in range(200)}
    assert all(most / 2 <= pause <= most for pause in pauses)
    assert len(pauses) > 100


def test_an_endpoint_that_asks_for_time_gets_it_within_reason() -> None:
    pace = Pace(first=1.0, longest=100.0)
    assert pace.pause(1, 60.0) == timedelta(seconds=60)
    assert pace.pause(1, 1e9) == timedelta(seconds=100)


def test_a_circuit_opens_after_so_many_failures_and_remembers_since_when() -> None:
    pace, circuit = Pace(first=10.0, trip=3), CLOSED
    for _ in range(2):
        circuit = pace.failed(circuit, NOW)
        assert circuit.open_since is None
        assert circuit.closed_at(NOW)
    circuit = pace.failed(circuit, NOW)
    assert circuit.open_since == NOW
    assert not circuit.closed_at(NOW)
    assert circuit.probe_at is not None
    later = circuit.probe_at
    assert circuit.closed_at(later)
    again = pace.failed(circuit, later)
    assert (again.failures, again.open_since) == (4, NOW)
    assert again.probe_at is not None
    assert again.probe_at - later >= timedelta(seconds=10)


def test_a_closed_circuit_lets_everything_through() -> None:
    assert Circuit(failures=4).closed_at(NOW)


def test_what_is_refused_too_often_or_waits_too_long_is_given_up() -> None:
    pace = Pace(refusals=3, hours=2.0)
    assert not pace.given_up(NOW, 2, NOW + timedelta(hours=1.9))
    assert pace.given_up(NOW, 3, NOW)
    assert pace.given_up(NOW, 0, NOW + timedelta(hours=2))
