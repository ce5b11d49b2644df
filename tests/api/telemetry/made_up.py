"""Questions that nobody should ask: what is secret, put wherever a client can put something."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from urllib.parse import quote

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
)

JSON: Final = "application/json"
_HEADERS: Final = (
    *("X-Doelbinding", "Prefer", "Accept", "Content-Type", "Last-Event-ID", "Idempotency-Key", "Fsc-Transaction-Id"),
    *(
        "traceparent",
        "tracestate",
        "b3",
        "X-B3-TraceId",
        "User-Agent",
        "Referer",
        "Cookie",
        "X-Forwarded-For",
        "Origin",
    ),
    *("Forwarded", "X-Request-Id", "If-None-Match", "Accept-Language", "DPoP", "X-Client-Cert", "baggage"),
)
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it goes over the wire."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class MadeUp:
    """Makes requests, the same for the same seed. `values`: what is secret, `tokens`: those of personas, `plans`: ids."""

    def __init__(self, seed: int, values: tuple[str, ...], tokens: tuple[str, ...], plans: tuple[str, ...]) -> None:
        self._rng = Random(seed)  # noqa: S311 - tests must be repeatable
        self._values = values
        self._tokens = tokens
        self._plans = plans

    def secret(self) -> str:
        """Something that must not come back."""
        rng = self._rng
        value = rng.choice(self._values)
        return rng.choice((value, f"{value} {rng.choice(self._values)}", rng.choice(self._tokens), f"x{value}"))

    def name(self) -> str:
        """Something secret as a name in GraphQL."""
        return "_" + "".join(found for found in self._rng.choice(self._values) if found.isascii() and found.isalnum())

    def for_route(self, path: str) -> Iterator[Sent]:
        """Requests for an address, whatever it is for: in the URL, in every header, in the body, by every method."""
        rng = self._rng
        authorized = {"Authorization": f"Bearer {rng.choice(self._tokens)}", "Content-Type": JSON}
        for method in _METHODS:
            yield Sent(method, path, authorized, json.dumps({"query": self.secret()}).encode())
            yield Sent(method, f"{path}?naam={quote(self.secret())}&{quote(self.secret())}", authorized)
            yield Sent(method, f"{path}/{quote(self.secret(), safe='')}", authorized)
        yield Sent("GET", f"{path}?access_token={rng.choice(self._tokens)}")
        yield Sent(
            "POST", f"{path}?access_token={rng.choice(self._tokens)}", {"Content-Type": JSON}, b'{"query": "{ a }"}'
        )
        for name in _HEADERS:
            # What is asked as a question must be of the right shape to get as far as its headers.
            for method in ("GET", "POST") if path.endswith("/graphql") else (rng.choice(("GET", "POST")),):
                secret = quote(self.secret(), safe=" ._-")
                yield Sent(method, path, authorized | {name: secret}, b'{"query": "{ plannen { totaal } }"}')
        for bearer in (self.secret(), f"{rng.choice(self._tokens)[:-9]}AAAAAAAAA", f"{rng.choice(self._tokens)}x"):
            for scheme in ("Bearer", "Basic", "DPoP"):
                yield Sent("GET", path, {"Authorization": f"{scheme} {quote(bearer, safe=' ._-')}"})
                yield Sent(
                    "POST",
                    path,
                    {"Authorization": f"{scheme} {quote(bearer, safe=' ._-')}", "Content-Type": JSON},
                    b"{}",
                )
        for body in self._bodies():
            yield Sent("POST", path, authorized, body)

    def _bodies(self) -> Iterator[bytes]:
        for _ in range(4):
            secret = self.secret()
            yield f'{{"query": "{secret}'.encode()
            yield json.dumps([{"query": secret}]).encode()
            yield json.dumps(secret).encode()
            yield json.dumps({"query": {secret: secret}, "variables": secret, "operationName": [secret]}).encode()
            yield json.dumps({"subject": {"type": secret, "id": secret}, "action": secret, secret: secret}).encode()
            yield secret.encode() + b"\xff\x00"
        yield json.dumps({"query": "# " + self.secret() * 250_000}).encode()

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Questions with something secret in place of every kind of name and value."""
        for _ in range(8):
            name, secret = self.name(), json.dumps(self.secret(), ensure_ascii=False)
            plan = self._rng.choice(self._plans)
            yield from (
                (f"{{ {name}: plan(id: \"{plan}\") {{ {name}: versie }} }}", {}),
                (f"{{ {name}: plan(id: {secret}) {{ id }} }}", {}),
                (f"query {name} {{ plannen {{ totaal }} }}", {}),
                (f"query {name} {{ plannen {{ totaal }} }} query B {{ plannen {{ totaal }} }}", {}),
                (f"{{ {name} }}", {}),
                (f"{{ plannen {{ nodes {{ betrokkene {{ {name} }} }} }} }}", {}),
                (f"{{ plannen({name}: 1) {{ totaal }} }}", {}),
                (f"{{ plannen(filter: {{{name}: {secret}}}) {{ totaal }} }}", {}),
                (f"{{ plannen(filter: {{burgerservicenummer: {secret}}}) {{ totaal }} }}", {}),
                (f"{{ plannen(filter: {{fase: {name}}}) {{ totaal }} }}", {}),
                (f"{{ plannen(first: {secret}) {{ totaal }} }}", {}),
                (f"{{ plannen @{name} {{ totaal }} }}", {}),
                (f"{{ plannen {{ ...{name} }} }}", {}),
                (f"{{ plannen {{ totaal }} }} fragment {name} on Plan {{ id }}", {}),
                (f"{{ plannen {{ ... on {name} {{ id }} }} }}", {}),
                (f"query (${name}: Int!) {{ plannen(first: ${name}) {{ totaal }} }}", {name: secret}),
                (f"query (${name}: {name}) {{ plannen {{ totaal }} }}", {name: secret}),
                (f"query (${name}: PlanFilter) {{ plannen(filter: ${name}) {{ totaal }} }}", {name: {name: secret}}),
                (f"{{ plannen {{ totaal }} # {secret}\n", {}),
                (f"{{ waarom(pad: {secret}, actie: LEZEN) {{ __typename }} }}", {}),
                (f"type {name} {{ a: Int }}", {}),
                (f"subscription {name} {{ {name}: wijzigingen(na: {secret}) {{ planId }} }}", {}),
            )  # fmt: skip

    def questions(self, schema: GraphQLSchema) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every root field, with arguments of the right types that are wrong otherwise, and of wrong types."""
        for root in (schema.query_type, schema.mutation_type, schema.subscription_type):
            assert root is not None
            for name, found in root.fields.items():
                for _ in range(6):
                    yield self._question(root, name, found)

    def _question(self, root: GraphQLObjectType, name: str, found: GraphQLField) -> tuple[str, dict[str, Any]]:
        kind = root.name.lower()
        declared = ", ".join(f"${argument}: {given.type}" for argument, given in found.args.items())
        passed = ", ".join(f"{argument}: ${argument}" for argument in found.args)
        inner = get_named_type(found.type)
        selection = " { __typename }" if hasattr(inner, "fields") or hasattr(inner, "types") else ""
        text = f"{kind} {self.name()}{f'({declared})' if declared else ''} {{ {self.name()}: {name}{f'({passed})' if passed else ''}{selection} }}"
        return text, {argument: self._value(given.type, 0) for argument, given in found.args.items()}

    def _value(self, kind: GraphQLInputType, depth: int) -> Any:
        rng = self._rng
        if rng.random() < 0.1:
            return rng.choice((self.secret(), [self.secret()], {self.secret(): self.secret()}, 999990342))
        if not isinstance(kind, GraphQLNonNull) and (rng.random() < 0.3 or depth > 4):
            return None
        inner = get_nullable_type(kind)
        if isinstance(inner, GraphQLList):
            return [self._value(inner.of_type, depth + 1)]
        if isinstance(inner, GraphQLEnumType):
            return rng.choice([*inner.values, *inner.values, self.secret()])
        if isinstance(inner, GraphQLInputObjectType):
            wanted = [
                name
                for name, given in inner.fields.items()
                if isinstance(given.type, GraphQLNonNull) or rng.random() < 0.2
            ]
            return {name: self._value(inner.fields[name].type, depth + 1) for name in wanted}
        values = {
            "Int": rng.choice((1, 2, 999990342)),
            "Boolean": True,
            "ID": rng.choice((*self._plans, self.secret())),
        }
        return values.get(str(inner), self.secret())
