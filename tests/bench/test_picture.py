"""The picture is well-formed, and says in words what it shows in bars."""

from xml.etree import ElementTree as ET

from tests.bench.picture import picture
from tests.bench.speed import FLOOR, LOGS_ON, TEXTBOOK, Bar, Spread

SVG = "{http://www.w3.org/2000/svg}"


def bar(name: str, speed: float) -> Bar:
    return Bar(name, Spread(speed, speed * 0.9, speed * 1.1), *(Spread(1.0, 0.5, 2.0),) * 3, memory=80.0)


def test_a_picture_has_a_row_for_every_server_and_tells_it_in_words() -> None:
    bars = [bar(f"{FLOOR} (motor)", 1_000), bar(f"{LOGS_ON} (motor)", 700), bar(TEXTBOOK, 5), bar("Apollo & <co>", 200)]
    root = ET.fromstring(picture(bars, "2 cores"))  # noqa: S314 - our own picture
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {each.name for each in bars} <= texts
    told = root.findtext(f"{SVG}desc") or ""
    assert root.findtext(f"{SVG}title")
    assert all(each.name in told for each in bars)
    # Relative to the fastest: what is drawn follows the figures.
    widths = [float(rect.get("width", "0")) for rect in root.iter(f"{SVG}rect") if rect.get("x") == "290"]
    assert abs(widths[0] / widths[1] - 1_000 / 700) < 0.01
    assert "5.0 (200 × langzamer dan de snelste)" in texts
