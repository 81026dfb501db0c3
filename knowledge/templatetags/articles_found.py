"""Where the words of a search stand."""

from django import template

from lib.found_words import marked

register = template.Library()
register.filter("marked", marked)
