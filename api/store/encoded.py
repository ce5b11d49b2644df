"""Documents as the server gives them: bytes, of which no more is looked at than where each ends and whose it is."""

from collections.abc import Iterator


def documents_in(batch: bytes) -> Iterator[bytes]:
    """The documents in a batch, which stand in it one after the other: each begins with its own length (bsonspec.org)."""
    start = 0
    while start < len(batch):
        end = start + int.from_bytes(batch[start : start + 4], "little")
        yield batch[start:end]
        start = end


def id_of(document: bytes) -> str:
    """The id of a document, which is a text and stands first: its type, its name, its length, and itself with a zero byte. ValueError without."""
    if document[4:9] != b"\x02_id\0":
        raise ValueError("expected a document that begins with a textual _id; ask for it in the projection")
    return document[13 : 12 + int.from_bytes(document[9:13], "little")].decode()
