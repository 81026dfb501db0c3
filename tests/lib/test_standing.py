"""Marks whose words stand in a template are worked out when it is read."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.base import TextNode
from lucide import IconDoesNotExist

from lib import icons


def nodes(text):
    return Template("{% load desk %}" + text).nodelist[1:]


def test_plain_words_become_markup_at_once():
    assert [type(node) for node in nodes('{% icon "x" %}{% key "g m" %}')] == [TextNode, TextNode]


def test_what_is_not_plain_is_asked_each_time():
    page = Template('{% load desk %}{% icon name %}{% icon "x" _("Close") %}{% icon "x" as kept %}{{ kept }}')
    assert page.render(Context({"name": "x"})).count("<svg") == 3


def test_a_name_nobody_knows_is_found_when_the_template_is_read():
    with pytest.raises(IconDoesNotExist):
        nodes('{% icon "no-such-icon" %}')
    with pytest.raises(TemplateSyntaxError):
        nodes("{% icon %}")


def test_the_archive_of_icons_is_opened_once():
    icons._all.cache_clear()
    icons.icon.cache_clear()
    assert icons.icon("x") != icons.icon("check")
    assert icons._all.cache_info().misses == 1
