#!/usr/bin/env python
"""Django's command line for the desk."""

import os
import sys

from django.core.management import execute_from_command_line

# These read files and print. They start no servers and open no connection, whatever the environment lacks.
WITHOUT_SERVERS = {"mail_parse", "mail_sanitize"}
NOWHERE = {
    "HELPDESK_ENV": "local",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nowhere",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}

if __name__ == "__main__":
    if WITHOUT_SERVERS & set(sys.argv[1:2]):
        for name, value in NOWHERE.items():
            os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    execute_from_command_line(sys.argv)
