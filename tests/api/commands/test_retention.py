"""`bewaren`, `vernietig` and `certificaat`, as processes."""

import signal
from datetime import timedelta
from typing import Any

import pytest

from api.app import now
from tests.api.commands.process import environment, started
from tests.api.commands.test_verify import Installation, installation, raw
from tests.api.store.histories import history
from tests.api.store.test_retention import released

__all__ = ["installation", "raw"]

DESTROY = ("vernietig", "--uitvoeren", "--door", "DJI, beheer")


def _plan(release: str = "2010-01-01") -> Any:
    return history(3, first=released(release, None))


@pytest.mark.slow
def test_what_is_due_is_listed_and_only_on_demand_destroyed(installation: Installation, raw: Any) -> None:
    gone, held, stays = _plan(), _plan(), _plan(now().date().isoformat())
    installation.store(gone, held, stays)
    ids = [plan.document["_id"] for plan in (gone, held, stays)]
    assert installation.run("bewaren", ids[1], "--reden", "belang van een ander").returncode == 0
    for _ in range(2):
        listed = installation.run("vernietig")
        assert (listed.returncode, listed.stdout) == (0, f"{ids[0]}\n")
        assert listed.stderr.startswith("1 plannen zijn toe aan vernietiging")
    later = installation.run("vernietig", "--peildatum", "2099-01-01")
    assert later.stdout.split() == [ids[0], ids[2]]

    done = installation.run(*DESTROY)
    assert done.returncode == 0, done.stderr
    [plan_id, certificate] = done.stdout.split()
    [logged] = raw.client[f"{raw.name}_logboek"].logboek.find()
    assert (logged["handeling"], logged["certificaat"]) == ("VERNIETIGEN", certificate)
    assert plan_id not in str(logged)
    assert plan_id == ids[0]
    assert installation.run(*DESTROY).stdout == ""
    assert sorted(plan["_id"] for plan in raw.plannen.find()) == sorted(ids[1:])

    for name in (certificate, plan_id):
        shown = installation.run("certificaat", name)
        assert shown.returncode == 0
        lines = dict(line.split(":", 1) for line in shown.stdout.splitlines()[:-1])
        assert {key: value.strip() for key, value in lines.items()}.items() >= {
            "Plan": plan_id,
            "Door": "DJI, beheer",
            "Grondslag": "Penitentiaire maatregel art. 39",
            "Bewaard tot en met": "2020-01-01",
            "Aantal versies": "3",
        }.items()
        assert shown.stdout.splitlines()[-1] == "Het certificaat is geldig."
    assert installation.run("verify").returncode == 0

    raw.vernietigingen.update_one({}, {"$set": {"versies": 2}})
    forged = installation.run("certificaat", certificate)
    assert forged.returncode == 1
    assert forged.stdout.splitlines()[-1].startswith("Het certificaat is ongeldig: de inhoud is gewijzigd")
    assert installation.run("verify").returncode == 1

    assert installation.run("bewaren", ids[1], "--opheffen").returncode == 0
    assert installation.run("vernietig").stdout == f"{ids[1]}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("bewaren", "x", "--reden", "belang"), 1, "Dit plan bestaat niet."),
        (("bewaren", "x", "--opheffen"), 1, "Dit plan wordt niet bewaard."),
        (("bewaren", "x"), 2, "óf --reden óf --opheffen"),
        (("bewaren", "x", "--reden", "a", "--opheffen"), 2, "óf --reden óf --opheffen"),
        (("certificaat", "x"), 1, "Er is geen certificaat met dit nummer"),
        (
            ("vernietig", "--uitvoeren", "--peildatum", f"{now().date() + timedelta(days=2)}"),
            1,
            "peildatum die nog komt",
        ),
    ],
)
def test_what_cannot_be_done_is_refused(
    installation: Installation, raw: Any, arguments: tuple[str, ...], code: int, said: str
) -> None:
    installation.store(_plan())
    ended = installation.run(*arguments)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert raw.plannen.count_documents({}) == 1


def test_a_collection_that_nobody_knows_stops_destruction(installation: Installation, raw: Any) -> None:
    installation.store(_plan())
    raw.kopie.insert_one({})
    ended = installation.run(*DESTROY)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "kopie" in ended.stderr
    assert raw.plannen.count_documents({}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("done", [1, 20, 60])
def test_killed_at_any_moment_plans_are_whole_or_gone_with_a_certificate(
    installation: Installation, raw: Any, done: int
) -> None:
    plans = [_plan() for _ in range(150)]
    installation.store(*plans)
    env = environment(
        installation.folder,
        REINTEGRATIEPLAN_MODE="development",
        MONGODB_URI=installation.uri,
        REINTEGRATIEPLAN_DATABASE=installation.name,
        REINTEGRATIEPLAN_VERSION_KEYS=installation.folder / "sleutels.json",
    )
    assert installation.run("verify").returncode == 0
    with started(*DESTROY, env=env, folder=installation.folder / "uit") as running:
        running.wait_until(lambda: raw.vernietigingen.count_documents({}) >= done)
        running.end(signal.SIGKILL)
    left = raw.plannen.count_documents({})
    assert 0 < left < len(plans)
    halfway = installation.run("verify")
    assert (halfway.returncode, halfway.stdout) == (
        0,
        f"{left} plannen, {3 * left} versies en {len(plans) - left} certificaten gecontroleerd, 0 bevindingen.\n",
    )
    assert installation.run(*DESTROY).returncode == 0
    after = installation.run("verify")
    assert (after.returncode, after.stdout) == (
        0,
        f"0 plannen, 0 versies en {len(plans)} certificaten gecontroleerd, 0 bevindingen.\n",
    )
