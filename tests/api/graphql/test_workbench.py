"""New questions are taken apart beside the loop, and whoever has many of them waits for himself."""

import asyncio
import threading
from pathlib import Path

import pytest
from graphql import DocumentNode, GraphQLSchema

from api.graphql.validation import validated
from api.graphql.workbench import Workbench
from tests.api.client import running


async def test_work_is_done_in_another_thread_and_what_it_raises_comes_back() -> None:
    bench = Workbench()
    assert await bench.do("a", threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        await bench.do("a", divmod, 1, 0)
    assert await bench.do("a", divmod, 7, 2) == (3, 1)


async def test_one_piece_comes_after_one_of_somebody_with_many() -> None:
    bench, order, free = Workbench(), list[str](), threading.Event()

    def work(name: str) -> None:
        free.wait()
        order.append(name)

    many = [asyncio.create_task(bench.do("a", work, f"a{number}")) for number in range(20)]
    await asyncio.sleep(0)
    one = asyncio.create_task(bench.do("b", work, "b"))
    await asyncio.sleep(0)
    free.set()
    await asyncio.gather(one, *many)
    assert order.index("b") == 1
    assert [name for name in order if name != "b"] == [f"a{number}" for number in range(20)]


async def test_others_are_answered_while_a_new_question_is_taken_apart(
    mongodb_uri: str, database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, new = "{ plannen { nodes { id } } }", "{ plannen { nodes { id versie } } }"
    begun, free = threading.Event(), threading.Event()

    def held_up(schema: GraphQLSchema, document: DocumentNode) -> None:
        begun.set()
        assert free.wait(60)
        validated(schema, document)

    async with running(mongodb_uri, database_name, tmp_path) as api:
        await api.data("casemanager-arnhem", known)
        monkeypatch.setattr("api.graphql.operation.validated", held_up)
        slow = asyncio.create_task(api.data("casemanager-arnhem", new))
        assert await asyncio.to_thread(begun.wait, 60)
        assert (await api.data("casemanager-arnhem", known))["plannen"]["nodes"] == []
        assert not slow.done()
        free.set()
        assert (await slow)["plannen"]["nodes"] == []


async def test_a_question_that_is_none_is_refused_before_a_token_is(
    mongodb_uri: str, database_name: str, tmp_path: Path
) -> None:
    async with running(mongodb_uri, database_name, tmp_path) as api:
        for text, status in (("{ plannen {", 400), ("{ plannen { nodes { id } } }", 401)):
            response = await api.http.post("/v1/graphql", json={"query": text}, headers={"Authorization": "Bearer x"})
            assert response.status_code == status, response.text
