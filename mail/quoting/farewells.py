"""How people and telephones end a letter, in many languages. Data only, in lower case."""

from __future__ import annotations

from mail.quoting.words import phrases

# Lines that telephones and web mail add. Behind the first ones a name follows, the second ones follow a name.
SENT_FROM = phrases(
    """
    sent from | sent via | sent with | sent using | get outlook for | typed on my | composed on my
    written on my | sent by my | sent through | download outlook | hangi outlook | saadetud minu
    saadetud outlook | saadetud rakendusest | saadetud iphone | saadetud ipad | saadetud android
    saadetud samsung | saadetud telefonist | saadetud mobiil | saadetud seadmest | saadetud yahoo
    wysłano z | wysłane z | wysłane za pomocą | wysłane przez | wysłano przez | wysłano za pomocą
    pobierz outlook | pobierz program outlook | pobierz aplikację outlook | uzyskaj aplikację outlook
    uzyskaj program outlook | enviado desde | enviado con | obtener outlook | descargar outlook
    consigue outlook | enviado mediante | отправлено с | отправлено со | отправлено из | отправлено через
    отправлено от | получить outlook | скачать outlook | загрузить outlook | скачайте outlook | послано с
    gesendet von | gesendet mit | gesendet über | gesendet aus | gesendet via | versendet mit
    versendet von | hol dir outlook | laden sie outlook | holen sie sich outlook | outlook für
    diese nachricht wurde von meinem | diese e-mail wurde von meinem | von unterwegs gesendet | envoyé de
    envoyé depuis | envoyé à partir | envoyé avec | envoyé par | envoyé via | obtenir outlook
    obtenez outlook | télécharger outlook | téléchargez outlook | provenance : courrier | inviato da
    inviato dal | inviato dall | inviato con | inviato tramite | ottieni outlook | scarica outlook
    enviado do | enviado da | enviado a partir | enviado pelo | enviado pela | enviado através
    enviado via | enviado por | obter o outlook | obtenha o outlook | baixar o outlook | baixe o outlook
    obter outlook | verzonden vanaf | verstuurd vanaf | verzonden met | verstuurd met | verzonden via
    verstuurd vanuit | verstuurd via | verzonden vanuit | outlook voor | skickat från | skickat med
    skickat via | skickades från | hämta outlook | skaffa outlook | sendt fra | sendt med | sendt via
    sendt ved | skaff deg outlook | skaff outlook | hent outlook | få outlook | last ned outlook
    lähetetty iphone | lähetetty ipad | lähetetty android | lähetetty samsung | lähetetty minun
    lähetetty puhelimesta | lähetetty outlook | lähetetty yahoo | lähetetty laitteesta | lähetetty windows
    hanki outlook | lähetetty matkapuhelimesta | надіслано з | відправлено з | надіслано через
    надіслано за | отримати outlook | завантажити outlook | отримайте outlook | odesláno z
    odesláno pomocí | odesláno ze | odesláno prostřednictvím | získat outlook | získejte outlook
    stáhnout outlook | odoslané z | odoslané zo | odoslané pomocou | získať outlook | išsiųsta iš
    siųsta iš | išsiųsta naudojant | išsiųsta per | gauti outlook | gaukite outlook | atsisiųsti outlook
    sūtīts no | nosūtīts no | sūtīts ar | nosūtīts ar | nosūtīts, izmantojot | sūtīts, izmantojot
    iegūt outlook | iegūstiet outlook | elküldve | outlook beszerzése | az outlook | trimis de pe
    trimis din | trimis cu | trimis de la | obțineți outlook | outlook'u edinin | στάλθηκε από
    εστάλη από | αποκτήστε το outlook | poslano s | poslano sa | poslano iz | poslano z
    preuzmite outlook | изпратено от | изпратено с | enviat des | 发自我的 | 发自 | 发送自 | 傳送自
    從我的 | 获取 outlook | 取得 outlook | 나의 | gửi từ | inviato dallo | inviato dalla
    mit freundlicher unterstützung von
    """
)
SENT_FROM_ENDS = phrases(
    """
    gesendet | verschickt | küldve | gönderildi | から送信 | 에서 보냄 | 傳送 | 发送 | saadetud
    lähetetty | verzonden | verstuurd | herunterladen | abrufen | downloaden | 을(를) 받으세요 | を入手
    edinin | letöltése | beszerzése | skickat
    """
)
DEVICES = phrases(
    """
    iphone | ipad | ipod | android | samsung | galaxy | outlook | gmail | yahoo | blackberry | huawei
    xiaomi | redmi | nokia | windows | mail | почт | пошт | smartphone | smartfon | смартфон | mobil
    mobiil | mobile | móvil | telefon | телефон | phone | tablet | proton | mac | ios | handy | pixel
    oneplus | motorola | honor | oppo | sony | xperia | lg | htc | aol | hotmail | telemóvel | celular
    puhelim | cellulare | gsm | correo | courrier | posta | e-post
    """
)

