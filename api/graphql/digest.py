"""What identifies an operation in the logs: a hash of its text without the values in it, which may be a person's."""

import hashlib
from collections.abc import Iterator
from typing import Final

from graphql import DocumentNode, Token, TokenKind

_VALUES: Final = {TokenKind.STRING: '""', TokenKind.BLOCK_STRING: '""', TokenKind.INT: "0", TokenKind.FLOAT: "0.0"}
"""What stands for a value; names of fields, arguments and value lists stay."""


def digest_of(document: DocumentNode) -> str:
    """SHA-256 of the tokens of a parsed document with a space between them, values left out, however it was written."""
    assert document.loc is not None  # noqa: S101 - it was parsed with its places
    return hashlib.sha256(" ".join(_words(document.loc.start_token)).encode()).hexdigest()


def _words(start: Token) -> Iterator[str]:
    token = start.next
    while token is not None and token.kind is not TokenKind.EOF:
        if token.kind is not TokenKind.COMMENT:
            yield _VALUES.get(token.kind) or token.value or token.kind.value
        token = token.next
