"""Where a server's socket lives: beside its data, or in /tmp when that path is too long for the kernel."""

import hashlib
import os
import pwd
import tempfile
from pathlib import Path

from helpdesk.running.account import own
from helpdesk.running.errors import CannotStart

# sun_path holds 108 bytes with its closing zero (unix(7)); macOS holds 104.
LONGEST = 103


def directory_for(home: Path, name: str, account: pwd.struct_passwd | None) -> Path:
    """A private directory where the socket `name` has a short enough path; the same one for the same home."""
    if len(bytes(home / name)) <= LONGEST:
        return home
    mark = hashlib.sha256(bytes(home)).hexdigest()[:16]
    short = own(Path(tempfile.gettempdir()) / f"helpdesk-{mark}", account)
    place, ours = short.lstat(), account.pw_uid if account else os.geteuid()
    if short.is_symlink() or place.st_uid != ours or place.st_mode & 0o077:
        raise CannotStart(
            f"{short} belongs to somebody else; remove it, or use a checkout with a shorter path."
        )
    return short
