"""Questions in every form that GraphQL has for a selection: what the leak tests write, and what merges, repeats and switches."""

from collections.abc import Iterator, Mapping

from plan_schema.tree import Group
from tests.api.leaks.askers import Asker
from tests.api.leaks.operations import Operation, Operations
from tests.api.leaks.selections import Writer

_HERKOMST = ("velden", "organisatie", "organisatienaam", "organisatieSoort", "rol", "versie", "bron", "peildatum")


class FreeWriter(Writer):
    """Writes a field once, twice, under two names, in fragments within fragments, with or without a switch."""

    def _group(self, group: Group, type_name: str) -> str:
        parts = [self._part(group, type_name) for _ in range(self.rng.choice([1, 1, 1, 1, 1, 1, 2]))]
        return f"{{ {' '.join(parts)} }}"

    def _part(self, group: Group, type_name: str) -> str:
        written = super()._group(group, type_name)[1:-1]
        more = [self._house(name) for name in self._own(group) if self._chance(0.15)]
        if group.leaves and group.leaf_bits & self.pool and self._chance(0.15):
            fields = self.rng.sample(_HERKOMST, self.rng.randrange(1, 5))
            inner = " ".join([*map(self._house, fields), *(["__typename"] if self._chance(0.2) else [])])
            more.append(f"{self._alias()}herkomst{self._directive()} {{ {inner} }}")
        if any(leaf.kind.choices is None for leaf in group.leaves) and self._chance(0.15):
            more.append(f"{self._alias()}onbekend{self._directive()}")
        body = " ".join(self.rng.sample([written, *more], len(more) + 1))
        if self._chance(0.15):
            return f"...{self._directive()} {{ {body} }}"
        if self._chance(0.1) and len(self.fragments) < 20:
            name = f"g{next(self._numbers)}"
            self.fragments.append(f"fragment {name} on {type_name} {{ {body} }}")
            return f"...{name}{self._directive()} ...{name}"
        return body

    def _own(self, group: Group) -> list[str]:
        return ["__typename", *(["id", "versie", "fase"] if not group.path else ["id"] if group.repeated else [])]

    def _house(self, name: str) -> str:
        return f"{self._alias()}{name}{self._directive()}"

    def _alias(self) -> str:
        return f"b{next(self._numbers)}: " if self._chance(0.2) else ""

    def _directive(self) -> str:
        found = super()._directive()
        if found and self._chance(0.3):
            return f"{found} {super()._directive()}" if "include" in found else found
        return found

    def document(self, kind: str, arguments: Mapping[str, str], body: str) -> str:
        """The whole question; some switches are not required and have a default."""
        text = super().document(kind, arguments, body)
        for name in list(self.variables):
            if self._chance(0.3):
                default = self.rng.choice(["true", "false"])
                text = text.replace(f"${name}: Boolean!", f"${name}: Boolean = {default}")
                form = self.rng.random()
                if form < 0.5:
                    del self.variables[name]
                elif form < 0.53:
                    self.variables[name] = None  # type: ignore[assignment] # refused while executing
        return text


class Questions(Operations):
    """Questions about the planted plans. Each may come back with other variables: what was made for it is used again."""

    def _writer(self, asker: Asker, density: float | None = None) -> tuple[Writer, bool]:
        writer, lenient = super()._writer(asker, density)
        # Strict questions of every field are refused, nearly all of them: mostly ask what can be had, now and then all.
        return FreeWriter(writer.rng, writer.pool, writer.density * 0.6), lenient

    def plans(self) -> Iterator[Operation]:
        """Questions for plans, one by one or in lists; now and then several, or beside other roads."""
        rng = self._rng
        makers = [self._plan] * 8 + [self._list] * 2 + [self._several] + [self._mixed]
        while True:
            operation = rng.choice(makers)(next(self._askers))
            yield operation
            for _ in range(rng.choice([0, 2, 6])):
                yield self._again(operation)

    def _again(self, operation: Operation) -> Operation:
        """The same text from somebody else, mostly about another plan, with its switches set otherwise."""
        asker = next(self._askers)
        plan_id = self._any_plan(asker) if operation.plan_id is not None else None
        variables = {
            name: self._rng.random() < 0.5 if isinstance(value, bool) else value
            for name, value in operation.variables.items()
        }
        if plan_id is not None:
            variables["id"] = plan_id
        lenient = self._rng.random() < 0.7
        return Operation(operation.road, asker, operation.text, variables, lenient, plan_id)

    def changes(self) -> Iterator[Operation]:
        """Changes that end in any of the outcomes."""
        while True:
            yield self._change(next(self._askers))

    def _several(self, asker: Asker) -> Operation:
        rng = self._rng
        writer, lenient = self._writer(asker)
        plan_id, other = self._any_plan(asker), self._any_plan(asker)
        body = [
            f"een: plan(id: $id) {writer.plan()}",
            f'twee: plan(id: "{other}", versie: {rng.randrange(1, 7)}) {writer.plan()}',
            f'drie: plan(id: "{other}"){" @include(if: true)" if rng.random() < 0.3 else ""} {writer.plan()}',
        ]
        if rng.random() < 0.3:
            body.append("__typename")
        if rng.random() < 0.3:
            body.append(f"een: plan(id: $id) {writer.plan()}")
        rng.shuffle(body)
        return self._made(
            "several", asker, writer, {"id": "ID!"}, " ".join(body), {"id": plan_id}, lenient=lenient, plan_id=plan_id
        )

    def _mixed(self, asker: Asker) -> Operation:
        writer, lenient = self._writer(asker)
        plan_id = self._any_plan(asker)
        body = f"... {{ plan(id: $id) {writer.plan()} }} historie(planId: $id) {{ nodes {{ nummer wijzigingen {{ pad nieuw }} }} }}"
        return self._made(
            "mixed", asker, writer, {"id": "ID!"}, body, {"id": plan_id}, lenient=lenient, plan_id=plan_id
        )