# A line that says good-bye and nothing else. Words of thanks are not here: they are said to somebody.
CLOSINGS = phrases(
    """
    regards | best regards | kind regards | warm regards | warmest regards | kindest regards
    with kind regards | with best regards | many regards | rgds | brgds | br | kr | best | all the best
    best wishes | cheers | yours | with regards | thanks and regards | thanks & regards
    thanks and best regards | thanks & best regards | thank you and regards | thank you and best regards
    thanks and kind regards | yours truly | yours sincerely | yours faithfully | sincerely yours
    respectfully | cordially | warmly | with best wishes | kind wishes | b.rgds | thanks with regards
    thanks in advance and best regards | lugupidamisega | tervitades | tervitustega | parimate soovidega
    heade soovidega | parimat | lugupidades | sõbralike tervitustega | parimate tervitustega | päikest
    kena päeva | ilusat päeva | head päeva | kõike head | kõike paremat | heade soovidega, | austusega
    tervitusi | pozdrawiam | pozdrowienia | z poważaniem | z powazaniem | z wyrazami szacunku
    pozdrawiam serdecznie | z szacunkiem | serdecznie pozdrawiam | serdeczne pozdrowienia
    z pozdrowieniami | łączę pozdrowienia | pozdr | pozdr. | pzdr | łączę wyrazy szacunku | miłego dnia
    ukłony | un saludo | saludos | saludos cordiales | atentamente | atte | atte. | un cordial saludo
    cordialmente | muy atentamente | reciba un cordial saludo | reciban un cordial saludo | un abrazo
    mis saludos | saludos cordiales, | muchos saludos | le saluda atentamente | les saluda atentamente
    cordial saludo | с уважением | с наилучшими пожеланиями | всего доброго | всего хорошего
    всего наилучшего | с приветом | с глубоким уважением | с искренним уважением | искренне ваш
    искренне ваша | с уважением и наилучшими пожеланиями | mit freundlichen grüßen
    mit freundlichen grüssen | mit freundlichen gruessen | mit freundlichem gruß | mfg
    mit freundlichem gruss | freundliche grüße | freundliche grüsse | viele grüße | viele grüsse
    beste grüße | beste grüsse | liebe grüße | liebe grüsse | schöne grüße | herzliche grüße
    herzliche grüsse | mit besten grüßen | mit besten grüssen | hochachtungsvoll | lg | vg | gruß | gruss
    grüße | grüsse | besten gruß | mit vielen grüßen | freundlichen grüßen | sonnige grüße | herzlichst
    bg | vielen dank und freundliche grüße | vielen dank und viele grüße | mit herzlichen grüßen
    mit freundlichen grüßen / best regards | mit freundlichen grüßen / kind regards | cordialement
    bien cordialement | très cordialement | sincères salutations | salutations distinguées | bien à vous
    bien à toi | meilleures salutations | salutations | amicalement | respectueusement | bonne journée
    bonne soirée | veuillez agréer mes salutations distinguées | cdlt | cdt | salutations cordiales
    avec mes meilleures salutations | bien sincèrement | sincèrement | meilleurs sentiments
    cordiali saluti | distinti saluti | saluti | un saluto | buona giornata | un cordiale saluto
    cari saluti | i miei più cordiali saluti | in fede | tanti saluti | con i migliori saluti
    migliori saluti | atenciosamente | cumprimentos | com os melhores cumprimentos | melhores cumprimentos
    abraços | abraço | com os meus melhores cumprimentos | att | att. | cordiais saudações | saudações
    um abraço | met vriendelijke groet | met vriendelijke groeten | mvg | groeten | groet
    vriendelijke groet | vriendelijke groeten | hartelijke groet | hartelijke groeten
    met hartelijke groet | hoogachtend | groetjes | mvrgr | met groet | med vänlig hälsning
    med vänliga hälsningar | vänliga hälsningar | vänlig hälsning | mvh | hälsningar | bästa hälsningar
    med venlig hilsen | venlig hilsen | hilsen | mange hilsner | venlige hilsner | kh | vh
    de bedste hilsner | bedste hilsner | med venlige hilsner | kærlig hilsen | dbh | varme hilsner
    med vennlig hilsen | vennlig hilsen | beste hilsen | vennlige hilsener | med hilsen | ha en fin dag
    ystävällisin terveisin | terveisin | parhain terveisin | t. | yst. terv. | terv. | terv
    hyvää päivänjatkoa | kunnioittavasti | ystävällisesti | з повагою | з найкращими побажаннями
    на все добре | всього найкращого | щиро ваш | щиро | s pozdravem | s přátelským pozdravem | hezký den
    s úctou | se srdečným pozdravem | pěkný den | přeji hezký den | s pozdravom | pekný deň | zdravím
    pagarbiai | su pagarba | geriausi linkėjimai | geros dienos | su geriausiais linkėjimais | linkėjimai
    ar cieņu | ar sveicienu | ar sveicieniem | vislabākie vēlējumi | jauku dienu | patiesā cieņā
    üdvözlettel | tisztelettel | üdv | barátsággal | köszönettel és üdvözlettel | cu stimă | cu respect
    cu stima | toate cele bune | o zi bună | saygılarımla | saygılar | iyi çalışmalar | sevgiler
    saygılarımızla | με εκτίμηση | φιλικά | s poštovanjem | srdačan pozdrav | lijep pozdrav | lep pozdrav
    s spoštovanjem | pozdrav | с уважение | поздрави | atentament | salutacions | 此致 | 敬礼 | 祝好
    顺颂商祺 | 敬具 | 敬上 | 謹啓
    """
)

