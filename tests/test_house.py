"""The rules of the house as checks: what may import what, how long a module may be, and what no file may hold."""

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ("plan_schema", "policies", "api")
LONGEST = 300
REASON = "# Longer than 300 lines: "
LOCKS = ("requirements.lock", "requirements-dev.lock")

# Written in parts, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path on somebody's machine": r"(?<![\w.])/(?:ho" r"me|Us" r"ers|ro" r"ot|wo" r"rk)/[A-Za-z0-9_]",
    "a path on somebody's Windows": r"\b[A-Z]:\\" r"\\?Us" r"ers",
    "the host of a package registry": r"\b(?:py" r"pi\.org|python" r"hosted\.org|npm" r"js\.(?:org|com)|cra" r"tes\.io"
    r"|golang" r"\.org|docker" r"\.(?:io|com)|ghc" r"r\.io|qua" r"y\.io|ana" r"conda\.org|maven" r"\.org)\b",
}  # fmt: skip


@cache
def _tracked() -> tuple[Path, ...]:
    """The files under version control that are there."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("only a checkout knows which files belong to the house")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - git itself
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None


def _importers(library: str) -> set[str]:
    """The modules of the product that import a library, at whatever place in them."""
    found = set()
    for path in (file for package in PRODUCT for file in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if any(name.partition(".")[0] == library for name in names):
                found.add(path.relative_to(ROOT).as_posix())
    return found


def test_dependencies_point_one_way() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    found = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603 - our own tool
    assert found.returncode == 0, found.stdout + found.stderr
    assert "0 broken" in found.stdout


@pytest.mark.parametrize(
    ("library", "modules"),
    [
        ("motor", {"api/store/motor_client.py"}),
        ("casbin", {"policies/judge.py"}),
    ],
)
def test_a_library_that_may_have_to_go_is_imported_in_one_module(library: str, modules: set[str]) -> None:
    assert _importers(library) == modules


def test_the_asyncio_client_of_pymongo_is_made_in_one_module() -> None:
    makers = {path.name for path in (ROOT / "api").rglob("*.py") if "AsyncMongoClient(" in path.read_text("utf-8")}
    assert makers == {"pymongo_client.py"}


def test_nothing_in_the_definition_of_the_plan_does_io() -> None:
    for library in ("socket", "asyncio", "httpx", "pymongo", "bson", "starlette", "strawberry", "structlog"):
        assert not {module for module in _importers(library) if module.startswith(("plan_schema/", "policies/"))}


def test_a_module_is_short_or_says_in_its_first_line_why_not() -> None:
    too_long = {}
    for path in _tracked():
        if path.suffix == ".py":
            lines = path.read_text("utf-8").splitlines()
            if len(lines) > LONGEST and not lines[0].startswith(REASON):
                too_long[path.relative_to(ROOT).as_posix()] = len(lines)
    assert too_long == {}, f"split these, or begin them with {REASON!r} and the reason"


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in _tracked()
        for number, line in enumerate((_text(path) or "").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


HARMLESS = ("/v1/wo" "rk/plan", "api/ho" "me/x", "PyPI", "docker", "https://plan.example/ho" "me/x")  # fmt: skip


@pytest.mark.parametrize(
    ("what", "examples"),
    [
        ("a path on somebody's machine", ["open('/ho" "me/jan/plan')", "/Us" "ers/jan", "cd /ro" "ot/x"]),
        ("a path on somebody's Windows", ["C:\\Us" "ers\\jan"]),
        ("the host of a package registry", ["https://py" "pi.org/simple", "files.python" "hosted.org", "ghc" "r.io/x"]),
    ],
)  # fmt: skip
def test_what_no_file_holds_would_be_found(what: str, examples: list[str]) -> None:
    assert all(re.search(FORBIDDEN[what], example) for example in examples)
    for harmless in HARMLESS:
        assert not re.search(FORBIDDEN[what], harmless)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_by_hash_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
    assert " @ " not in text
    entries = text.replace("\\\n", " ").splitlines()
    assert len(entries) > 20
    for entry in entries:
        requirement, *hashes = entry.split(" --hash=")
        assert re.match(r"[a-z0-9._-]+(?:\[[a-z0-9,-]+\])?==\S+(?: ; .+)?$", requirement.strip()), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", given.strip()) for given in hashes)


def test_the_lock_of_a_developer_holds_that_of_the_product() -> None:
    product, developer = ((ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines() for name in LOCKS)
    assert {entry.split(" ")[0] for entry in product} <= {entry.split(" ")[0] for entry in developer}
