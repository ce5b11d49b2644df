"""Plans by the hundred thousand: those that there are, over and over, each as another person's.

Making up 200 000 histories takes longer than all measurements together. What reads meet is the plans and their indexes; a copy has no
versions, no log and no steps of its own.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle, islice
from typing import Any, Final

from pymongo import MongoClient

from api.store.collections import PLANS
from api.store.scribe import new_id

_FIRST_SKN: Final = 1_000_000_000
"""Longer than any that is made up, so that none of them is another person's."""
_BATCH: Final = 1_000
_AHEAD: Final = 3


def copy_plans(uri: str, database: str, size: int) -> None:
    """Add copies until there are `size` plans."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client, ThreadPoolExecutor(_AHEAD) as pool:
        plans: Any = client[database][PLANS]
        there = plans.count_documents({})
        copies = islice(_copies(list(plans.find(limit=_BATCH)), there), max(0, size - there))
        while batch := list(islice(copies, _AHEAD * _BATCH)):
            parts = [batch[start : start + _BATCH] for start in range(0, len(batch), _BATCH)]
            # While the server stores one part, the next is encoded.
            list(pool.map(lambda part: plans.insert_many(part, ordered=False, bypass_document_validation=True), parts))


def _copies(originals: list[dict[str, Any]], there: int) -> Iterator[dict[str, Any]]:
    for number, plan in zip(count(there), cycle(originals)):
        skn = str(_FIRST_SKN + number)
        yield {**plan, "_id": new_id(), "betrokkene": {**plan["betrokkene"], "sknNummer": skn}}
