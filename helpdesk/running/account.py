"""Which system account a server runs under.

PostgreSQL refuses to run as root. As root we hand it to the owner of its data directory, or to `nobody` when
it is new; as anybody else it simply runs as that person.
"""

import os
import pwd
import shutil
from pathlib import Path

from helpdesk.running.errors import CannotStart


def account_for(home: Path) -> pwd.struct_passwd | None:
    """The account to switch to for a server with its data in `home`; None: no switch."""
    if os.geteuid() != 0:
        return None
    if home.exists() and home.stat().st_uid != 0:
        return pwd.getpwuid(home.stat().st_uid)
    return pwd.getpwnam("nobody")


def own(path: Path, account: pwd.struct_passwd | None) -> Path:
    """Make a private directory that the account can write."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid)
    return path


def as_account(command: list[str], account: pwd.struct_passwd | None, home: Path) -> list[str]:
    """The command, run by that account and stopped when its parent dies."""
    if account is None:
        return command
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart(
            "PostgreSQL does not run as root, and `setpriv` (package util-linux) is not here to switch "
            "accounts. Run this as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
    switch = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    if not (_everyone_may_enter(home) and _everyone_may_enter(Path(command[0]))):
        # A checkout below root's private home: read past the closed doors rather than open them to everybody.
        # access(2), with which initdb looks for its neighbours, honours it only with no_setuid_fixup.
        switch += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        switch += ["--securebits=+no_setuid_fixup", "--bounding-set=-all,+dac_override"]
    return [*switch, "--pdeathsig=INT", "--", *command]


def _everyone_may_enter(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
