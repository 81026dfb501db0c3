"""What the figures count, as a page: manage.py metrics_docs"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.words.measures import text

PLACE = Path(settings.BASE_DIR) / "docs" / "metrics.md"


class Command(BaseCommand):
    help = "Writes docs/metrics.md from the registry of figures (reports/measures.py)."

    def handle(self, *args: Any, **options: Any) -> None:
        PLACE.write_text(text(), encoding="utf-8")
        self.stdout.write(f"{PLACE}: written.")
