"""What says the same is put together, in whatever order and language; a chain or a crowd makes no group."""

import random
import time

import pytest

from qa.likeness import ALIKE, groups, telling, weighed
from tests.pure.said_alike import BY_NAME, NO_DAY, NOISE

ESTONIAN = (
    "Ütle, mis päevaks ta vastuse saab.", "Päeva ei ole nimetatud: mis päevaks?",
    "Klient ei tea, mis päevaks me vastame.", "Nimeta päev, mille jooksul see saab tehtud.",
    "Ei ütle, mis päevaks ta teada saab.", "Varsti ei ole päev: mis päevaks?",
    "Jälle ei ole nimetatud päeva.", "Mis päevaks? Nimeta päev.",
)  # fmt: skip
RUSSIAN = (
    "Назови день, к которому она получит ответ.", "День не назван: к какому дню?",
    "Не сказано, к какому дню мы ответим.", "«Скоро» — это не день. Назови день.",
    "К какому дню это будет сделано? День не назван.", "Клиент не знает, к какому дню ждать ответа.",
    "Опять не назван день ответа.", "К какому дню? Назови его.",
)  # fmt: skip
SYLLABLES = [one + two for one in "klmnrstv" for two in "aeiou"]


def invented(dice: random.Random, words: int = 9) -> str:
    """Words that nobody else says."""
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(words))


def grouped(texts: dict[int, str]) -> list[list[int]]:
    return [keys for keys in groups(weighed(texts)) if len(keys) > 1]


def largest(texts: list[str]) -> set[str]:
    found = grouped(dict(enumerate(texts)))
    return {texts[key] for key in found[0]} if found else set()


@pytest.mark.parametrize("theme", [NO_DAY, BY_NAME, ESTONIAN, RUSSIAN])
def test_a_theme_stands_out_of_noise_in_any_language(theme):
    assert largest([*NOISE, *theme]) == set(theme)


def test_two_themes_are_two_groups():
    texts = [*NO_DAY, *NOISE, *BY_NAME]
    first, second = ({texts[key] for key in keys} for keys in grouped(dict(enumerate(texts)))[:2])
    assert {frozenset(first), frozenset(second)} == {frozenset(NO_DAY), frozenset(BY_NAME)}


@pytest.mark.parametrize("seed", range(20))
def test_the_order_does_not_matter(seed):
    dice = random.Random(seed)
    texts = dict(enumerate([*NO_DAY, *NOISE, *BY_NAME, *(invented(dice) for _ in range(10)), NO_DAY[0]]))
    shuffled = list(texts.items())
    dice.shuffle(shuffled)
    assert grouped(dict(shuffled)) == grouped(texts)


@pytest.mark.parametrize("seed", range(20))
def test_noise_makes_no_group_that_would_open_anything(seed):
    dice = random.Random(seed)
    assert max((len(keys) for keys in grouped({n: invented(dice) for n in range(60)})), default=1) < 8


def test_a_chain_of_neighbours_is_no_group():
    """Each shares half of its words with the next, the ends nothing: single link would take all forty."""
    dice = random.Random(4)
    words = [invented(dice, 1) + str(n) for n in range(88)]
    chain = {n: " ".join(words[2 * n : 2 * n + 8]) for n in range(40)}
    rows = weighed(chain)
    assert all(rows.of({n}).likeness_to(rows.of({n + 1}))[0] > ALIKE for n in range(39))
    assert max(len(keys) for keys in grouped(chain)) < 12


def test_who_says_nothing_is_nowhere_and_nothing_breaks():
    assert groups(weighed({})) == []
    assert weighed({1: "", 2: " \n", 3: "?!"}).keys == ()
    assert groups(weighed({1: "Haste", 2: "Haste", 3: ""})) == [[1, 2]]
    assert weighed({1: "Haste"}).likeness_to(weighed({})) == [0.0]
    assert groups(weighed({1: "a" * 90_000, 2: "a" * 90_000})) == [[1, 2]]


def test_words_that_tell_it_from_the_rest():
    assert {"which", "name"} & {*telling(NO_DAY, NOISE)}
    assert "greeting" in telling(BY_NAME, [*NOISE, *NO_DAY])
    assert telling([], []) == []


def test_some_thousands_cost_seconds():
    dice = random.Random(1)
    texts = {n: f"{dice.choice(NO_DAY + BY_NAME)} {invented(dice)}" for n in range(2000)}
    began = time.process_time()
    groups(weighed(texts))
    assert time.process_time() - began < 20


def test_the_same_mark_is_enough_and_like_words_without_it_are_too():
    """However little the words have in common, or none are left of them; no mark, no more likeness."""
    dice = random.Random(11)
    texts = {n: invented(dice) for n in range(300)}
    marks = dict.fromkeys(range(8), "said-before") | {8: "so-easy", 9: "so-easy"}
    texts |= {6: "", 7: ""}
    found = groups(weighed(texts, marks))
    assert found[0] == [*range(8)]
    assert any({8, 9} <= {*keys} for keys in found)
    assert max(len(keys) for keys in groups(weighed(texts))) < 8
    same = dict(enumerate(NO_DAY))
    assert len(groups(weighed(same, {n: f"rule {n}" for n in same}))[0]) >= 4
