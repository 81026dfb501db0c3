"""Words about what is written down for colleagues."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArticleKind(TextChoices):
    ARTICLE = "article", _("Article")
    GUIDELINE = "guideline", _("Guideline")
