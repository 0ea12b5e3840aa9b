"""Who may sign in: names, roles and password hashes in `reviewers.json` beside `reviews.db`.

Without that file nobody signs in, and the review is served on this machine alone. With it everybody signs in through
datasette-auth-passwords, and the server may be reached by its allowed names. Roles: a reader reads, a reviewer also judges,
an admin also runs SQL of their own.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from review.access import is_name
from review.security import PLUGIN
from storage.database import StoreError

FILE_NAME: Final = "reviewers.json"
SIGN_IN: Final = "datasette-auth-passwords"


class Role(StrEnum):
    """What a person may do."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


JUDGES: Final = (Role.REVIEWER, Role.ADMIN)


class SignInMissingError(Exception):
    """Sign-in needs a package that is not installed; the message says which and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of the team: name, role, and the hash of the password (pbkdf2, as datasette-auth-passwords writes it)."""

    name: str
    role: Role
    password_hash: str


def team_path(reviews_db: Path) -> Path:
    """Return where the team of a project is kept."""
    return reviews_db.with_name(FILE_NAME)


def read_team(path: Path) -> dict[str, Member]:
    """Return the members by name; none where there is no file. Raises StoreError for a file that is damaged."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        members = [Member(name=row["name"], role=Role(row["role"]), password_hash=row["password_hash"]) for row in rows]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged ({error}); mend it, or delete it and add the reviewers again") from error
    return {member.name: member for member in members}


def save_member(path: Path, name: str, role: Role, password: str) -> None:
    """Add a person, or give one a new role and password.

    Raises ValueError for an impossible name or a password under eight characters, SignInMissingError, StoreError.
    """
    if not is_name(name):
        raise ValueError("a name begins with a letter or digit and has at most 40 letters, digits, spaces or . ' - _")
    if len(password) < 8:
        raise ValueError("a password has at least eight characters")
    hashed = _load_sign_in().hash_password(password)
    members = read_team(path)
    members[name] = Member(name=name, role=role, password_hash=hashed)
    _write(path, members)


def remove_member(path: Path, name: str) -> None:
    """Take a person out; their verdicts stay. Raises KeyError when there is no such person."""
    members = read_team(path)
    del members[name]
    _write(path, members)


def build_permissions(members: Mapping[str, Member], allowed_hosts: tuple[str, ...]) -> dict[str, Any]:
    """Return the metadata that make Datasette ask everybody to sign in; the hosts alone where there are no members."""
    ours: dict[str, Any] = {"allowed_hosts": list(allowed_hosts)} if allowed_hosts else {}
    if not members:
        return {"plugins": {PLUGIN: ours}} if ours else {}
    _load_sign_in()
    accounts: dict[str, Any] = {f"{member.name}_password_hash": member.password_hash for member in members.values()}
    accounts["actors"] = {member.name: {"id": member.name, "role": member.role.value} for member in members.values()}
    return {
        "allow": {"role": [role.value for role in Role]},
        "allow_sql": {"role": Role.ADMIN.value},
        "plugins": {PLUGIN: {**ours, "allow": {"role": [role.value for role in JUDGES]}}, SIGN_IN: accounts},
    }


def _load_sign_in() -> Any:
    try:
        from datasette_auth_passwords import utils  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SignInMissingError("sign-in needs a package more: pip install 'tallywire[team]'") from error
    return utils


def _write(path: Path, members: Mapping[str, Member]) -> None:
    """Write the file anew and put it in place at once, readable by its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump([asdict(member) for member in members.values()], stream, ensure_ascii=False, indent=2)
        Path(name).replace(path)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error}") from error
