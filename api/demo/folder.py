"""The input folder as a whole: every file read, put together per person, and moved to this week."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from api.demo.cases import read_case
from api.demo.errors import InputError
from api.demo.informatieblad import read_informatieblad
from api.demo.shift import shifted
from api.demo.signaal import read_signaal
from api.demo.som_form import read_som_form
from api.demo.step import Step, by_person

WRITTEN_ON: Final = date(2026, 11, 16)
"""The Monday as of which the files of the folder were written."""

READERS: Final[Mapping[str, Callable[[Path], list[Step]]]] = {
    "signaal-*.csv": read_signaal,
    "casus/*.json": read_case,
    "som-formulier-*.docx": read_som_form,
    "informatieblad-*.docx": read_informatieblad,
}
"""What reads which files, in the order in which their steps are sent."""


def read_folder(folder: Path, today: date) -> list[list[Step]]:
    """The history of every person in the folder, as if written in the week of `today`.

    Whole weeks, so that weekdays stay weekdays. InputError names the first file that cannot be read, or that speaks of a
    person whom no other file registers.
    """
    steps: list[Step] = []
    registered: set[str] = set()
    for pattern, read in READERS.items():
        for file in sorted(folder.glob(pattern)):
            found = read(file)
            registered |= {step.skn for step in found if step.registration}
            if any(step.skn not in registered for step in found):
                raise InputError(file, "het SKN", "een SKN dat in het signaal of in een casus staat")
            steps += found
    weeks = timedelta(weeks=(today - WRITTEN_ON).days // 7)
    return list(by_person(shifted(step, weeks) for step in steps))


def demo_histories(today: date) -> list[list[Step]]:
    """The histories of the folder that comes with this package; the first is the demo plan `casus/00-demo.json`."""
    with as_file(files("api.demo").joinpath("input")) as folder:
        demo = read_case(folder / "casus" / "00-demo.json")[0].skn
        return sorted(read_folder(folder, today), key=lambda history: history[0].skn != demo)
