"""What is known of an article besides its words: votes, counts, and what tickets say of it."""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.module_loading import import_string

from knowledge.choices import Counted
from knowledge.models import Article, DayCount, Version, Vote
from staff.models import User

DAYS = 30
WORDS_SHOWN = 5


def known_of(user: User, article: Article, version: Version, today: datetime.date) -> dict[str, Any]:
    """Five statements, whatever there is."""
    root = article.root_id
    since = today - datetime.timedelta(days=DAYS)
    counted = DayCount.objects.filter(article=root, day__gt=since).aggregate(
        read=Sum("n", filter=Q(what=Counted.READ)), helped=Sum("n", filter=Q(what=Counted.HELPED))
    )
    votes = Vote.objects.filter(version=version)
    tally = votes.aggregate(yes=Count("pk", filter=Q(helpful=True)), no=Count("pk", filter=Q(helpful=False)))
    return {
        **{name: n or 0 for name, n in {**counted, **tally}.items()},
        "said": list(votes.exclude(words="")[:WORDS_SHOWN]),
        **import_string(settings.ARTICLE_DOORS["uses"])(root),
        "origin": import_string(settings.ARTICLE_DOORS["origin"])(user, root),
    }


def effects_of(article: Article) -> list[str]:
    """What a new version of a guideline in force would do elsewhere, in sentences."""
    if not article.is_guideline or article.current_id is None:
        return []
    return list(import_string(settings.ARTICLE_DOORS["effects"])(article))
