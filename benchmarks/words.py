"""Texts as people write them, as far as an index can tell: a few words everywhere, most of them hardly ever.

Each language has VOCABULARY words, of which the first are real and the rest are made of its syllables; a
word's frequency falls with its rank (Zipf). The same seed gives the same texts.
"""

import itertools
import random
from functools import lru_cache

VOCABULARY = 30_000
# Long enough that a message of this many words has about 600 characters.
WORDS_A_MESSAGE = 84
# In about a third of all tickets, in every language …
COMMON = "internet"
# … and in exactly RARE_TICKETS of them.
RARE = "kaelkirjak"
RARE_TICKETS = 7

FIRST = {
    "en": "the to and is it my not we have since for you please router with this in from line on but "
    "was can after connection invoice modem customer speed yesterday evening again still works "
    "office cable contract payment account number address technician signal restart morning "
    "problem slow answer week",
    "et": "on ja ei see meie et ka kui aga siis ma mul teie palun ruuter arve juba eile täna õhtul "
    "jälle ühendus kiirus leping number aadress tehnik signaal modem kontor kaabel probleem "
    "aeglane vastus nädal töötab klient teenus katkestus makse konto hommikul pärast",
    "pl": "i nie w na jest się że do to mam od proszę router ale już po wczoraj dzisiaj wieczorem "
    "znowu łącze prędkość umowa numer adres technik sygnał modem biuro kabel problem wolno "
    "odpowiedź tydzień działa klient usługa awaria płatność konto rano faktura",
    "es": "de la que el en y no a los se un por con una mi es ya desde favor router pero ayer hoy "
    "noche otra conexión velocidad contrato número dirección técnico señal módem oficina cable "
    "problema lento respuesta semana funciona cliente servicio avería pago cuenta mañana "
    "factura",
    "ru": "и не в на что у я с это мы уже но по после пожалуйста роутер вчера сегодня вечером снова "
    "связь скорость договор номер адрес мастер сигнал модем офис кабель проблема медленно ответ "
    "неделя работает клиент услуга авария оплата счёт утром тариф интернет",
}
SYLLABLES = {
    "en": "ba con der ful ing ment pro ra shi ton ver work stal mer lin ple",
    "et": "ka le mõ nä pi ra sü ta va li ke mis tus jõ kond ne",
    "pl": "ba cza dzie go kła mi nie pra rzy ska to wy żeń ło nia cji",
    "es": "ba cio do es gue ja la men na ño pa ra si to ve zar",
    "ru": "ба во го де жи за ка ло ми на по ре сти ту ция ше",
}


@lru_cache
def vocabulary(language: str) -> tuple[list[str], list[float]]:
    """The words by rank, and their cumulative weights."""
    real = FIRST[language].split()
    words, shuffle = [*real], random.Random(language).shuffle
    for length in (2, 3, 4):  # short words are the frequent ones
        made = ["".join(parts) for parts in itertools.product(SYLLABLES[language].split(), repeat=length)]
        shuffle(made)
        words += made
    return words[:VOCABULARY], list(itertools.accumulate((rank + 2.7) ** -1.1 for rank in range(VOCABULARY)))


def sentence(draw: random.Random, language: str, words: int) -> list[str]:
    known, weights = vocabulary(language)
    return draw.choices(known, cum_weights=weights, k=words)


def subject(draw: random.Random, language: str) -> str:
    return " ".join(sentence(draw, language, draw.randint(4, 8))).capitalize()


def text(draw: random.Random, language: str, with_word: str = "") -> str:
    """Two or three paragraphs; about 600 characters."""
    words = sentence(draw, language, draw.randint(WORDS_A_MESSAGE // 2, WORDS_A_MESSAGE * 3 // 2))
    if with_word:
        words[draw.randrange(len(words))] = with_word
    third = max(12, len(words) // 3)
    return "\n\n".join(
        " ".join(words[at : at + third]).capitalize() + "." for at in range(0, len(words), third)
    )
