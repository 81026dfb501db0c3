"""Articles on customers' pages."""

from django import template
from django.urls import reverse

from knowledge.models import Article
from lib.found_words import marked
from portal.articles import slug_of

register = template.Library()
register.filter("marked", marked)


@register.filter
def public_address(article: Article) -> str:
    return reverse("portal:article", args=[article.root_id, slug_of(article.title)])
