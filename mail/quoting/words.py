"""What mail programs write around a quote, in the languages they speak. Data only, in lower case."""

from __future__ import annotations

import re


def fold(text: str) -> str:
    """For comparing: lower case, ß as ss, the Turkish İ as i."""
    return text.casefold().replace("\u0307", "")


def phrases(text: str) -> frozenset[str]:
    return frozenset(fold(one.strip()) for line in text.splitlines() for one in line.split("|")) - {""}


def any_of(stems: frozenset[str]) -> re.Pattern[str]:
    """Finds any of them anywhere: one pass over a line instead of one for each."""
    return re.compile("|".join(map(re.escape, sorted(stems))))


# Verbs of "On … wrote:": words of their own, and those written together with their neighbours.
WROTE = phrases(
    """
    wrote | writes | written | kirjutas | kirjutasid | napisał | napisała | napisano | napisana | pisze
    escribió | escribio | escrito | написал | написала | пишет | писал | писала | schrieb | geschrieben
    geschreven | écrit | ecrit | scritto | scrive | escreveu | schreef | skrev | skrevet | kirjoitti
    написав | пише | писав | пишуть | napsal | napsala | napísal | napísala | píše | rašė | parašė
    rakstīja | raksta | írta | írt | scris | yazdı | yazmış | έγραψε | έγραψαν | napisao | napisala
    pisao | napisal | написа | escriure | escrigué | quoting | zitat | citējot | cytowanie | tsiteerin
    цитирование | citando | viết | menulis
    """
)
WROTE_JOINED = phrases(
    "写道 | 寫道 | のメッセージ | のメール | は書きました | が書きました | 작성 | 님이 씀 | כתב | كتب"
)

# Words such an attribution begins with.
OPENERS = phrases(
    """
    on | le | am | el | w dniu | dnia | il | il giorno | in data | op | den | em | no dia | kirjutas
    kuupäeval | dne | pe | la | på | в | у | a las | die | dn. | ve | data | ont | à la date du
    lähetetty | em data de | στις
    """
)

# Lines between dashes above what is answered.
ORIGINAL = phrases(
    """
    original | original message | antwort nachricht | original email | original e-mail | original mail
    original appointment | reply message | the original message | original meeting | previous message
    reply above this line | algne kiri | algkiri | algne sõnum | algsõnum | esialgne kiri | esialgne sõnum
    algne e-kiri | originaalkiri | wiadomość oryginalna | oryginalna wiadomość | pierwotna wiadomość
    wiadomość pierwotna | oryginalny e-mail | treść oryginalnej wiadomości | wiadomość źródłowa
    mensaje original | correo original | mensaje originario | исходное сообщение | исходное письмо
    оригинальное сообщение | первоначальное сообщение | оригинал сообщения | ursprüngliche nachricht
    ursprüngliche mail | ursprüngliche e-mail | originalnachricht | original-nachricht | originalmail
    ursprünglicher termin | originale nachricht | urspruengliche nachricht | message d'origine
    message d’origine | message original | message initial | e-mail d'origine | courriel original
    mail original | message originel | messaggio originale | messaggio originario | email originale
    messaggio di origine | mensagem original | email original | oorspronkelijk bericht | origineel bericht
    oorspronkelijke bericht | oorspronkelijke e-mail | ursprungligt meddelande | originalmeddelande
    det ursprungliga meddelandet | opprinnelig melding | original melding | opprinnelig e-post
    originalmelding | oprindelig meddelelse | oprindelig besked | original meddelelse
    den oprindelige meddelelse | oprindelig mail | alkuperäinen viesti | alkuperäinen sähköposti
    вихідне повідомлення | оригінальне повідомлення | оригінал повідомлення | початкове повідомлення
    původní zpráva | původní e-mail | původní mail | původní email | pôvodná správa | pôvodný e-mail
    pradinis laiškas | originalus laiškas | pirminis pranešimas | originalus pranešimas
    pradinis pranešimas | pirminis laiškas | sākotnējā ziņa | oriģinālā ziņa | sākotnējais ziņojums
    oriģinālais ziņojums | sākotnējā vēstule | oriģinālā vēstule | eredeti üzenet | eredeti e-mail
    mesaj original | mesajul original | mesaj iniţial | mesaj inițial | orijinal mesaj | özgün ileti
    orijinal ileti | özgün mesaj | αρχικό μήνυμα | izvorna poruka | originalna poruka | izvirno sporočilo
    prvotno sporočilo | оригинално съобщение | missatge original | 元のメッセージ | 原始邮件 | 原邮件
    原始郵件 | 原始信件 | 원본 메일 | 원본 메시지
    """
)