# Two of these in one paragraph at the end make it small print.
SMALL_PRINT = phrases(
    """
    confidential | intended recipient | intended solely | privileged | in error | notify the sender
    disclaimer | virus | środowisk | imprimir | environnement | umwelt | gdpr | rodo | вирус | wirus
    solely for the use | unauthorized | unauthorised | may contain | attachments | any attachment
    delete it | disclosure | vertraulich | irrtümlich | unbefugt | empfänger | poufn | adresat | omyłkowo
    błędn | usunięcie | załącznik | zawart | confidencial | destinatario | por error | privilegiada
    prohibid | конфиденциал | адресат | ошибочно | по ошибке | предназначен | konfidentsiaal | ekslikult
    adressaadi | saaja | kõrvalis | confidentiel | destinataire | par erreur | riservat | destinatari
    per errore | confidenciais | destinatário | por engano | vertrouwelijk | geadresseerde | abusievelijk
    konfidentiell | mottagare | fortrolig | modtager | mottaker | luottamuksel | vastaanottaja | конфіденц
    důvěrn | omylem | konfidencial | per klaidą | klūdas | bizalmas | confidențial | gizli | environment
    printing
    """
)
# One of these says it alone, at the beginning of a paragraph.
SMALL_PRINT_BEGINS = phrases(
    """
    confidentiality notice | confidentiality: | disclaimer | legal notice | this e-mail and any
    this email and any | this message and any | this e-mail is confidential | this email is confidential
    this message is intended | this e-mail is intended | this email is intended
    the information contained in this | the information in this e | please consider the environment
    think before you print | before printing | virus-free | virus free. | scanned by
    this email has been scanned | this e-mail has been scanned | this email has been checked
    no virus found | diese e-mail enthält vertrauliche | diese nachricht ist vertraulich
    bitte denken sie an die umwelt | der inhalt dieser e | ta wiadomość | niniejsza wiadomość
    treść tej wiadomości | wiadomość ta | administratorem danych | klauzula | pomyśl o środowisku
    este mensaje | este correo | aviso legal | la información contenida | antes de imprimir
    настоящее сообщение | это сообщение и любые | данное сообщение | уведомление о конфиденциальности
    информация, содержащаяся | see kiri | käesolev | see e-kiri | ce message | ce courriel | cet e-mail
    pensez à | avis de confidentialité | le informazioni contenute | questo messaggio | ai sensi
    avviso di riservatezza | esta mensagem | este e-mail | aviso de confidencialidade | dit bericht
    deze e-mail | de informatie | detta meddelande | detta e-post | denne e-mail | denne meddelelse
    denne e-posten | denne meldingen | tämä viesti | tämä sähköposti | це повідомлення | tato zpráva
    tento e-mail | obsah tohoto | šis laiškas | šis el. laiškas | šī vēstule | ez az e-mail | acest mesaj
    acest e-mail | bu e-posta | bu mesaj | not virus | без вирусов | wolny od wirusów | libre de virus
    virenfrei | sans virus | garanti sans virus
    """
)

# What the receiving server writes above a letter from outside.
BANNERS = phrases(
    """
    caution: this email originated | caution: this e-mail originated | caution: external
    caution - external | caution: this message originated | external email: | external email -
    external sender | external mail: | this email originated from outside
    this message originated from outside | this is an external email | warning: this email originated
    warning: external | you don't often get email from | attention: external
    this message was sent from outside | uwaga: wiadomość zewnętrzna | ta wiadomość pochodzi spoza
    nie otrzymujesz często wiadomości | no suele recibir correo | no suele recibir mensajes
    correo externo: | sie erhalten nicht häufig | sie erhalten nicht oft
    achtung: diese e-mail kam von extern | achtung: externe | vous n'obtenez pas souvent
    vous ne recevez pas souvent | внимание: внешнее письмо | внешняя почта: | non si ricevono spesso
    hoiatus: väline | u ontvangt niet vaak | du får inte ofta
    """
)
