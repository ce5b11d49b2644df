"""The manifests keep what they promise: real settings, real addresses, no privileges."""

import os
import re
from pathlib import Path
from typing import Final

import pytest
from pydantic import AliasChoices

from api.identity.organisations import OrganisationTable
from api.settings import PREFIX, Settings, SettingsError, load_settings
from tests.api.client import running
from tests.k8s.manifests import (
    K8S,
    container,
    documents,
    kustomization,
    manifest,
    pod,
    settings_in_configmap,
    variables_from_secrets,
)

_ADDRESS: Final = "mongodb://mongodb.example/?replicaSet=rs0"
_REQUIRED: Final = ("MONGODB_URI", f"{PREFIX}ISSUERS", f"{PREFIX}ORGANISATIONS", f"{PREFIX}VERSION_KEYS")


def _known_variables() -> set[str]:
    return {
        str(field.validation_alias.choices[0])
        if isinstance(field.validation_alias, AliasChoices)
        else f"{PREFIX}{name.upper()}"
        for name, field in Settings.model_fields.items()
    }


@pytest.fixture
def pod_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a pod, and nothing else of ours."""
    for name in list(os.environ):
        if name.startswith(PREFIX) or name in _known_variables():
            monkeypatch.delenv(name)
    for name, value in (settings_in_configmap() | dict.fromkeys(variables_from_secrets(), _ADDRESS)).items():
        monkeypatch.setenv(name, value)


def test_every_variable_is_a_setting() -> None:
    assert {*settings_in_configmap(), *variables_from_secrets()} <= _known_variables()


def test_every_setting_named_in_the_readme_exists() -> None:
    named = re.findall(rf"\b{PREFIX}[A-Z_]+\b", (K8S / "README.md").read_text("utf-8"))
    assert named
    assert set(named) <= _known_variables()


@pytest.mark.usefixtures("pod_environment")
def test_the_settings_load_in_production() -> None:
    settings = load_settings()
    assert settings.mode == "production"
    assert settings.host == "0.0.0.0"  # noqa: S104 - a pod is reached from outside it
    assert settings.mongodb_uri == _ADDRESS


@pytest.mark.usefixtures("pod_environment")
@pytest.mark.parametrize("name", _REQUIRED)
def test_what_production_needs_is_in_the_manifests(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.usefixtures("pod_environment")
def test_the_organisation_table_is_mounted_where_the_setting_says_and_loads(tmp_path: Path) -> None:
    path = load_settings().organisations
    assert path is not None
    mounts = {mount["mountPath"]: mount["name"] for mount in container()["volumeMounts"]}
    [source] = [v["configMap"]["name"] for v in pod()["volumes"] if v["name"] == mounts[str(path.parent)]]
    table = tmp_path / path.name
    table.write_text(manifest("ConfigMap", source)["data"][path.name], "utf-8")
    assert list(OrganisationTable.load(table))


def test_the_example_organisations_cannot_be_real(tmp_path: Path) -> None:
    table = tmp_path / "organisations.json"
    table.write_text(manifest("ConfigMap", "reintegratieplan-organisations")["data"]["organisations.json"], "utf-8")
    assert {organisation.oin[:8] for organisation in OrganisationTable.load(table)} == {"00000099"}


async def test_the_probes_are_answered_without_a_token(mongodb_uri: str, database_name: str, tmp_path: Path) -> None:
    probes = {name: container()[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {name: probe["path"] for name, probe in probes.items()} == {
        "startupProbe": "/healthz",
        "livenessProbe": "/healthz",
        "readinessProbe": "/readyz",
    }
    async with running(mongodb_uri, database_name, tmp_path) as api:
        for probe in probes.values():
            assert (await api.http.get(probe["path"])).status_code == 200


def test_the_container_has_no_privileges() -> None:
    assert container()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "privileged": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_the_pod_is_not_root_and_confined() -> None:
    security = pod()["securityContext"]
    assert security["runAsNonRoot"] is True
    assert security["runAsUser"] > 0
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod()["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod().keys()


def test_a_pod_mounts_only_what_it_reads() -> None:
    assert all(mount["readOnly"] for mount in container()["volumeMounts"])
    assert all({"configMap", "secret"} & volume.keys() for volume in pod()["volumes"])


def test_kubernetes_adds_no_variables_with_our_prefix() -> None:
    # A Service of this name gives REINTEGRATIEPLAN_PORT=tcp://… to every pod beside it.
    assert manifest("Service")["metadata"]["name"].upper() + "_" == PREFIX
    assert pod()["enableServiceLinks"] is False


def test_a_rollout_never_leaves_fewer_than_two_pods() -> None:
    deployment = manifest("Deployment")["spec"]
    assert deployment["replicas"] == 2
    assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}


def test_the_container_has_requests_and_limits() -> None:
    resources = container()["resources"]
    assert resources["requests"].keys() == resources["limits"].keys() == {"cpu", "memory"}


@pytest.mark.parametrize(
    "selector",
    [
        manifest("Deployment")["spec"]["selector"]["matchLabels"],
        manifest("Service")["spec"]["selector"],
        manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        manifest("NetworkPolicy")["spec"]["podSelector"]["matchLabels"],
        *(rule["labelSelector"]["matchLabels"] for rule in pod()["topologySpreadConstraints"]),
    ],
)
def test_every_selector_finds_the_pods(selector: dict[str, str]) -> None:
    labels = manifest("Deployment")["spec"]["template"]["metadata"]["labels"]
    assert selector
    assert selector.items() <= labels.items()


@pytest.mark.usefixtures("pod_environment")
def test_the_ports_are_one_port() -> None:
    port, metrics = container()["ports"]
    assert port["containerPort"] == load_settings().port
    [service] = manifest("Service")["spec"]["ports"]
    rule, scrape = manifest("NetworkPolicy")["spec"]["ingress"]
    assert {service["targetPort"], rule["ports"][0]["port"]} == {port["name"]}
    assert [found["port"] for found in scrape["ports"]] == [metrics["name"]]


@pytest.mark.usefixtures("pod_environment")
def test_the_metrics_are_where_prometheus_looks_and_nowhere_else() -> None:
    _, metrics = container()["ports"]
    settings = load_settings()
    annotations = manifest("Deployment")["spec"]["template"]["metadata"]["annotations"]
    assert annotations == {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(settings.metrics_port),
        "prometheus.io/path": "/metrics",
    }
    assert metrics == {"name": "metrics", "containerPort": settings.metrics_port}
    assert settings.metrics_host == "0.0.0.0"  # noqa: S104 - Prometheus asks each pod from outside it
    _, scrape = manifest("NetworkPolicy")["spec"]["ingress"]
    [source] = scrape["from"]
    assert source == {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}


def test_nothing_goes_in_or_out_unless_named() -> None:
    assert manifest("NetworkPolicy", "default-deny")["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }
    policy = manifest("NetworkPolicy")["spec"]
    [source] = policy["ingress"][0]["from"]
    assert source == {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}}}
    assert [port["port"] for rule in policy["egress"] for port in rule["ports"]] == [53, 53, 27017, 443]
    # An empty selector is everyone.
    peers = [peer for rule in policy["egress"] for peer in rule["to"]]
    assert all(
        "ipBlock" in peer or (peer["namespaceSelector"].get("matchLabels") and peer["podSelector"].get("matchLabels"))
        for peer in peers
    )
    assert all(not peer["ipBlock"]["cidr"].endswith("/0") for peer in peers if "ipBlock" in peer)


def test_no_secret_is_in_the_manifests() -> None:
    assert "Secret" not in {document["kind"] for document in documents()}
    assert variables_from_secrets().keys() == {"MONGODB_URI", f"{PREFIX}LOGBOOK_URI", f"{PREFIX}LOGBOOK_READER_URI"}


def test_every_manifest_is_applied_and_every_file_is_in_the_readme() -> None:
    files = {path.name for path in K8S.iterdir()} - {"README.md"}
    assert {name for name in files if name.endswith(".yaml")} == {*kustomization()["resources"], "kustomization.yaml"}
    documented = set(re.findall(r"^\| `([^`]+)`", (K8S / "README.md").read_text("utf-8"), re.MULTILINE))
    assert documented == files
