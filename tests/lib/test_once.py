"""Words and addresses that are worked out once are what Django's own tags say, in every language."""

import pytest
from django.template import Context, Engine
from django.urls import NoReverseMatch, get_script_prefix, set_script_prefix
from django.utils.translation import override

I18N = "django.templatetags.i18n"
DJANGO, OURS = Engine(builtins=[I18N]), Engine(builtins=[I18N, "lib.templatetags.once"])
PLACES = [
    '{% translate "Save" %}',
    '{% trans "Save" %}',
    '{% translate "Nobody translated <b>this</b> & 100%" %}',
    '{% translate "Save" as word %}[{{ word }}]',
    '{% translate "Save" noop %}',
    '{% translate "Open" context "ticket state" %}',
    '{% translate "Save"|upper %}',
    "{% translate said %}",
    '{% url "tickets:inbox" %}',
    '{% url "tickets:inbox" %}?a=1&amp;b=2',
    '{% url "tickets:ticket" number %}',
    '{% url "tickets:ticket" "7" %}',
    '{% url "tickets:ticket" number=number %}',
    '{% url name number as there %}[{{ there }}]',
    '{% url "tickets:nowhere" as there %}[{{ there }}]',
    '{% url "tickets:ticket" number|add:1 %}',
]  # fmt: skip


@pytest.fixture
def place():
    before = get_script_prefix()
    yield
    set_script_prefix(before)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("source", PLACES)
def test_what_is_said_is_what_django_says(source):
    known = {"number": 12, "name": "tickets:ticket", "said": "<Save>"}
    theirs, ours = DJANGO.from_string(source), OURS.from_string(source)
    for language in ("en", "et", "ru", "en", "et"):
        for prefix in ("/", "/desk/"):
            set_script_prefix(prefix)
            with override(language):
                assert ours.render(Context(known)) == theirs.render(Context(known)), (language, prefix)


def test_another_number_is_another_address():
    page = OURS.from_string('{% for n in numbers %}{% url "tickets:ticket" n %} {% endfor %}')
    assert page.render(Context({"numbers": [1, 2, "1"]})) == "/tickets/1/ /tickets/2/ /tickets/1/ "


def test_an_address_that_is_nowhere_is_said():
    page = OURS.from_string('{% url "tickets:nowhere" %}')
    for _ in range(2):
        with pytest.raises(NoReverseMatch, match="nowhere"):
            page.render(Context())
