"""The application with plans enough to count."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from pymongo import MongoClient

from api.store.collections import PLANS
from plan_schema.json_schema import SCHEMA_VERSION
from plan_schema.stored_form import apart
from tests.api.client import Api
from tests.plan_schema.process.indicators.made_up import AROUND, cases


@cache
def _plans() -> list[dict[str, Any]]:
    around = replace(AROUND, today=datetime.now(UTC).date())
    found = cases(500, 5, around, days=250)
    return [{**apart(case.plan), "versie": 1, "schemaVersie": SCHEMA_VERSION} for case in found]


@pytest.fixture
async def counted(kept_api: Api, mongodb_uri: str) -> AsyncIterator[Api]:
    """Five hundred plans of the last quarters; whoever comes after finds none."""
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri) as client:
        database: Any = client[kept_api.settings.database]
        database[PLANS].delete_many({})
        database[PLANS].insert_many(_plans(), bypass_document_validation=True)
        yield kept_api
        database[PLANS].delete_many({})
