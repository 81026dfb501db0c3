# ruff: noqa: E501 letters are kept as programs write them
"""Replies that are easily cut in the wrong place: what must be folded, and what must not."""

import pytest

from mail.quoting import Split, visible, visible_html


def _letters(text):
    return "".join(letter for letter in text.casefold() if letter.isalnum())


FOLDED = {
    "attribution_over_three_lines": "Works now.\n\nAm Mo., 3. März 2025 um 09:58 Uhr schrieb Desk via\nTickets <\nsupport@desk.example>:\n\n> Alt",
    "attribution_glued_to_the_text": "Works now.\nOn Mon, Mar 3, 2025 at 9:58 AM Desk <a@b.example> wrote:\n> Old",
    "attribution_with_a_no_break_space": "Works now.\n\nLe 3 mars 2025 à 09:58, Desk <a@b.example> a écrit\u00a0:\n> Old",
    "attribution_with_marks_of_direction": "Works now.\n\n\u202bבתאריך 3 במרץ 2025 ב-9:58 מאת \u202aDesk\u202c\u200f <\u202aa@b.example\u202c\u200f>:\u202c\n\n> Old",
    "attribution_in_arabic": "Works now.\n\nفي الاثنين، 3 مارس 2025 في 9:58 ص تمت كتابة ما يلي بواسطة Desk <a@b.example>:\n\n> Old",
    "attribution_of_horde": "Works now.\n\nQuoting Desk <a@b.example>:\n\n> Old",
    "attribution_of_horde_in_german": "Works now.\n\nZitat von Desk <a@b.example>:\n\n> Old",
    "attribution_of_zoho": "Works now.\n\n---- On Mon, 03 Mar 2025 09:58:12 +0100 Desk <a@b.example> wrote ---\n\nOld",
    "attribution_of_roundcube": "Works now.\n\nW dniu 2025-03-03 09:58, Desk napisał(a):\n> Old",
    "attribution_of_wp": "Works now.\n\nDnia 3 marca 2025 09:58 Desk <a@b.example> napisał(a):\n\nOld",
    "attribution_of_onet": "Works now.\n\nW dniu 2025-03-03 09:58:12 użytkownik Desk <a@b.example> napisał:\n\nOld",
    "attribution_of_mail_ru": "Works now.\n\nПонедельник, 3 марта 2025, 9:58 +03:00 от Desk <a@b.example>:\n \nOld",
    "attribution_of_netease": 'Works now.\n\nAt 2025-03-03 09:58:12, "Desk" <a@b.example> wrote:\n\nOld',
    "attribution_of_becky": "Works now.\n\nOn Mon, 3 Mar 2025 09:58:12 +0900\nDesk <a@b.example> wrote:\n\n> Old",
    "attribution_of_fastmail": "Works now.\n\nOn Mon, Mar 3, 2025, at 9:58 AM, Desk wrote:\n> Old",
    "attribution_of_proton": "Works now.\n\nSent with Proton Mail secure email.\n\nOn Monday, March 3rd, 2025 at 9:58 AM, Desk <a@b.example> wrote:\n\n> Old",
    "original_message_with_odd_dashes": "Works now.\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, Desk wrote:\n\nOld",
    "original_message_of_qq": 'Works now.\n\n------------------ 原始邮件 ------------------\n发件人: "Desk" <a@b.example>;\n\nOld',
    "original_message_of_seznam": "Works now.\n\n---------- Původní e-mail ----------\nOd: Desk <a@b.example>\nKomu: m@c.example\nDatum: 3. 3. 2025 9:58:12\nPředmět: Re: Router\n\nOld",
    "original_message_of_samsung_in_one_line": "Works now.\n\n-------- Původní zpráva --------Od: Desk Datum: 03.03.25\n\nOld",
    "original_message_of_em_client": 'Works now.\n\n------ Original Message ------\nFrom "Desk" <a@b.example>\nTo "M" <m@c.example>\n\nOld',
    "original_message_of_laposte": 'Works now.\n\n> Message du 03/03/25 09:58\n> De : "Desk" <a@b.example>\n> Objet : Router\n>\n> Old',
    "headers_of_gmx": 'Works now.\n\nGesendet: Montag, 03. März 2025 um 09:58 Uhr\nVon: "Desk" <a@b.example>\nAn: m@c.example\nBetreff: Router\n\nOld',
    "headers_of_interia": 'Works now.\n\nOd: "Desk" <a@b.example>\nDo: "M" <m@c.example>;\nWysłane: 9:58 Poniedziałek 2025-03-03\nTemat: Router\n\nOld',
    "headers_with_wrapped_recipients": "Works now.\n\nFrom: Desk <a@b.example>\nSent: 3 March 2025\nTo: One <one@c.example>; Two\n <two@c.example>; Three <three@c.example>\nSubject: Router\n\nOld",
    "headers_with_stars": "Works now.\n\n**From:** Desk\n**Date:** Monday, 3 March 2025\n**To:** M\n**Subject:** x\n\nOld",
    "headers_with_tabs": "Works now.\n\nFrom:\tDesk <a@b.example>\nSent:\tMonday, 3 March 2025\nTo:\tM\n\nOld",
    "headers_in_an_unknown_language": "Works now.\n\n________________________________\nSendandi: Desk <a@b.example>\nSend: 3. mars 2025 09:58\nTil-takara: M\nEfni: Router\n\nOld",
    "quote_broken_by_the_server": "Works now.\n\nOn 3.3.2025 09:58 Desk wrote:\n> Please restart the router and tell us which of the lights on its front\nare red.\n> Thanks",
    "marked_quote_without_attribution": "Works now.\n\n> Old\n> older",
    "entities_as_marks": "Works now.\n\nOn 3.3.2025 09:58 Desk wrote:\n&gt; Old\n&gt; older",
    "rfc_delimiter": "Works now.\n\n-- \nMari Maasikas\nHave you tried our new app?",
    "list_footer_below_the_quote": "Works now.\n\nOn 3.3.2025 09:58 Desk wrote:\n> Old\n\n_______________________________________________\nusers mailing list\nusers@lists.example",
    "small_print": "Works now.\n\nThis e-mail and any attachments are confidential and intended solely for the addressee.",
    "small_print_in_polish": "Works now.\n\nTa wiadomość oraz załączniki są poufne i przeznaczone wyłącznie dla adresata. Jeżeli nie są Państwo adresatem, prosimy o usunięcie.",
    "small_print_in_spanish": "Works now.\n\nEste mensaje y sus archivos adjuntos son confidenciales y van dirigidos exclusivamente a su destinatario.",
    "small_print_in_russian": "Works now.\n\nДанное сообщение и любые вложения являются конфиденциальными и предназначены исключительно адресату.",
    "virus_scanner": "Works now.\n\nVirus-free.www.avast.com",
    "several_good_byes": "Works now.\n\nMit freundlichen Grüßen / Kind regards\nMari Maasikas\nTel. +372 5555 5555",
    "good_bye_and_name_in_one_line": "Works now.\n\nBest regards, Mari Maasikas",
    "good_bye_in_stars": "Works now.\n\n*Kind regards,*\n*Mari*",
    "banner_above": "CAUTION: This email originated from outside of the organization. Do not click links.\n\nWorks now.",
    "telephone_and_quote": "Works now.\n\nОтправлено с iPhone\n\n> 3 марта 2025 г., в 09:58, Desk <a@b.example> написал(а):\n> \n> Old",
    "yahoo_on_a_telephone": "Works now.\n\nSent from Yahoo Mail on Android (https://mail.onelink.me/1)\n\n  On Mon, 3 Mar 2025 at 9:58, Desk<a@b.example> wrote:   Old",
    "marker_of_the_desk": "Works now.\n\n##- Please type your reply above this line -##\n\nOld",
    "yahoo_runs_on": "Works now.\n\n  On Mon, 3 Mar 2025 at 9:58, Desk<a@b.example> wrote:   Old letter: it said this",
    "attribution_behind_the_words": "Works now. On Mon, 3 Mar 2025 at 9:58, Desk <a@b.example> wrote:\n> Old",
    "attribution_behind_the_words_with_dashes": "Works now.--- On Mon, 3 Mar 2025 at 9:58, Desk wrote:\n> Old",
    "attribution_behind_the_words_in_french": "Works now. Le 3 mars 2025 à 9:58, Desk <a@b.example> a écrit :\n\n> Old",
    "attribution_without_a_colon": "Works now.\n2025/3/3 Desk <a@b.example>\n\n> Old",
    "quoted_link_broken_over_lines": "Works now.\n\nOn 3.3.2025 09:58 Desk wrote:\n> See (http://desk.example/\n_nonce=1)\n> Thanks",
    "headers_without_sender": "Works now.\n\nDate: Mon, 3 Mar 2025 09:58:12 +0100\nTo: m@c.example",
    "line_above_a_name": "Works now.\n\n——————————————\n\n小满\n活动协调人",
    "hungarian_without_marks": "Works now.\n\nDesk <a@b.example> ezt írta (időpont: 2026. aug. 16., Ke 12:27):\nKedves Anna,\n\nOld",
    "windows_mail": "Works now.\n\nSent from Mail for Windows 10\n\nFrom: Desk\nSent: 3 March 2025 09:58\nTo: M\nSubject: x\n\nOld",
}


