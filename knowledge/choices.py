"""Words about what is written down, for colleagues and for customers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArticleKind(TextChoices):
    ARTICLE = "article", _("Article")
    GUIDELINE = "guideline", _("Guideline")
    PUBLIC = "public", _("Public article")


class Place(TextChoices):
    """Where somebody looked for words that nothing was found for."""

    PORTAL = "portal", _("help centre")
    DESK = "desk", _("desk")
    TICKET = "ticket", _("beside a ticket")


class Counted(TextChoices):
    """What is counted of a public article, by day and nothing else."""

    READ = "read", _("read")
    HELPED = "helped", _("helped instead of a request")


class Wrong(TextChoices):
    """What a colleague says of an article."""

    WRONG = "wrong", _("Something in it is wrong")
    OUTDATED = "outdated", _("It is outdated")
    UNCLEAR = "unclear", _("It is hard to understand")


class Answered(TextChoices):
    """What became of words that nothing was found for."""

    DRAFTED = "drafted", _("being written")
    LINKED = "linked", _("found with an article")
    DISMISSED = "dismissed", _("dismissed")


class RuleKind(TextChoices):
    """Whom a course is for by itself."""

    TEAM = "team", _("Everybody in a team")
    GAP = "gap", _("Whoever in a team lacks the skill")
    GUIDELINE = "guideline", _("Whom a guideline is for, with each version")


class Reason(TextChoices):
    """Why somebody takes a course."""

    SELF = "self", _("own wish")
    PERSON = "person", _("chosen for it")
    TEAM = "team", _("for the whole team")
    GAP = "gap", _("a skill is missing")
    GUIDELINE = "guideline", _("a guideline changed")
    RENEWAL = "renewal", _("a certificate ends")


class SeatState(TextChoices):
    GOING = "going", _("coming")
    WAITING = "waiting", _("waiting for a place")
    LEFT = "left", _("not coming")


class QuestionKind(TextChoices):
    SINGLE = "single", _("One is right")
    MULTI = "multi", _("Several are right")
    ORDER = "order", _("Put in order")
    TEXT = "text", _("A short answer")


# Lucide's, for the shelves of the help centre.
ICONS = (
    *("book-open", "wifi", "router", "credit-card", "house", "user", "key-round", "smartphone", "phone"),
    *("mail", "truck", "shopping-cart", "wrench", "shield", "circle-help", "settings", "calendar", "globe"),
)
