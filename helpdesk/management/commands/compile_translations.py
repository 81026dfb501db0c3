"""Turn locale/*/LC_MESSAGES/*.po into the .mo files that gettext reads; needs no gettext on the machine."""

from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Only what is older than its source is written; exits at once when all is fresh."""
        for folder in settings.LOCALE_PATHS:
            for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                    continue
                partial = target.with_suffix(".mo.part")
                polib.pofile(str(source)).save_as_mofile(str(partial))
                partial.replace(target)
                self.stdout.write(f"{source.parent.parent.name}: {target.name}")
