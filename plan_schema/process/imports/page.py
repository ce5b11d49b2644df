"""The page that documents a layout, made from its columns."""

from collections.abc import Iterator

from plan_schema.process.imports.layout import Layout

_SENDERS = {"DJI": "een inrichting (DJI)", "RECLASSERING": "een reclasseringsorganisatie"}


def page_of(layout: Layout) -> str:
    """The layout in Markdown (Dutch): what the file is, and its columns, one a line."""
    return "\n".join(_lines(layout)) + "\n"


def _lines(layout: Layout) -> Iterator[str]:
    yield f"# {layout.title}"
    yield ""
    yield f"Soort `{layout.name}`, bron `{layout.system}`; importeert: {_SENDERS[layout.sender]}, voor {', '.join(layout.purposes)}."
    begins = "begint een plan" if layout.opens else "wordt geweigerd"
    yield f"Een record van iemand zonder lopend plan {begins}."
    yield ""
    yield "CSV: kopregel, gescheiden door `;`, `,`, tab of `|`; datums als DD-MM-JJJJ of JJJJ-MM-DD; meer waarden met `|` ertussen."
    yield 'JSON: een lijst van objecten, of `{"peildatum": …, "records": […]}`; datums als JJJJ-MM-DD.'
    yield "Leeg: het record zegt er niets over, en het plan houdt wat er staat. `onbekend`: de bron weet het niet."
    yield ""
    yield "| Kolom (CSV) | Sleutel (JSON) | Nodig | Veld van het plan | Betekenis | Verwacht | Bron |"
    yield "|---|---|---|---|---|---|---|"
    for column in layout.columns:
        needed = "ja" if column.required else "leeg is onbekend" if column.empty_is_unknown else ""
        path = "" if column.of_record else f"`{column.path}`"
        cells = (
            column.heading,
            f"`{column.key}`",
            needed,
            path,
            column.description,
            column.expected_in_table,
            column.source,
        )
        yield f"| {' | '.join(cells)} |"
    if layout.constants:
        yield ""
    for constant in layout.constants:
        yield f"Met `{constant.beside}` krijgt `{constant.path}` de waarde `{constant.value}`."
