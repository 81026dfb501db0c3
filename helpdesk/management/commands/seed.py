"""manage.py seed: a demo company in an empty database, and the logins to it."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from helpdesk.demo.company import PASSWORD, PEOPLE, TEAMS
from helpdesk.demo.playing import fill
from staff.models import User

FULL, SMALL = (400, 150), (40, 25)


class Command(BaseCommand):
    help = (
        "Fill an empty database with the demo company Põhjavõrk: people, customers, sixty days of tickets "
        "and the months before in brief."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, if anybody works here already"
        )
        parser.add_argument(
            "--show-logins", action="store_true", help="print who can sign in to the demo; change nothing"
        )
        parser.add_argument("--small", action="store_true", help="forty tickets instead of four hundred")
        parser.add_argument("--now", help="the moment the demo ends at, such as 2026-11-20T10:00:00+00:00")
        parser.add_argument(
            "--yes-fill-this-desk",
            action="store_true",
            help="in production: yes, this desk is meant to hold invented people",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show_logins"]:
            self.show_logins()
            return
        if User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "People work at this desk already. The demo company only moves into an empty one."
            )
        if settings.PRODUCTION and not options["yes_fill_this_desk"]:
            raise CommandError(
                "This desk runs in production. If it really shall be filled with invented people whose "
                "password everybody knows, add --yes-fill-this-desk."
            )
        now = moment(options["now"]) if options["now"] else timezone.now()
        fill(now.replace(microsecond=0), *(SMALL if options["small"] else FULL))

    def show_logins(self) -> None:
        """The people of the demo who are here, with the password they were given."""
        here = set(
            User.objects.filter(email__in=[p.email for p in PEOPLE], is_active=True).values_list(
                "email", flat=True
            )
        )
        people = [person for person in PEOPLE if person.email in here]
        if not people:
            return
        names = {team.slug: team.name for team in TEAMS}
        self.stdout.write(f"Demo logins, all with the password: {PASSWORD}\n\n")
        for person in sorted(people, key=lambda p: ("admin", "manager", "lead", "agent").index(p.role)):
            teams = ", ".join(names[slug] for slug in person.teams)
            self.stdout.write(f"  {person.email:<32}{person.role:<9}{person.full_name:<22}{teams}".rstrip())


def moment(text: str) -> datetime.datetime:
    """An ISO time; one without a zone is UTC."""
    try:
        at = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is not a time; write it as 2026-11-20T10:00:00+00:00.") from error
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
