"""The key by which push services know the desk."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notices.keys import forget_key, public_key


class Command(BaseCommand):
    help = "Show the public key of messages to browsers, or make a new one: all have to be turned on again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="forget the key, and with it all browsers")

    def handle(self, *args: object, **options) -> None:
        if options["new"] and settings.PUSH_KEY:
            raise CommandError("The key is that of PUSH_KEY: change it there.")
        if options["new"]:
            self.stdout.write(f"{forget_key()} browsers forgotten")
        self.stdout.write(public_key())
