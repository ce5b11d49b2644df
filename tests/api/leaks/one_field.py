"""One field of a plan, asked and written in every way that the language has."""

from collections.abc import Callable, Collection
from typing import Any

from plan_schema.plan import PLAN
from plan_schema.tree import Group


def nested(path: str, write: Callable[[str], str] = str) -> str:
    """The selection of one field, each name written in some way."""
    *groups, leaf = path.replace("[]", "").split(".")
    selection = write(leaf)
    for name in reversed(groups):
        selection = f"{write(name)} {{ {selection} }}"
    return selection


def together(fields: Collection[str]) -> str:
    """The selection of several fields at once."""

    def written(paths: list[list[str]]) -> str:
        inner: dict[str, list[list[str]]] = {}
        for name, *rest in paths:
            inner.setdefault(name, []).extend([rest] if rest else [])
        return " ".join(f"{name} {{ {written(below)} }}" if below else name for name, below in inner.items())

    return written([path.replace("[]", "").split(".") for path in sorted(fields)])


def aliased(name: str) -> str:
    return f"anders_{name}: {name}"


def fragments(path: str) -> tuple[str, str]:
    """The selection of one field by a named fragment on its group, and that fragment."""
    *groups, leaf = path.split(".")
    group: Group = PLAN
    for name in groups:
        child = group.children[name.removesuffix("[]")]
        assert isinstance(child, Group)
        group = child
    selection = "...geheim"
    for name in reversed(groups):
        selection = f"{name.removesuffix('[]')} {{ {selection} }}"
    return selection, f"fragment geheim on {group.type_name} {{ {leaf} }}"


def inline(path: str) -> str:
    return nested(
        path, lambda name: f"... @include(if: true) {{ {name} }}" if name == path.rpartition(".")[2] else name
    )


def skipped(path: str) -> str:
    return nested(path, lambda name: f"{name} @skip(if: true)" if name == path.rpartition(".")[2] else name)


def patch(path: str, value: Any) -> dict[str, Any]:
    """A patch that sets one field; in a list, of a new item."""
    head, _, rest = path.partition(".")
    if not rest:
        return {head: value}
    inner = patch(rest, value)
    return {head.removesuffix("[]"): {"toevoegen": [inner]}} if head.endswith("[]") else {head: inner}
