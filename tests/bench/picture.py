"""The picture: one row per server, its answers per second as a bar, and beside it what it took. Readable without colour."""

from collections.abc import Sequence
from html import escape
from typing import Final

from tests.bench.speed import FLOOR, LOGS_OFF, LOGS_ON, TEXTBOOK, Bar

_WIDTH: Final = 1160
_LEFT: Final = 290
_BAR: Final = 400
_ROW: Final = 34
_TOP: Final = 108
_COLUMNS: Final = (("p50 ms", 800), ("p99 ms", 890), ("CPU µs", 1000), ("geheugen MB", 1130))

_STYLE: Final = """
  text { font: 14px system-ui, sans-serif; fill: #1b1b1b }
  .title { font-size: 19px; font-weight: 600 }
  .small { font-size: 12px; fill: #444 }
  .number { text-anchor: end; font-variant-numeric: tabular-nums }
  .own { font-weight: 600 }
  .rule { stroke: #bbb }
  .spread { stroke: #1b1b1b; stroke-width: 1.5 }
  .bar { stroke: #1b1b1b }
"""
_PATTERNS: Final = """
  <pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="8" height="8" fill="#e9eef5"/><rect width="3" height="8" fill="#39608f"/></pattern>
  <pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse">
    <rect width="7" height="7" fill="#f4f4f4"/><circle cx="3" cy="3" r="1.4" fill="#666"/></pattern>
"""
_FILLS: Final = ((LOGS_OFF, "url(#stripes)"), (LOGS_ON, "#154273"), (FLOOR, "#ffffff"))
_OTHERS: Final = "url(#dots)"


def picture(bars: Sequence[Bar], subtitle: str) -> str:
    """The bars as SVG, fastest first."""
    height = _TOP + _ROW * len(bars) + 62
    most = max(bar.per_second.high for bar in bars)
    told = "; ".join(
        f"{bar.name}: {bar.per_second.middle:.0f} per seconde, p50 {bar.p50.middle:.1f} ms" for bar in bars
    )
    heads = "".join(f'<text class="number small" x="{x}" y="{_TOP - 14}">{escape(name)}</text>' for name, x in _COLUMNS)
    fastest = max(bar.per_second.middle for bar in bars)
    rows = "".join(_row(bar, _TOP + _ROW * number, most, fastest) for number, bar in enumerate(bars))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" aria-labelledby="titel beschrijving">
<title id="titel">Antwoorden per seconde op de volledige planvraag</title>
<desc id="beschrijving">{escape(told)}</desc>
<style>{_STYLE}</style>
<defs>{_PATTERNS}</defs>
<rect width="{_WIDTH}" height="{height}" fill="#fff"/>
<text class="title" x="20" y="34">Antwoorden per seconde op de volledige planvraag</text>
<text class="small" x="20" y="56">{escape(subtitle)}</text>
<text class="small" x="{_LEFT}" y="{_TOP - 14}">per seconde: mediaan, met minste en meeste</text>
{heads}
<line class="rule" x1="20" x2="{_WIDTH - 20}" y1="{_TOP - 6}" y2="{_TOP - 6}"/>
{rows}
{_legend(_TOP + _ROW * len(bars) + 30)}
</svg>
"""


def _fill(name: str) -> str:
    return next((fill for start, fill in _FILLS if name.startswith(start)), _OTHERS)


def _row(bar: Bar, top: int, most: float, fastest: float) -> str:
    middle = top + _ROW / 2 + 5
    length, low, high = (
        _BAR * value / most for value in (bar.per_second.middle, bar.per_second.low, bar.per_second.high)
    )
    own = ' class="own"' if bar.name.startswith(LOGS_ON) else ""
    numbers = (bar.p50.middle, bar.p99.middle, bar.cpu.middle, bar.memory)
    cells = "".join(
        f'<text class="number" x="{x}" y="{middle}">{_short(value)}</text>'
        for value, (_, x) in zip(numbers, _COLUMNS, strict=True)
    )
    times = f" ({fastest / bar.per_second.middle:.0f} × langzamer dan de snelste)" if bar.name == TEXTBOOK else ""
    return f"""<text{own} x="20" y="{middle}">{escape(bar.name)}</text>
<rect class="bar" x="{_LEFT}" y="{top + 5}" width="{max(length, 1):.1f}" height="{_ROW - 12}" fill="{_fill(bar.name)}"/>
<line class="spread" x1="{_LEFT + low:.1f}" x2="{_LEFT + high:.1f}" y1="{top + _ROW / 2 - 1}" y2="{top + _ROW / 2 - 1}"/>
<text x="{_LEFT + high + 8:.1f}" y="{middle}">{_short(bar.per_second.middle)}{escape(times)}</text>
{cells}
"""


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _legend(top: int) -> str:
    entries = ((_FILLS[1][1], "API, alles aan"), (_FILLS[0][1], "API zonder logboeken"), (_FILLS[2][1], "kale route"))
    made = [
        f'<rect class="bar" x="{20 + 210 * number}" y="{top - 12}" width="22" height="14" fill="{fill}"/>'
        f'<text class="small" x="{50 + 210 * number}" y="{top}">{name}</text>'
        for number, (fill, name) in enumerate((*entries, (_OTHERS, "anderen")))
    ]
    return "".join(made)
