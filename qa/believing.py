"""How far each rule of the tone monitor is believed by now, held in the cache: asked at every answer."""

import logging
from collections.abc import Mapping

from django.core.cache import cache

from qa.models import ToneRule
from qa.tones.trust import Judged

log = logging.getLogger(__name__)
KEY = "tone-rules"
KEPT = 60  # seconds; a judgement is heard of that much later at most


def judged_in(language: str) -> Mapping[str, Judged]:
    """By rule; those that nobody judged are left out. One statement, and none while the cache has them."""
    try:
        rows = cache.get(KEY)
        if rows is None:
            rows = _rows()
            cache.set(KEY, rows, KEPT)
    except Exception as error:  # whatever the cache raises
        log.warning("rules are read without the cache: %s", error)
        rows = _rows()
    return {name: Judged(*counts) for name, code, *counts in rows if code == language}


def _rows() -> list[tuple[str, str, int, int]]:
    known = ToneRule.objects.exclude(confirmed=0, dismissed=0)
    return [*known.values_list("name", "language", "confirmed", "dismissed")]
