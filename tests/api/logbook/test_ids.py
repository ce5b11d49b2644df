"""Ids of traces and spans: of the right form, and never the same twice."""

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from api.logbook.ids import Stock, new_span, new_trace


def test_ids_have_the_form_of_trace_context() -> None:
    assert re.fullmatch("[0-9a-f]{32}", new_trace())
    assert re.fullmatch("[0-9a-f]{16}", new_span())


def test_traces_stand_in_order_of_time_and_tell_nothing_else() -> None:
    earliest = time.time_ns() // 1_000_000
    first = new_trace()
    time.sleep(0.002)
    second = new_trace()
    assert first < second
    assert earliest <= int(first[:12], 16) < int(second[:12], 16) <= time.time_ns() // 1_000_000
    # All that Trace Context lets others take for random, and more.
    assert len({new_trace()[12:] for _ in range(1_000)}) == 1_000


def test_no_digits_are_given_out_twice() -> None:
    stock = Stock()
    with ThreadPoolExecutor(8) as threads:
        # More than one fetch holds, of lengths that do not divide it.
        found = list(threads.map(stock.take, [31, 16] * 2_000))
    assert [len(digits) for digits in found] == [31, 16] * 2_000
    assert len(set(found)) == len(found)


def test_a_forked_process_gives_out_ids_of_its_own() -> None:
    # In a process without threads: with them, a fork may inherit a lock that nobody opens.
    program = """
import os
from api.logbook.ids import new_span
new_span()
child = os.fork()
os.write(1, f"{new_span()}\\n".encode())
if child:
    os.wait()
"""
    command = [sys.executable, "-c", program]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()  # noqa: S603 - our own
    assert len(set(told)) == 2
