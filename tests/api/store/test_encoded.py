"""Where a document ends and whose it is, whatever is in it."""

import pytest
from bson import decode, encode
from hypothesis import given
from hypothesis import strategies as st

from api.store.encoded import documents_in, id_of

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
)
documents = st.builds(
    lambda own, rest: {"_id": own} | rest,
    st.text(st.characters(exclude_categories=["Cs"])),
    st.dictionaries(st.text("abc", min_size=1), values, max_size=4),
)


@given(st.lists(documents, max_size=5))
def test_a_batch_is_the_documents_in_it(given_documents: list[dict[str, object]]) -> None:
    found = list(documents_in(b"".join(map(encode, given_documents))))
    assert [decode(document) for document in found] == given_documents
    assert [id_of(document) for document in found] == [document["_id"] for document in given_documents]


def test_a_document_of_which_nobody_can_say_whose_it_is_is_refused() -> None:
    for document in ({"naam": "a"}, {"_id": 1}, {}):
        with pytest.raises(ValueError, match="begins with a textual _id"):
            id_of(encode(document))
