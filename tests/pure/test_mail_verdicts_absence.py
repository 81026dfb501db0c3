"""Letters of machines for people who are away: known by their words, in many languages, and until when."""

from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from mail.absence import above_quote, away_until
from mail.dates import dates_in
from mail.parser import parse
from mail.verdicts import Kind, public_kind, verdict

SENT = date(2026, 3, 2)  # a Monday


def letter(subject="Re: Refund", text="Hello.", sender="dana@example.com", **headers):
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        sender,
        subject,
        format_datetime(datetime(2026, 3, 2, 9, tzinfo=UTC)),
    )
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    raw = mail.as_bytes()
    return verdict(parse(raw), raw=raw)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("I am out of the office until 13 March 2026 with limited access.", date(2026, 3, 13)),
        ("I will be on vacation from March 3rd through March 17th. Call 555 1234.", date(2026, 3, 17)),
        ("I'm currently away, returning on 3/16/2026.", date(2026, 3, 16)),
        ("I am away until Monday.", date(2026, 3, 9)),
        ("I am out of the office until January 5.", date(2027, 1, 5)),
        ("Out of office 2026-03-02 – 2026-03-06.", date(2026, 3, 6)),
        ("Olen puhkusel kuni 15. märtsini. Kiirelt helistage +372 555 1234.", date(2026, 3, 15)),
        ("Viibin kontorist eemal 02.03-13.03.2026.", date(2026, 3, 13)),
        ("Jestem na urlopie do 20 marca 2026 r.", date(2026, 3, 20)),
        ("Przebywam na urlopie od 01.03.2026 do 14.03.2026.", date(2026, 3, 14)),
        ("Estoy fuera de la oficina hasta el 16 de marzo de 2026.", date(2026, 3, 16)),
        ("Я в отпуске по 14 марта включительно.", date(2026, 3, 14)),
        ("Меня не будет в офисе до 09.03.2026.", date(2026, 3, 9)),
        ("Ich bin bis einschließlich 22.03.2026 nicht im Büro.", date(2026, 3, 22)),
        ("Ich bin vom 1. bis 12. April im Urlaub.", date(2026, 4, 12)),
        ("Je suis absent jusqu'au 10 avril inclus.", date(2026, 4, 10)),
        ("Sono in ferie fino al 5 aprile 2026.", date(2026, 4, 5)),
        ("Estou ausente até 8 de abril.", date(2026, 4, 8)),
        ("Ik ben afwezig tot en met 9 maart 2026.", date(2026, 3, 9)),
        ("Jag är på semester till och med den 27 mars.", date(2026, 3, 27)),
        ("Jeg er på ferie til og med 11. mars.", date(2026, 3, 11)),
        ("Jeg holder ferie til den 30. marts 2026.", date(2026, 3, 30)),
        ("Olen lomalla 12.3.2026 asti.", date(2026, 3, 12)),
        ("Olen poissa 1. huhtikuuta saakka.", date(2026, 4, 1)),
        ("Я у відпустці до 18 березня.", date(2026, 3, 18)),
        ("Jsem na dovolené do 21. března 2026.", date(2026, 3, 21)),
        ("Šiuo metu atostogauju iki kovo 19 d.", date(2026, 3, 19)),
        ("Esmu atvaļinājumā līdz 24. martam.", date(2026, 3, 24)),
    ],
)
def test_the_day_of_return(text, until):
    said = letter(text=text, auto_submitted="auto-replied")
    assert (said.kind, said.away_until) == (Kind.OUT_OF_OFFICE, until)


@pytest.mark.parametrize(
    "text",
    [
        "I am away.",
        "I am out of the office until further notice. My number is 12/14-555.",
        "I was away until 1 February 2026.",
        "I am away until 31 February 2026.",
        "I am out of the office.\n\n> On 5 May 2026 you wrote:\n> see you on 7 May 2026",
    ],
)
def test_no_day_is_better_than_a_wrong_one(text):
    assert away_until("", text, SENT) is None


