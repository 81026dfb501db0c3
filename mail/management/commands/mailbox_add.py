"""A mailbox of the desk, from the command line."""

import getpass
import os
import sys
from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from mail.actions import save_mailbox
from mail.choices import AfterFetch, Protocol, Security
from staff.models import Team


class Command(BaseCommand):
    help = "Add a mailbox or change it; the password comes from MAILBOX_PASSWORD or a prompt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--team", required=True, help="slug or name of the team that answers")
        parser.add_argument("--name", default="")
        parser.add_argument("--protocol", choices=Protocol.values, default=Protocol.IMAP)
        parser.add_argument("--host", default="", help="mail server; without one nothing is fetched")
        parser.add_argument("--port", type=int, default=0)
        parser.add_argument("--security", choices=Security.values, default=Security.TLS)
        parser.add_argument("--username", default="")
        parser.add_argument("--folder", action="append", help="may be given several times; INBOX if not")
        parser.add_argument(
            "--after-fetch", choices=AfterFetch.values, default=AfterFetch.LEAVE, help="on the server"
        )
        parser.add_argument("--move-to", default="", help="the folder, with --after-fetch move")
        parser.add_argument("--alias", action="append", default=[])

    def handle(self, *args: object, **options) -> None:
        team = (
            Team.objects.filter(slug=options["team"]).first()
            or Team.objects.filter(name=options["team"]).first()
        )
        if team is None:
            known = ", ".join(Team.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no team {options['team']!r}. Teams: {known}.")
        password = os.environ.get("MAILBOX_PASSWORD", "")
        if options["host"] and not password:
            password = getpass.getpass("Password: ") if sys.stdin.isatty() else ""
        try:
            box = save_mailbox(
                by=None,
                address=options["address"],
                team=team,
                name=options["name"],
                host=options["host"],
                port=options["port"],
                security=options["security"],
                username=options["username"],
                password=password,
                protocol=options["protocol"],
                folders=options["folder"] or ["INBOX"],
                after_fetch=options["after_fetch"],
                move_to=options["move_to"],
                aliases=options["alias"],
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{box.address} for {team.name}")
