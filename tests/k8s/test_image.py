"""The image as the Dockerfile describes it. No container engine runs in CI, so what can be read is checked."""

import re
import tomllib
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.k8s.manifests import K8S, ROOT, container, kustomization, pod

_DOCKERFILE: Final = (K8S / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
_BUILD, _RUN = re.split(r"^FROM python:3\.12-slim(?: AS build)?$", _DOCKERFILE, flags=re.MULTILINE)[1:]


def _project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def _locked(text: str) -> dict[str, str]:
    """Each pinned distribution with its whole entry: version, marker and hashes."""
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    return {canonicalize_name(entry.split("==")[0]): entry for entry in entries}


def _names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(requirement).name) for requirement in requirements}


def test_everything_that_the_api_needs_is_in_the_lock_of_the_image() -> None:
    missing = _names(_project()["project"]["dependencies"]) - _locked((ROOT / "requirements.lock").read_text()).keys()
    assert not missing, f"not in requirements.lock: {sorted(missing)}; run `make lock`"


def test_the_embedded_server_and_the_demo_are_not_in_the_image() -> None:
    extra = _names(_project()["project"]["optional-dependencies"]["embedded"])
    assert not extra & _locked((ROOT / "requirements.lock").read_text()).keys()
    assert "requirements-dev" not in _DOCKERFILE


def test_the_build_tools_are_those_of_the_development_lock() -> None:
    tools = _locked((K8S / "requirements-build.lock").read_text())
    development = _locked((ROOT / "requirements-dev.lock").read_text())
    assert _names(_project()["build-system"]["requires"]) <= tools.keys()
    assert {name: development.get(name) for name in tools} == tools


def test_every_download_is_checked_by_hash() -> None:
    installs = re.findall(r"pip\b[^&\n]*\binstall\b([^&\n]*)", _DOCKERFILE)
    assert len(installs) == 3
    assert all("--require-hashes" in install or "--no-index" in install for install in installs)


def test_the_user_is_the_one_of_the_pods() -> None:
    [user] = re.findall(r"^USER (\d+):(\d+)$", _RUN, re.MULTILINE)
    security = pod()["securityContext"]
    assert tuple(map(int, user)) == (security["runAsUser"], security["runAsGroup"])


def test_the_port_is_the_one_of_the_pods() -> None:
    assert re.findall(r"^EXPOSE (\d+)$", _RUN, re.MULTILINE) == [str(container()["ports"][0]["containerPort"])]


def test_what_runs_is_the_command_of_the_package() -> None:
    [command] = re.findall(r'^ENTRYPOINT \["(\S+)"\]$', _RUN, re.MULTILINE)
    assert command in _project()["project"]["scripts"]
    assert container()["args"] == ["serve"]


def test_the_last_stage_takes_nothing_but_the_environment() -> None:
    assert re.findall(r"^(?:COPY|ADD|RUN) .*$", _RUN, re.MULTILINE) == [
        "COPY --from=build /opt/reintegratieplan /opt/reintegratieplan"
    ]


def test_what_is_copied_exists_and_is_let_into_the_build() -> None:
    sources = {s for line in re.findall(r"^COPY (.*)$", _BUILD, re.MULTILINE) for s in line.split()[:-1]}
    lines = (K8S / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert "*" in lines
    assert sources == {line[1:] for line in lines if line.startswith("!")}
    assert all((ROOT / source).exists() for source in sources)


def test_the_whole_package_is_copied() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", _BUILD, re.MULTILINE))
    assert copied == set(_project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


def test_the_tag_is_the_version() -> None:
    [image] = kustomization()["images"]
    assert image["name"] == container()["image"]
    assert image["newTag"] == _project()["project"]["version"]
