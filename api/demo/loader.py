"""The loader: sends steps through the GraphQL API, each as its persona, as a partner's system would."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

import httpx

from api.demo.errors import LoadError
from api.demo.folder import demo_histories
from api.demo.references import references_in, resolved, selection
from api.demo.step import Step, by_person

TokenFor: TypeAlias = Callable[[str, tuple[str, ...] | None], str]
"""Gives an access token for a persona; doelen None: those of the persona itself."""

ENDPOINT: Final = "/v1/graphql"

_PROBLEMS: Final = """
    ... on VeldenNietToegestaan { velden { pad reden } }
    ... on OngeldigeWijziging { problemen { pad code } }
"""
_REGISTER: Final = f"""
mutation registreer($input: RegistreerDetentieInput!) {{
  uitkomst: registreerDetentie(input: $input) {{
    __typename
    ... on DetentieGeregistreerd {{ plan {{ id versie }} }}
    ... on PlanBestaatAl {{ planId }}
    {_PROBLEMS}
  }}
}}"""
_CHANGE: Final = f"""
mutation wijzig($input: WijzigPlanInput!) {{
  uitkomst: wijzigPlan(input: $input) {{
    __typename
    ... on PlanGewijzigd {{ plan {{ id versie }} }}
    ... on VersieConflict {{ huidigeVersie conflicten {{ pad }} }}
    {_PROBLEMS}
  }}
}}"""
_FIND: Final = "query zoek($skn: SKN!) { plannen(filter: {sknNummer: $skn}, first: 100) { nodes { id versie } } }"


@dataclass(slots=True)
class Report:
    """What loading did: plans registered or found, versions made, steps that changed nothing or were there already."""

    registered: int = 0
    existed: int = 0
    versions: int = 0
    unchanged: int = 0
    skipped: int = 0


@dataclass(slots=True)
class _Plan:
    """A plan in the API, as far as the loader follows it."""

    id: str
    version: int


class Loader:
    """Loads steps over an HTTP client, whose base URL (or ASGI transport) says where the API is."""

    def __init__(self, client: httpx.AsyncClient, token_for: TokenFor) -> None:
        self._client = client
        self._token_for = token_for

    async def load_demo(self, today: date) -> Report:
        """Load the input folder of this package: every case, signaal and form. Again: nothing changes."""
        return await self.load_histories(demo_histories(today), workers=1)

    async def load_histories(self, histories: Iterable[Sequence[Step]], workers: int = 4) -> Report:
        """Load whole histories, each a registration and what followed; plans side by side, steps in order.

        A plan that exists in version n has had its first n steps: loading goes on from there, so that a broken load can be
        finished and a finished one makes nothing new. LoadError at the first refusal.
        """
        waiting = iter(histories)
        report = Report()

        async def work() -> None:
            # Taken one by one: the generator makes a million plans without ever holding them.
            for history in waiting:
                await self._history(history, report)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(workers):
                    group.create_task(work())
        except* LoadError as refusals:
            raise refusals.exceptions[0] from None
        return report

    async def load_steps(self, steps: Iterable[Step]) -> Report:
        """Load what an organisation sends: plans are found by SKN, every change is sent. LoadError at the first refusal.

        A registration of a person who has an open plan makes none; a step that says what the plan says already makes no
        version.
        """
        report = Report()
        for person in by_person(steps):
            plan: _Plan | None = None
            for step in person:
                if step.registration:
                    plan = await self._register(step, report)
                else:
                    plan = plan or await self._find(step)
                    await self._change(step, plan, report)
        return report

    async def _history(self, steps: Sequence[Step], report: Report) -> None:
        plan = await self._register(steps[0], report)
        done = max(plan.version - 1, 0)
        report.skipped += min(done, len(steps) - 1)
        for step in steps[1 + done :]:
            await self._change(step, plan, report)

    async def _register(self, step: Step, report: Report) -> _Plan:
        given = {"gegevens": step.patch, **step.note}
        answer = (await self._ask(step, _REGISTER, {"input": given}))["uitkomst"]
        match answer["__typename"]:
            case "DetentieGeregistreerd":
                report.registered += 1
                report.versions += 1
                return _plan(answer["plan"])
            case "PlanBestaatAl" if answer["planId"]:
                report.existed += 1
                return await self._read(step, answer["planId"])
            case _:
                raise _refusal(step, answer)

    async def _change(self, step: Step, plan: _Plan, report: Report) -> None:
        given = {
            "planId": plan.id,
            "verwachteVersie": plan.version,
            "wijziging": await self._with_ids(step, plan),
            **step.note,
        }
        answer = (await self._ask(step, _CHANGE, {"input": given}))["uitkomst"]
        if answer["__typename"] != "PlanGewijzigd":
            raise _refusal(step, answer)
        version = answer["plan"]["versie"]
        if version == plan.version:
            report.unchanged += 1
        else:
            report.versions += 1
        plan.version = version

    async def _find(self, step: Step) -> _Plan:
        nodes = (await self._ask(step, _FIND, {"skn": step.skn}))["plannen"]["nodes"]
        if not nodes:
            raise LoadError(f"{_name(step)}: er is voor deze persona geen plan met dit SKN")
        # In order of registration: an earlier detention comes before the present one.
        return _plan(nodes[-1])

    async def _read(self, step: Step, plan_id: str) -> _Plan:
        data = await self._ask(step, "query lees($id: ID!) { plan(id: $id) { id versie } }", {"id": plan_id})
        if data["plan"] is None:
            raise LoadError(f"{_name(step)}: het plan is voor deze persona niet te lezen")
        return _plan(data["plan"])

    async def _with_ids(self, step: Step, plan: _Plan) -> Mapping[str, Any]:
        references = references_in(step.patch)
        if not references:
            return step.patch
        query = f"query onderdelen($id: ID!) {{ plan(id: $id) {{ {selection(sorted(references))} }} }}"
        data = await self._ask(step, query, {"id": plan.id})
        try:
            return resolved(step.patch, data["plan"] or {})
        except LookupError as error:
            raise LoadError(f"{_name(step)}: {error.args[0]}") from None

    async def _ask(self, step: Step, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        token = self._token_for(step.persona, step.purposes)
        try:
            response = await self._client.post(
                ENDPOINT,
                json={"query": query, "variables": variables},
                headers={"Authorization": f"Bearer {token}", "Accept": "application/graphql-response+json"},
            )
        except httpx.HTTPError as error:
            raise LoadError(f"{_name(step)}: de API is niet bereikbaar ({type(error).__name__})") from None
        try:
            body = response.json()
        except ValueError:
            raise LoadError(f"{_name(step)}: de API antwoordt met status {response.status_code}, zonder JSON") from None
        if body.get("errors") or body.get("data") is None:
            found = "; ".join(_error(entry) for entry in body.get("errors") or [body])
            raise LoadError(f"{_name(step)}: de API weigert (status {response.status_code}): {found}")
        data: dict[str, Any] = body["data"]
        return data


def _plan(node: Mapping[str, Any]) -> _Plan:
    return _Plan(node["id"], node["versie"])


def _name(step: Step) -> str:
    # Never the SKN: what the step is, and who takes it, is enough to find it.
    return f"stap {step.explanation or 'zonder toelichting'!r} als {step.persona}"


def _error(entry: Mapping[str, Any]) -> str:
    """An error or a problem document: its code and paths. Its message may be long, but it never holds a value."""
    extensions = entry.get("extensions") or entry
    code = extensions.get("code") or entry.get("title") or entry.get("message") or "onbekende fout"
    paths = extensions.get("pad") or []
    return f"{code} {', '.join(paths) if isinstance(paths, list) else paths}".strip()


def _refusal(step: Step, answer: Mapping[str, Any]) -> LoadError:
    details = [
        *(f"{field['pad']} {field['reden']}" for field in answer.get("velden") or ()),
        *(f"{problem['pad']} {problem['code']}" for problem in answer.get("problemen") or ()),
        *(f"{conflict['pad']} conflict" for conflict in answer.get("conflicten") or ()),
    ]
    return LoadError(f"{_name(step)}: {answer['__typename']}{': ' if details else ''}{'; '.join(details)}")
