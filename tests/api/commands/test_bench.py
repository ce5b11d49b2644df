"""`reintegratieplan bench` measures in a checkout, and says where it can be done when it cannot."""

from pathlib import Path

import pytest

from api.commands.bench import NoBench, run_bench


def test_an_installation_says_where_it_can_be_measured(tmp_path: Path) -> None:
    with pytest.raises(NoBench, match=r"tests/bench.*make bench"):
        run_bench([], tmp_path)


def test_a_checkout_runs_its_own_measurements_and_gives_their_status(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    package = tmp_path / "tests" / "bench"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").touch()
    (package / "__main__.py").write_text("import sys\nprint(sys.argv[1:])\nsys.exit(3)\n")
    assert run_bench(["--quick"], tmp_path) == 3
    assert capfd.readouterr().out == "['--quick']\n"
