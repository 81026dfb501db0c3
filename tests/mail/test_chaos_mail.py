"""Mail survives kill -9 of everything that handles it; longer: `python -m benchmarks.mail_chaos`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import dovecot

pytestmark = pytest.mark.drill

ROOT = Path(__file__).parents[2]


def test_nothing_is_lost_or_doubled_whatever_is_killed():
    """Two fetchers, three workers, PostgreSQL, Valkey: SIGKILL at random, and folders that are renumbered."""
    if not dovecot.installed():
        pytest.skip("Dovecot is missing: apt-get install dovecot-imapd dovecot-pop3d")
    command = [sys.executable, "-m", "benchmarks.mail_chaos", "--mails", "60", "--seconds", "5"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "All accounted for" in done.stdout
