"""`reintegratieplan bench`: the measurements, which come with a checkout and not with an installation."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from api.startup_error import StartupError

CHECKOUT: Final = Path(__file__).parents[2]


class NoBench(StartupError):
    """The measurements are not here."""


def run_bench(arguments: Sequence[str], checkout: Path = CHECKOUT) -> int:
    """Run the measurements of a checkout, in the folder of now; their exit status. NoBench without them."""
    if not (checkout / "tests" / "bench" / "__main__.py").is_file():
        raise NoBench(
            "De metingen staan in tests/bench van de broncode en niet in deze installatie. Haal de broncode op en doe daar: make bench"
        )
    # A process of its own: the product does not import what measures it.
    path = os.pathsep.join(filter(None, (str(checkout), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "tests.bench", *arguments]
    return subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, check=False).returncode  # noqa: S603 - our own module
