"""A real server that knows users: each with a role as k8s/README.md makes it."""

import json
import re
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient

from api.embedded.binary import find_mongod
from api.embedded.ports import free_ports

PLANS: Final = "reintegratieplan"
LOGS: Final = "reintegratieplan_logboek"
_README: Final = Path(__file__).parents[1] / "k8s" / "README.md"
_ROLE: Final = re.compile(r"^use (\w+)$|db\.createRole\((\{.*?\})\)$", re.MULTILINE | re.DOTALL)
_KEY: Final = re.compile(r"(\w+):")


@dataclass(frozen=True, slots=True)
class Role:
    """A role: the database that it is of, and what it may do there."""

    database: str
    privileges: list[Mapping[str, Any]]
    inherits: list[str]


def roles() -> dict[str, Role]:
    """Every role that the README makes, by name."""
    found, database = {}, ""
    for used, given in _ROLE.findall(_README.read_text("utf-8")):
        database = used or database
        if given:
            role = json.loads(_KEY.sub(r'"\1":', given))
            found[role["role"]] = Role(database, role["privileges"], role["roles"])
    return found


@dataclass(frozen=True, slots=True)
class Guarded:
    """Where the server is, and the password of everybody on it."""

    port: int
    password: str

    @property
    def admin(self) -> str:
        """The address for its administrator."""
        return self._uri("root", "admin")

    def uri(self, role: str) -> str:
        """The address for the user who has this role and no other; his name is that of the role."""
        return self._uri(role, roles()[role].database)

    @property
    def nobody(self) -> str:
        """The address for who may do nothing."""
        return self._uri("nobody", LOGS)

    def _uri(self, user: str, database: str) -> str:
        return f"mongodb://{user}:{self.password}@127.0.0.1:{self.port}/?replicaSet=rs0&authSource={database}"


@contextmanager
def guarded_server(folder: Path) -> Iterator[Guarded]:
    """The server, for as long as the context lasts."""
    server = Guarded(free_ports(1)[0], secrets.token_hex(8))
    (folder / "db").mkdir()
    key = folder / "key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    options = ["--port", str(server.port), "--bind_ip", "127.0.0.1", "--replSet", "rs0"]
    command: list[str | Path] = [find_mongod(folder), "--dbpath", folder / "db", "--keyFile", key, *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    client: MongoClient[dict[str, Any]]
    try:
        with MongoClient("127.0.0.1", server.port, directConnection=True) as client:
            member = {"_id": 0, "host": f"127.0.0.1:{server.port}"}
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
        with MongoClient("127.0.0.1", server.port, replicaSet="rs0") as client:
            client.admin.command("createUser", "root", pwd=server.password, roles=["root"])
        with MongoClient(server.admin) as client:
            for name, role in roles().items():
                database: Any = client[role.database]
                database.command("createRole", name, privileges=role.privileges, roles=role.inherits)
                database.command("createUser", name, pwd=server.password, roles=[name])
            client[LOGS].command("createUser", "nobody", pwd=server.password, roles=[])
        yield server
    finally:
        process.kill()
        process.wait()
