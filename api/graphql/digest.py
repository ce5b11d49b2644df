"""What identifies an operation in the logs: a hash of its text without the values in it, which may be a person's."""

import hashlib
from typing import Any

from graphql import (
    DocumentNode,
    FloatValueNode,
    IntValueNode,
    Node,
    StringValueNode,
    Visitor,
    print_ast,
    visit,
)


class _WithoutValues(Visitor):
    """Leaves values out; names of fields, arguments and value lists stay."""

    def enter_string_value(self, *_: Any) -> Node:
        return StringValueNode(value="", block=False)

    def enter_int_value(self, *_: Any) -> Node:
        return IntValueNode(value="0")

    def enter_float_value(self, *_: Any) -> Node:
        return FloatValueNode(value="0")


def digest_of(document: DocumentNode) -> str:
    """SHA-256 of a document in its printed form, its values left out."""
    return hashlib.sha256(print_ast(visit(document, _WithoutValues())).encode()).hexdigest()