@pytest.mark.parametrize("name", FOLDED)
def test_only_the_new_words_are_left(name):
    assert visible(FOLDED[name]).new.strip() == "Works now."


SHOWN = [
    "You wrote that it works:\nit does not.",
    "On Monday it broke.\nOn Tuesday it was worse.",
    "From: Tallinn\nTo: Tartu\nWhen: Friday",
    "New message from your site\n\nFrom: Dana <dana@c.example>\nSubject: Router\n\nIt blinks.",
    "I see this in the log:\n\n2025-03-03 09:58:12 ERROR mail from a@b.example refused:\nno such user",
    "Our hours:\n\n----------------\nMonday 9:00\nTuesday 10:00\n----------------\n\nCan we keep them?",
    "First question\n\n--\n\nAnd the second one, could you answer it too?",
    "Regards to the technician, he did well.\n\nWhen is the next visit?",
    "Best regards,\nMari\n\nP.S. The password has to be changed too.",
    "Sent from my desk, is much easier than my mobile phone.",
    "The letter was sent from my iPhone but never arrived.",
    "Please forward this message to the technician:\n\nthe line is down",
    "- point one\n- point two\n-- sub point",
    "Total:\n=====\n15.00\n\nIs this right?",
    "5 > 3\n> 4 is wrong\nand so on",
    "My details:\n\nMari Maasikas\nTel. +372 5555 5555\nmari@c.example",
    "This e-mail address of yours bounces.",
    "Aitäh, kõik töötab!\nMari",
    "Thanks,\nAlex",
    "What I want\n-----------\nfaster line\nlower price",
    "На связи с 10:00 до 18:00, пишите: a@b.example",
    "Kohtume 03.03.2025 kell 10:00:\nVabaduse väljak 1",
]