# Word stems that say "forwarded"; the line also has dashes around it or a block of headers below it.
FORWARDED = phrases(
    """
    forwarded | fwd.msg | fwd: | edastatud | edasi saadetud | przekazan | przekazywan | przesłana dalej
    podaj dalej | reenviad | пересыла | пересила | переслан | перенаправ | переадрес | weitergeleitet
    weiterleitung | transféré | transmis | réexpédié | inoltrat | reencaminhad | encaminhad | doorgestuurd
    vidarebefordra | videresend | videresendt | edelleenlähetett | välitetty | lähetetty edelleen
    přeposl | přeposílan | přesměrov | preposl | preposielan | preposlan | persiųst | persiųstas
    pārsūtīt | továbbított | redirecționat | redirecţionat | iletil | ileti başlangıcı | proslijeđen
    prosleđen | prosljeđ | posredovan | προωθημέν | препратен | 転送 | 转发 | 轉寄 | 轉發 | 전달
    chuyển tiếp
    """
)
# How programs mark the subject of what is passed on.
FORWARD_PREFIXES = phrases(
    """
    fw | fwd | redir | tr | wg | enc | vb | vs | vl | edasi | pd | rv | i | doorst | ilt | пересл | перес
    нп | pe | továbbítás | tov | przekaz | videresendt | переслано | 转发 | 轉寄 | 転送 | πρθ | persiųsti
    pārs | prosl
    """
)

FROM, SENT, TO, CC, SUBJECT, OTHER = "from", "sent", "to", "cc", "subject", "other"
_LABELS = {
    FROM: """
        from | saatja | kellelt | od | nadawca | de | remitente | от | от кого | отправитель | von
        absender | de la | expeditor | expeditorul | expéditeur | expediteur | da | mittente | remetente
        van | afzender | från | avsändare | fra | avsender | afsender | lähettäjä | від | від кого
        відправник | odesílatel | odesilatel | odosielateľ | nuo | siuntėjas | no | sūtītājs | feladó
        kimden | gönderen | από | αποστολέας | šalje | pošiljatelj | 差出人 | 送信元 | 送信者 | 发件人
        寄件者 | 寄件人 | 보낸 사람 | 보낸사람 | remitent | từ | de:
        """,
    SENT: """
        sent | date | sent on | sent at | saadetud | saatmisaeg | kuupäev | saatmiskuupäev
        saadetud kuupäeval | aeg | wysłano | wysłane | wysłany | data | data wysłania | enviado
        enviado el | enviado em | enviada em | enviada | enviada el | fecha | fecha de envío | отправлено
        дата | дата отправки | gesendet | gesendet am | datum | envoyé | envoyé le | date d'envoi
        inviato | inviata | inviato il | verzonden | skickat | skickad | sendt | dato | lähetetty
        päivämäärä | päiväys | надіслано | відправлено | odesláno | odoslané | dátum | išsiųsta
        data ir laikas | nosūtīts | datums | sūtīts | elküldve | küldve | küldés dátuma | időpont | trimis
        dată | data trimiterii | gönderildi | gönderilen | tarih | gönderme tarihi | gönderilme tarihi
        ημερομηνία | στάλθηκε | poslano | message du | дата/час | 送信日時 | 日付 | 日時 | 发送时间 | 日期
        寄件日期 | 傳送時間 | 보낸 날짜 | 날짜 | 보낸날짜 | thời gian
        """,
    TO: """
        to | saaja | saajad | adressaat | kellele | do | adresat | odbiorca | para | destinatario
        destinatarios | кому | получатель | получатели | an | empfänger | à | a | pour | destinataire
        destinataires | destinatari | destinatário | aan | ontvanger | till | til | mottagare
        vastaanottaja | vastaanottajat | komu | pro | pre | kam | kama | gavėjas | adresāts | címzett
        címzettek | către | catre | pentru | destinatarul | kime | alıcı | προς | prima | za | primatelj
        宛先 | 送信先 | 收件人 | 收件者 | 받는 사람 | 받는사람 | đến | per a
        """,
    CC: """
        cc | koopia | kopia | dw | do wiadomości | копия | копии | kopie | kopie (cc) | copie à | copie
        copie a | kopi | kopio | копія | kópia | kopija | másolat | másolatot kap | bilgi | 抄送 | 副本
        参照 | κοιν | κοινοποίηση | con copia | copia | bcc | udw | cci | cco | bkoopia | kopiert
        kopi til | kopie an | 참조
        """,
    SUBJECT: """
        subject | teema | pealkiri | temat | asunto | тема | тема письма | betreff | objet | sujet
        oggetto | assunto | onderwerp | ämne | ärende | emne | aihe | předmět | predmet | tema | temats
        temata | tēma | tárgy | subiect | subiectul | konu | θέμα | naslov | zadeva | относно | assumpte
        件名 | 主题 | 主旨 | 제목 | chủ đề
        """,
    OTHER: """
        reply-to | reply to | responder a | répondre à | antwort an | odpowiedz do | ответить | vastus
        vastata | svar til | organization | organisation | importance | priority | priorité | priorität
        attachments | attachment | manused | manus | załączniki | załącznik | anlagen | pièces jointes
        adjuntos | вложения | bijlagen | bilagor | liitteet | message-id | resent-from | resent-to
        resent-date | importancia | tärkeys | wichtigkeit | when | where | newsgroups
        """,
}
LABELS: dict[str, str] = {
    label: kind for kind, text in reversed(list(_LABELS.items())) for label in phrases(text)
}
