"""What is about one thing is found in every language; what is not, is not."""

import random
from collections import Counter

import pytest

from reports.radar.clusters import Seen, beginnings, belongs, groups, name_of
from tests.pure.said_of_trouble import OUTBREAK, everyday, of_outbreak

LANGUAGES = sorted(OUTBREAK)


def known(draw: random.Random, n: int = 1500) -> Seen:
    counts = Counter(word for _ in range(n) for word in beginnings(*everyday(draw, draw.choice(LANGUAGES))))
    return Seen(counts, n)


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_about_one_thing_among_everyday_tickets_are_one_group(language):
    draw = random.Random(7)
    seen = known(draw)
    tickets = {n: beginnings(*everyday(draw, draw.choice(LANGUAGES))) for n in range(30)}
    tickets |= {n: beginnings(*of_outbreak(draw, language)) for n in range(100, 112)}

    found = groups(tickets, seen, least=5)

    first = found[0]
    hit = sum(n >= 100 for n in first.members)
    assert hit >= 10
    assert len(first.members) - hit <= 1
    later = beginnings(*of_outbreak(draw, language))
    assert belongs(later, first.core, seen)
    strangers = [beginnings(*everyday(draw, language)) for _ in range(300)]
    assert sum(belongs(words, first.core, seen) for words in strangers) <= 3


def test_greetings_quotes_numbers_and_addresses_say_nothing():
    text = (
        "Hello dear team,\n\nOrder 48213 from eve@example.com at https://a.example/\n> the kettle is broken"
    )
    assert beginnings("Re: Fwd: Good morning", text) == {"order"}
    assert beginnings("Здравствуйте", "Добрый день! Спасибо.\nС уважением") == frozenset()
    assert beginnings("", "On 3 May Dana wrote:\nlamp") == frozenset()


def test_letters_with_nothing_but_manners_make_no_group():
    seen = Seen({}, 100)
    assert groups({n: beginnings("Hello", "Thank you, best regards") for n in range(20)}, seen, least=5) == []


def test_a_group_is_named_by_words_as_they_were_written():
    draw = random.Random(3)
    seen = known(draw)
    texts = [" ".join(of_outbreak(draw, "pl")) for _ in range(12)]
    group = groups({n: beginnings(text, "") for n, text in enumerate(texts)}, seen, least=5)[0]
    assert {"kartą", "błąd"} & set(name_of(group.core, texts).split())


def test_no_ticket_is_in_two_groups_and_order_makes_no_difference():
    draw = random.Random(11)
    seen = known(draw)
    tickets = {n: beginnings(*of_outbreak(draw, draw.choice(LANGUAGES))) for n in range(60)}
    found = groups(tickets, seen, least=5)
    assert found == groups(dict(reversed(tickets.items())), seen, least=5)
    members = [key for group in found for key in group.members]
    assert len(members) == len(set(members))