@pytest.mark.parametrize("text", SHOWN)
def test_what_only_looks_like_a_quote_or_signature_stays(text):
    assert _letters(visible(text).new) == _letters(text)


def test_two_answers_to_chosen_words_keep_them():
    text = "> when?\nOn Friday.\n> where?\nAt home."
    assert visible(text).new == text


def test_a_greeting_above_and_the_answer_below_do_not_need_the_whole_quote():
    text = "Hi,\nOn 3.3.2025 09:58 Desk wrote:\n> Which router?\n> Which colour?\n\nThe black one."
    assert visible(text) == Split(
        "Hi,\n\nThe black one.", "On 3.3.2025 09:58 Desk wrote:\n> Which router?\n> Which colour?"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<div>Works now.</div><div class='gmail_signature'>Mari</div>",
        "<p>Works now.</p><blockquote type='cite'>Old</blockquote>",
        "<p>Works now.<p>From: x<div id='x_divRplyFwdMsg'>Old</div>".replace("From: x", ""),
        "<div>Works now.</div><hr id='stopSpelling'>From: Desk<br>Old",
        "<div>Works now.<span id='OLK_SRC_BODY_SECTION'><div>Old</div></span></div>",
        "<div>Works now.</div><div style='border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt'>Old</div>",
        "<div>Works now.</div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><b>Sendandi:</b> Desk &lt;a@b.example&gt;<br><b>Sent:</b> 3. mars 2025<br><b>Efni:</b> x</div>Old",
        "<div>Works now.</div><table class='OutlookMessageHeader'><tr><td>Old</td></tr></table>",
        "<div>Works now.</div><!-- original --><div>-------- Original message --------</div><div>From: Desk</div>",
        "<div>Works now.</div><div class='zmail_extra'>---- On Mon Desk wrote ----<br>Old</div>",
        "<div>Works now.<div><div class='gmail_quote'>Desk wrote something:<br><blockquote>Old",
        "<div>Works now.</div><div id='mail-editor-reference-message-container'><div>Old</div></div>",
        "<title>x</title><style>p{}</style><p>Works now.</p><div name='messageReplySection'>Old</div>",
    ],
)
def test_marks_of_programs_in_html(html):
    assert visible_html(html).new == "Works now."
    assert "Old" in visible_html(html).folded or "Mari" in visible_html(html).folded or "From" in html


@pytest.mark.parametrize(
    "html",
    [
        "<div class='gmail_quote'><blockquote>Only a quote</blockquote></div>",
        "<div class='gmail_signature'>All is in the signature</div>",
        "<div id='divRplyFwdMsg'><b>From:</b> x</div>Nothing above",
        "<blockquote>Only this</blockquote>",
        "<div class='yahoo_quoted'>Only this</div>",
    ],
)
def test_html_that_would_be_empty_is_shown_whole(html):
    split = visible_html(html)
    assert split.new.strip()
    assert split.folded == ""
