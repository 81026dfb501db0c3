"""Every story in every language can be told: the same topics, the same kinds, no brace without a word."""

import random

import pytest

from helpdesk.demo.stories import LANGUAGES, TOPICS, facts

KINDS = {"open", "ask", "tell", "fix", "again", "note"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_said(language):
    stories = LANGUAGES[language]
    assert {topic.name for topic in TOPICS} == set(stories.TOPICS)
    assert set(stories.SHARED) == set(LANGUAGES["en"].SHARED)
    words = facts(random.Random(1), language) | dict.fromkeys(
        ("customer", "first", "agent", "colleague"), "X"
    )
    texts = [text for texts in stories.SHARED.values() for text in texts]
    for kinds in stories.TOPICS.values():
        assert set(kinds) == KINDS
        for kind, said in kinds.items():
            texts += [text for pair in said for text in pair] if kind == "open" else said
    for text in texts:
        assert "{" not in text.format(**words)
