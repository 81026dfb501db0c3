#!/usr/bin/env python
"""Django's command line for the desk."""

import os
import sys

from django.core.management import execute_from_command_line

from lib import through

# These read files and print. They start no servers and open no connection, whatever the environment lacks.
WITHOUT_SERVERS = {"mail_parse", "mail_sanitize"}
NOWHERE = {
    "HELPDESK_ENV": "local",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nowhere",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}


def from_a_pipe(words: list[str]) -> int:
    """Mail servers read our exit code (sysexits.h): what keeps us from starting is no fault of the mail."""
    try:
        execute_from_command_line(words)
    except SystemExit as ends:
        return os.EX_USAGE if ends.code == 2 else ends.code if isinstance(ends.code, int) else os.EX_TEMPFAIL
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return os.EX_TEMPFAIL
    return os.EX_OK


if __name__ == "__main__":
    if WITHOUT_SERVERS & set(sys.argv[1:2]):
        for name, value in NOWHERE.items():
            os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    through.say("command", *sys.argv[1:2])
    if sys.argv[1:2] == ["mail_receive"]:
        sys.exit(from_a_pipe(sys.argv))
    execute_from_command_line(sys.argv)
