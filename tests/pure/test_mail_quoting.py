"""New words are shown, quoted ones folded, and none is lost."""

import time

import pytest

from mail.quoting import Split, visible

QUOTE = "> Kas ruuter töötab?\n> Tervitades"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, Mar 3, 2025 at 9:58 AM Desk <support@desk.example> wrote:",
        "On Mon, Mar 3, 2025 at 9:58 AM Desk\n<support@desk.example> wrote:",
        "Kirjutas Desk (<support@desk.example>) kuupäeval E, 3. märts 2025 kell 09:58:",
        "Desk <support@desk.example> kirjutas kuupäeval E, 3. märts 2025 kell 09:58:",
        "pon., 3 mar 2025 o 09:58 Desk <support@desk.example> napisał(a):",
        "W dniu 3.03.2025 o 09:58, Desk pisze:",
        "El lun, 3 mar 2025 a las 9:58, Desk (<support@desk.example>) escribió:",
        "пн, 3 мар. 2025 г. в 09:58, Desk <support@desk.example>:",
        "03.03.2025 09:58, Desk пишет:",
        "Понедельник, 3 марта 2025, 9:58 +03:00 от Desk <support@desk.example>:",
        "Am Mo., 3. März 2025 um 09:58 Uhr schrieb Desk <support@desk.example>:",
        "Le lun. 3 mars 2025 à 09:58, Desk <support@desk.example> a écrit :",
        "Il giorno lun 3 mar 2025 alle ore 09:58 Desk <support@desk.example> ha scritto:",
    ],
)
def test_who_wrote_when_is_folded_with_the_quote(attribution):
    expected = Split("Jah, töötab.\nAitäh\nMari", f"{attribution}\n\n{QUOTE}")
    assert visible(f"Jah, töötab.\nAitäh\nMari\n{attribution}\n\n{QUOTE}") == expected


@pytest.mark.parametrize(
    "block",
    [
        "From: Desk <support@desk.example>\nSent: Monday\nTo: Mari\nSubject: x\n\nTere",
        "*From:* Desk\n*Date:* Monday\n*To:* Mari\n\nTere",
        "Saatja: Desk\nSaadetud: esmaspäev\nAdressaat: Mari\nTeema: x\n\nTere",
        "Od: Desk\nWysłano: poniedziałek\nDo: Mari\nTemat: x\n\nTere",
        "De: Desk\nEnviado: lunes\nPara: Mari\nAsunto: x\n\nTere",
        "От: Desk\nОтправлено: понедельник\nКому: Mari\nТема: x\n\nTere",
        "________________________________\nFrom: Desk\nSent: Monday\nTo: Mari\n\nTere",
        "-----Original Message-----\nhello\n\nTere",
        "-------- Исходное сообщение --------\nhello\n\nTere",
    ],
)
def test_what_outlook_repeats_is_folded(block):
    assert visible(f"Korras.\n\n{block}") == Split("Korras.", block)


def test_answers_between_quotes_keep_what_they_answer():
    text = "Tere\n\n> Mis ruuter?\n\nMusta värvi.\n\n> Mis kell?\n\nHommikul.\n\n> Aitäh"
    split = visible(text)
    assert split.new == "Tere\n\n> Mis ruuter?\n\nMusta värvi.\n\n> Mis kell?\n\nHommikul."
    assert split.folded == "> Aitäh"


def test_an_answer_below_the_quote_is_shown():
    split = visible("On 3.3.2025 09:58 Desk wrote:\n> Mis ruuter?\n\nMust.")
    assert split.new == "Must."
    assert "> Mis ruuter?" in split.folded


@pytest.mark.parametrize(
    "mark", ["-- ", "--", "Sent from my iPhone", "Saadetud minu iPhone'ist", "Отправлено с iPhone"]
)
def test_signatures_are_folded(mark):
    assert visible(f"Aitäh!\n\n{mark}\nMari").new.splitlines()[0] == "Aitäh!"
    assert mark.strip() in visible(f"Aitäh!\n\n{mark}").folded


@pytest.mark.parametrize(
    "text",
    [
        "> only\n> quoted",
        "-- \nMari",
        "Sent from my iPhone",
        "On 3.3.2025 09:58 Desk wrote:\n> x",
        "-----Original Message-----\nFrom: a",
        "---------- Forwarded message ---------\nFrom: Dana\nDate: Monday\nTo: Desk\n\nPlease help",
        "I told you on 5 May 2024:\nit is broken.",
        "From: Tallinn\nTo: Tartu\nthe train was late",
    ],
)
def test_what_is_all_there_is_stays_visible(text):
    assert visible(text) == Split(text)


def test_it_is_known_when_all_that_is_shown_is_old():
    assert visible("> only\n> quoted").all_old
    assert not visible("new\n> quoted").all_old
    assert not visible("new").all_old
    assert not visible(" ").all_old


def test_nothing_gives_nothing():
    assert visible("") == Split("")
    assert visible(" \n ").folded == ""


@pytest.mark.parametrize(
    "text",
    [
        "On " + "a " * 50_000 + "\n" + "> " * 20_000 + "\n" + "-" * 100_000 + "\n" + "From: " * 20_000,
        "On 1\n" * 100_000,
        "a\n" + "From: x\n" * 100_000,
        "> x\na\n" * 100_000,
        "-- \n" * 100_000,
        "wrote " * 200_000,
        "12:30 2020 a@b\n" * 50_000,
        "\n".join(">" * depth for depth in range(2000)),
    ],
)
def test_time_is_linear(text):
    began = time.process_time()
    split = visible(text)
    assert time.process_time() - began < 1
    assert len("".join(text.split())) == len("".join(f"{split.new}{split.folded}".split()))
