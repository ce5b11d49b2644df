"""The register of processing activities (art. 26c Wjsg, art. 30 AVG): what each root field of the interface does with data."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from api.logbook.handeling import Handeling

REGISTER: Final = Path(__file__).with_name("verwerkingsregister.json")


@cache
def activities() -> Mapping[tuple[str, Handeling], str]:
    """The URI of each activity, by root field and operation. What belongs to no root field is under its own name."""
    entries = json.loads(REGISTER.read_bytes())["verwerkingsactiviteiten"]
    return {(entry["veld"], Handeling(entry["handeling"])): entry["id"] for entry in entries}
