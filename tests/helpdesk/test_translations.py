"""Every string in every language, with the same placeholders."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


def places(text: str) -> set[str]:
    return set(PLACES.findall(text))


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_nothing_is_left_in_english(language):
    catalogue = polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"))
    assert len(catalogue) > 500
    assert [one.msgid for one in catalogue if not one.translated() or one.fuzzy] == []
    odd = [one.msgid for one in catalogue if not one.msgid_plural and places(one.msgid) != places(one.msgstr)]
    odd += [
        one.msgid
        for one in catalogue
        if one.msgid_plural
        and any(places(said) - places(one.msgid_plural) for said in one.msgstr_plural.values())
    ]
    assert odd == []
