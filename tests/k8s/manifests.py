"""The manifests, read from their files."""

from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).parents[2]
K8S: Final = ROOT / "k8s"


def kustomization() -> Any:
    """What Kustomize puts together."""
    return yaml.safe_load((K8S / "kustomization.yaml").read_text("utf-8"))


def documents() -> list[Any]:
    """Every object that `kubectl apply -k k8s` sends."""
    return [
        document
        for resource in kustomization()["resources"]
        for document in yaml.safe_load_all((K8S / resource).read_text("utf-8"))
    ]


def manifest(kind: str, name: str = "reintegratieplan") -> Any:
    """The one object of this kind and name."""
    [found] = [d for d in documents() if d["kind"] == kind and d["metadata"]["name"] == name]
    return found


def pod() -> Any:
    """The specification of the pods."""
    return manifest("Deployment")["spec"]["template"]["spec"]


def container() -> Any:
    """The only container of a pod."""
    [only] = pod()["containers"]
    return only


def settings_in_configmap() -> dict[str, str]:
    """The variables that the pods get from the ConfigMap."""
    [source] = container()["envFrom"]
    return dict(manifest("ConfigMap", source["configMapRef"]["name"])["data"])


def variables_from_secrets() -> dict[str, Any]:
    """The variables that the pods get from a Secret, each with its reference."""
    return {entry["name"]: entry["valueFrom"]["secretKeyRef"] for entry in container()["env"]}