def test_the_letters_own_date_says_which_year_and_which_monday():
    assert [each.day for each in dates_in("5 January", date(2026, 12, 30))] == [date(2027, 1, 5)]
    assert [each.day for each in dates_in("on Friday", date(2026, 3, 6))] == [date(2026, 3, 13)]
    assert [each.day for each in dates_in("3/4/2026", SENT)] == [date(2026, 4, 3)]
    assert [each.day for each in dates_in("2/20/26 and 30.02.2026", SENT)] == [date(2026, 2, 20)]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply: Refund", "I am out of the office until Monday."),
        ("Out of Office: Refund", "I am out of the office with no access to mail."),
        ("AUTO: Dana Okafor is out of the office (returning 03/16/2026)", "This is an automated response."),
        ("Abwesenheitsnotiz: Re: Refund", "Ich bin zurzeit nicht im Büro."),
        ("Réponse automatique : Re: Refund", "Je suis absent jusqu'au 10 avril."),
        ("Automatyczna odpowiedź: Refund", "Jestem na urlopie do 20 marca."),
        ("Respuesta automática: Refund", "Estoy de vacaciones."),
        ("Автоответ: Refund", "Я в отпуске до 14 марта."),
        ("Automaatvastus: Refund", "Olen puhkusel."),
        ("Re: Refund", "I am out of the office until Monday. This is an automatic reply."),
    ],
)
def test_without_any_header_subject_and_words_say_it_together(subject, text):
    said = letter(subject=subject, text=text)
    assert said.kind is Kind.OUT_OF_OFFICE
    assert not said.answerable


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Out of office next week: who can install my router?", "Please call me on Monday."),
        ("Vacation home without internet", "The router in our vacation home is dead."),
        ("My leave of absence and the contract", "I want to pause the contract while I am abroad."),
        ("Re: Refund", "Sorry for the late answer, I was on holiday until 1 March. Please go on."),
        ("Question", "I am away from Monday, so please answer before."),
        ("Urlop", "Chcę zawiesić umowę na czas urlopu."),
        ("Отпуск", "Хочу приостановить договор на время отпуска."),
        ("Fwd: Automatic reply: Refund", "Your colleague never answers, I only get this."),
        ("How do I set up an automatic reply?", "In your webmail I cannot find the setting."),
        (
            "Delivery failed",
            "The parcel with my router could not be delivered to my address. dana@example.com",
        ),
        ("Re: Undeliverable", "My friend bob@example.org says your server refused his mail: user unknown."),
        ("Mailbox full", "My mailbox dana@example.com is full, can I get more space?"),
        ("Confirm my address", "Please click on the link that you sent me yourself, it does not work."),
    ],
)
def test_people_who_write_about_such_things_are_people(subject, text):
    said = letter(subject=subject, text=text)
    assert said.kind is Kind.HUMAN
    assert public_kind(said) == "normal"


def test_a_subject_alone_is_a_weak_sign_and_withholds_only_the_machines_answer():
    said = letter(subject="Automatic reply: Refund", text="Thank you for your mail, Dana")
    assert (said.kind, said.answerable, said.weight) == (Kind.HUMAN, False, 0.6)
    assert "subject:generated" in said.reasons


def test_what_stands_below_the_quote_was_said_by_somebody_else():
    text = "I need help.\n\n-----Original Message-----\nI am out of the office. This is an automatic reply."
    assert letter(text=text).kind is Kind.HUMAN
    assert above_quote(text).strip() == "I need help."


def test_challenges_of_mail_guards_are_answered_by_no_machine():
    text = (
        "This account is protected by Gatekeeper. Please click on the following link to ensure delivery of "
        "your message and to be added to the recipient's allowed list."
    )
    said = letter(text=text)
    assert (said.kind, said.answerable) == (Kind.AUTO_REPLY, False)
