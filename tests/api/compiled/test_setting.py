"""One setting turns it off, and changes nothing that can be seen."""

from pathlib import Path
from typing import Any

import pytest

from api.view.plan_view import PlanView
from api.view.renderers import Renderers
from api.view.shape import Shape
from tests.api.client import running
from tests.api.graphql.selection import plan_query


async def test_the_setting_changes_nothing_that_is_answered(
    mongodb_uri: str, database_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[PlanView] = []
    render = PlanView.rendered

    def noted(view: PlanView, shape: Shape, renderers: Renderers) -> dict[str, Any]:
        rendered.append(view)
        return render(view, shape, renderers)

    monkeypatch.setattr(PlanView, "rendered", noted)
    found: list[tuple[str, int, bytes, bytes]] = []
    for compiled in (True, False):
        async with running(mongodb_uri, database_name, tmp_path, compiled=compiled) as api:
            plan_id = found[0][0] if found else await api.register()
            rendered.clear()
            one = await api.ask("casemanager-arnhem", plan_query(), headers={"Prefer": "handling=lenient"}, id=plan_id)
            several = await api.ask("casemanager-arnhem", "{ plannen { nodes { id betrokkene { geslachtsnaam } } } }")
            assert bool(rendered) is compiled
            found.append((plan_id, one.status_code, one.content, several.content))
    assert found[0] == found[1]
    assert found[0][1] == 200
