"""A team signs in: who may read, judge and run SQL."""

import json
import stat

import pytest

from review.server import ServeError, close_datasette, make_datasette, serve
from review.team import Role, read_team, remove_member, save_member, team_path
from storage.database import StoreError

BROWSER = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def path(world):
    found = team_path(world.reviews)
    for name, role in (("rita", Role.READER), ("ravi", Role.REVIEWER), ("ada", Role.ADMIN)):
        save_member(found, name, role, f"password of {name}")
    return found


@pytest.fixture
async def served(world, path):
    datasette = make_datasette(world.news, world.reviews)
    await datasette.invoke_startup()
    yield datasette
    close_datasette(datasette)


async def sign_in(datasette, name, password=None):
    token = (await datasette.client.get("/-/login")).cookies["ds_csrftoken"]
    data = {"csrftoken": token, "username": name, "password": password or f"password of {name}"}
    return await datasette.client.post("/-/login", data=data, cookies={"ds_csrftoken": token})


def test_the_file_is_private_and_holds_no_password(path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "password of" not in path.read_text(encoding="utf-8")
    assert {member.name: member.role for member in read_team(path).values()} == {
        "rita": "reader",
        "ravi": "reviewer",
        "ada": "admin",
    }


async def test_nobody_reads_without_signing_in(served, world):
    for page in (
        "/",
        "/-/review",
        f"/-/claims/{world.claims['two']}",
        "/news",
        "/news/claims.json",
        "/-/map",
        "/-/snapshots/1",
    ):
        assert (await served.client.get(page)).status_code == 403, page
    assert (await sign_in(served, "rita", "wrong")).status_code == 200  # the form again
    assert "ds_actor" not in (await sign_in(served, "rita", "wrong")).cookies


@pytest.mark.parametrize(
    ("name", "judges", "runs_sql"), [("rita", False, False), ("ravi", True, False), ("ada", True, True)]
)
async def test_roles(served, world, name, judges, runs_sql):
    actor = (await sign_in(served, name)).cookies["ds_actor"]
    claim = f"/-/claims/{world.claims['two']}"
    page = await served.client.get(claim, cookies={"ds_actor": actor})
    assert page.status_code == 200
    assert ('name="decision"' in page.text) is judges
    sql = await served.client.get("/news.json?sql=select+1", cookies={"ds_actor": actor})
    assert (sql.status_code == 200) is runs_sql
    token = (await served.client.get("/-/login")).cookies["ds_csrftoken"]
    cookies = {"ds_actor": actor, "ds_csrftoken": token, "tallywire_reviewer": "somebody%20else"}
    data = {"csrftoken": token, "seen": "0", "decision": "accept"}
    answer = await served.client.post(f"{claim}/verdict", data=data, cookies=cookies, headers=BROWSER)
    assert answer.status_code == (303 if judges else 403)
    if judges:
        log = (await served.client.get(claim, cookies={"ds_actor": actor})).text
        assert f"{name}, <time" in log  # the signed-in name, whatever a cookie says
        assert "somebody else" not in log


def test_other_machines_may_reach_a_server_where_people_sign_in(world, path, monkeypatch):
    reached = []
    monkeypatch.setattr("review.server._bind", lambda host, port: reached.append((host, port)) or _stop())
    with pytest.raises(ServeError, match="stopped here"):
        serve(world.news, world.reviews, host="0.0.0.0")
    assert reached == [("0.0.0.0", 8001)]
    for name in ("rita", "ravi", "ada"):
        remove_member(path, name)
    with pytest.raises(ServeError, match="tallywire reviewers add"):
        serve(world.news, world.reviews, host="0.0.0.0")


def _stop():
    raise ServeError("stopped here")


def test_names_and_passwords_are_checked(world, path):
    with pytest.raises(ValueError, match="a name begins"):
        save_member(path, "<script>", Role.READER, "long enough")
    with pytest.raises(ValueError, match="eight characters"):
        save_member(path, "bo", Role.READER, "short")
    with pytest.raises(KeyError):
        remove_member(path, "nobody")
    path.write_text(json.dumps([{"name": "x"}]), encoding="utf-8")
    with pytest.raises(StoreError, match="is damaged"):
        read_team(path)
