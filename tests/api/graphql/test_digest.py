"""What identifies an operation: its words, not its values nor how it is laid out."""

import pytest
from graphql import parse

from api.graphql.digest import digest_of

BASE = 'query Q($a: Int = 1) { plan(id: "x", versie: $a) { id naam: versie } plannen(first: 5) { nodes { id } } }'


@pytest.mark.parametrize(
    "text",
    [
        BASE.replace('"x"', '"999990342"'),
        BASE.replace('"x"', '"""blok"""'),
        BASE.replace('"x"', '""'),
        BASE.replace("first: 5", "first: 7").replace("= 1", "= 22"),
        BASE.replace(" ", ",\n  "),
        f"# van wie\n{BASE} # einde",
    ],
)
def test_values_comments_and_lay_out_make_no_difference(text: str) -> None:
    assert digest_of(parse(text)) == digest_of(parse(BASE))


@pytest.mark.parametrize(
    "text",
    [
        BASE.replace("naam:", "anders:"),
        BASE.replace("id naam", "naam"),
        BASE.replace("{ id naam", "{ id @skip(if: true) naam"),
        BASE.replace("query Q", "query R"),
        BASE.replace("first: 5", "first: 5.0"),
        BASE.replace("versie: $a", "versie: 1"),
        BASE.replace("first: 5", 'after: "5"'),
    ],
)
def test_other_words_do(text: str) -> None:
    assert digest_of(parse(text)) != digest_of(parse(BASE))
