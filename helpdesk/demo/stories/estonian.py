"""Lood eesti keeles."""

# ruff: noqa: E501  one sentence, one line

TOPICS = {
    "outage": {
        "open": [
            ("Internet on hommikust saati maas", "aadressil {street} ei tööta internet umbes kella {hour}st. Ruuteril {router} põleb punane tuli ja taaskäivitamine ei aidanud. Kas piirkonnas on rike?"),
            ("Ühendus katkeb iga natukese aja tagant", "juba {days} päeva katkeb ühendus aadressil {street} mitu korda tunnis. Videokõnesid pidada ei saa. Kaabli vahetasin ära, abi polnud."),
            ("Terve kontor on võrgust väljas", "meie kontoris aadressil {street} ei pääse keegi internetti. Pakett on {plan} ja iga tund läheb maksma. Palun vaadake kohe."),
        ],
        "ask": ["Kas saaksite öelda, millised tuled ruuteril {router} põlevad ja kas „Fiber“ vilgub? Pilt oleks kõige parem.", "Näen siit, et liin kaotab aeg-ajalt signaali. Palun ühendage {router} otse seinapessa, ilma jagajata, ja öelge, mis kell seda tegite."],
        "tell": ["Toide on roheline, Fiber vilgub punaselt, ülejäänud on kustunud. Proovisin ka teist pesa.", "Tegin ära. Kümme minutit töötas, siis tuli punane tuli tagasi."],
        "fix": ["Leidsime {street} lähedal jaotuskapist vigase jätku ja tehnik tegi selle korda. Signaal on jälle puhas. Palun taaskäivitage {router} üks kord.", "Teie tänavat teenindav plaat jaamas oli rikkis. See on vahetatud ja liin on sellest ajast püsinud. Ühe päeva tasu paketilt {plan} arvestame järgmiselt arvelt maha."],
        "again": ["Päev otsa töötas, nüüd on punane tuli jälle ees. Täpselt sama lugu.", "Vabandust, et uuesti tülitan: eile õhtust saati katkeb jälle, juba viis korda."],
        "note": ["Liinitest: sumbuvus viimasel 200 meetril lakke. Tundub, et kapp.", "Samalt tänavalt täna veel kolm. Palusin võrgupoolel plaati vaadata."],
    },
    "slow": {
        "open": [
            ("Wi-Fi on õhtuti väga aeglane", "maksame {promised} Mbit/s eest, aga pärast kella {hour} saame parimal juhul {speed}. Kaabliga on natuke parem. Mida teha?"),
            ("Kiirus ei ole see, mille tellisin", "läksin eelmisel kuul üle paketile {plan}, aga iga test näitab umbes {speed} Mbit/s, mitte {promised}. Millist testi te usute?"),
        ],
        "ask": ["Palun tehke kaks testi, üks kaabliga ja teine üle Wi-Fi, ja saatke mõlemad numbrid. Mitme toa kaugusel ruuterist {router} te olete?", "Mis kanalit {router} kasutab? Selle leiate menüüst Wi-Fi, Täpsemalt. Naabrid võivad olla samal kanalil."],
        "tell": ["Kaabliga {promised}, Wi-Figa {speed}. Kaks tuba eemal, kivisein vahel.", "Kanal 6. Telefon näitab seal veel kümmet võrku."],
        "fix": ["Aitäh, nüüd on selge: liin on korras, eeter on rahvast täis. Panin teie {router} vaiksemale kanalile ja lülitasin sisse 5 GHz sama nimega. Palun ühendage seadmed korra uuesti.", "Meie poolel oli vana kiirus alles, vabandust. Nüüd on {promised} Mbit/s; taaskäivitage {router} ja mõõtke uuesti."],
        "again": ["Kaks päeva oli parem, aga täna õhtul on jälle {speed}.", "Ülemisel korrusel on sama aeglane kui enne."],
        "note": ["Profiilis {promised}, port sünkroonis. Viga on Wi-Fis, mitte liinis.", "Vana püsivara, võib olla see 5 GHz viga. Saatsin uuenduse."],
    },
    "invoice": {
        "open": [
            ("Arve {invoice} on liiga suur", "arve {invoice} on {amount}, kuigi pakett {plan} peaks olema odavam. Mis lisarida seal teisel lehel on?"),
            ("Palun muutke arve saaja aadressi", "palun pange sellest kuust arvetele meie uus aadress {street} ja saatke ka {invoice} parandatuna. Raamatupidaja nõuab."),
            ("Sel kuul võeti raha kaks korda", "kontolt läks {day}. kuupäeval kaks korda {amount}, mõlemal sama number {invoice}. Palun kontrollige."),
        ],
        "ask": ["Palun saatke konto neli viimast numbrit, siis võrdlen laekumistega.", "Arve muutmiseks vajan registrikoodi ja ettevõtte täpset nime. Kas saadaksite mõlemad?"],
        "tell": ["Neli viimast on {order}. Aitäh, et uurite.", "Registrikood on 14{order}, nimi nagu allkirjas."],
        "fix": ["Lisarida on ruuteri {router} paigaldus, mille lubasime tasuta. Võtsin selle maha, parandatud arve {invoice} on teel.", "Teil on õigus ja palun vabandust: makse kanti kaks korda. Teine {amount} läheb täna tagasi ja jõuab kohale kolme tööpäeva jooksul.", "Tehtud: aadress on muudetud nii arvel {invoice} kui ka kõigil järgmistel."],
        "again": ["Uuel arvel on sama summa. Kas muudatus läks kaduma?", "Midagi pole laekunud. Kas vaataksite veel kord?"],
        "note": ["Paigalduse tasu loobumine on tellimuses {order} kirjas, müük unustas linnukese.", "Pangafailis on kaks kannet sama viitega."],
    },
    "refund": {
        "open": [
            ("Tagasimakse ei ole laekunud", "lõpetasin paketi {plan} {days} nädalat tagasi ja mulle lubati {amount} tagasi. Midagi pole tulnud. Kus raha on?"),
            ("Hüvitis katkestuse eest", "olime {days} päeva järjest internetita ja telefonis lubati {amount} tagastada. Kuidas see käib?"),
        ],
        "ask": ["Saadaksin raha kohe. Palun kinnitage konto, turvalisuse mõttes ainult neli viimast numbrit.", "Mis päevadel te täpselt ilma olite? Siis saan summa kokku arvutada."],
        "tell": ["Konto, mis lõpeb {order}.", "Alates {day}. kuupäevast, {days} päeva, reede lõunani."],
        "fix": ["{amount} läks täna pärastlõunal teele viitega {invoice}. Kohale jõuab ühe kuni kolme tööpäevaga.", "Arvutasin kokku ja kandsin {amount} teie kasuks; järgmisel arvel on see eraldi real."],
        "again": ["Viis tööpäeva on möödas ja konto on sama tühi.", "Kohale jõudis ainult pool. Kas see pidigi kahes osas tulema?"],
        "note": ["Tagasimakse oli kinnitatud, aga tellimuses on vana IBAN.", "Maarjaga kooskõlastatud, maksame kogu summa."],
    },
    "router": {
        "open": [
            ("Kuidas ruuter tagastada?", "leping hakkab lõppema. Kuidas ma ruuteri {router} tagasi saadan ja kas toiteplokki on ka vaja?"),
            ("Uus ruuter ei käivitu", "teie saadetud {router} (tellimus {order}) ei lähe tööle. Proovisin kaht pistikut. Kas saaksin teise?"),
        ],
        "ask": ["Palun öelge seerianumber. See on all kleebisel ja algab PV-ga.", "Kas sobib {street} lähim pakiautomaat või saadan kulleri koju?"],
        "tell": ["PV{order}77, nii palju kui välja loen.", "Pakiautomaat sobib, aitäh."],
        "fix": ["Pange {router} koos toiteplokiga mis tahes karpi ja viige pakiautomaati koodiga {order}. Teile on see tasuta ja kinnitame kättesaamist kirjaga.", "Uus {router} läks laost täna välja, tellimus {order}. Katkine pange samasse karpi, tagastussilt on sees."],
        "again": ["Automaat ei võta koodi {order} vastu, kirjutab „aegunud“.", "Teine jõudis kohale ja ei käivitu samuti. Ehk on viga toiteplokis?"],
        "note": ["Seerianumber on halbade toiteplokkide partiist. Saada terve komplekt.", "Laos järgmise nädalani otsas, kliendile öeldud."],
    },
    "moving": {
        "open": [
            ("Kolime", "kolime {day}. kuupäeval aadressilt {street} aadressile {street2}. Kas saame paketi {plan} kaasa võtta ja kui kauaks jääme internetita?"),
            ("Ühendusele uus aadress", "meie stuudio kolib järgmisel kuul aadressile {street2}. Kas majas on valguskaabel? Number ja pakett võiksid samaks jääda."),
        ],
        "ask": ["Hea uudis, majas on valguskaabel olemas. Mis korter ja kas tehnikule sobib pigem hommik või pärastlõuna?", "Kas esikus on juba meie pesa? See on väike valge karp."],
        "tell": ["Korter {day}, hommikul oleks parim.", "Jah, ukse kõrval on valge karp. Eelmised jätsid."],
        "fix": ["Kõik on kirjas: liin kolib {day}. kuupäeval aadressile {street2}, tehnik tuleb kell {hour}.00–{hour}.45. Seni aadressil {street} midagi ei muutu.", "Pesa on olemas, nii et ühendage ainult {router}; {street2} liin lülitub sisse samal hommikul."],
        "again": ["Tehnik täna hommikul ei tulnud ja keegi ei helistanud.", "Kolisime ära, aga {street2} liin on surnud."],
        "note": ["{street2} maja on kevadest meie, porte vabu on.", "Väliteenindus broneeritud, aken {hour}.00."],
    },
    "password": {
        "open": [
            ("Ei saa iseteenindusse sisse", "iseteenindus ütleb, et parool on vale, ja uue parooli kiri ei jõua kohale. Kliendinumber on {order}."),
            ("Wi-Fi parool läks meelest", "vahetasin ruuteril {router} Wi-Fi parooli ja unustasin ära. Kuidas sisse saada nii, et muu ei kaoks?"),
        ],
        "ask": ["Kiri läheb aadressile, mis lõpeb „post.example“. Kas see on veel teie oma?", "Kas kaabliga pääsete ruuterisse {router}? Siis ei pea seda lähtestama."],
        "tell": ["Ei, see on vana aadress. Palun kasutage seda, millelt kirjutan.", "Kaabliga pääseb küll."],
        "fix": ["Muutsin aadressi ja saatsin uue lingi, see kehtib ühe tunni. Kui ei tule, vaadake kõigepealt rämpsposti.", "Avage ruuteri {router} kleebisel olev leht ja valige Wi-Fi, Parool. Teised seaded jäävad alles."],
        "again": ["Link ütleb, et on aegunud, kuigi vajutasin kohe.", "Nüüd küsib seadme parooli, mida ma samuti ei tea."],
        "note": ["Isik tuvastatud tagasihelistamisega, aadress muudetud.", "Lingi avas esimesena nende postiskanner, sellepärast on see kasutatud."],
    },
    "static_ip": {
        "open": [
            ("Kontorile püsiv IP-aadress", "vajame aadressil {street} VPNi jaoks püsivat IP-aadressi. Mis see paketiga {plan} maksab ja kui ruttu saab?"),
            ("Pöördkirje aadressile {ip}", "palun pange aadressi {ip} pöördkirjeks mail.{order}.example. Ilma selleta ei võta osa servereid meie kirju vastu."),
        ],
        "ask": ["Hea meelega. Kas {router} jääb alles või on teil oma tulemüür? Siis paneksin liini sillarežiimi.", "Mis nimi täpselt? Päripidine kirje peab enne olemas olema."],
        "tell": ["Tulemüür on oma, palun sillarežiim.", "Päripidine kirje on hommikust olemas."],
        "fix": ["Teie püsiv aadress on {ip}; see hakkab kehtima, kui {router} taaskäivitub. Tasu on 3.00 € kuus tänasest.", "Aadressi {ip} pöördkirje on paigas. Levimine võib võtta kuni ööpäeva."],
        "again": ["Pärast taaskäivitust on aadress iga kord ikka erinev.", "Kirjad põrkuvad endiselt: pöördkirje on vana."],
        "note": ["{ip} võetud äriklientide vahemikust, kirjas inventaris.", "Sillarežiim pandud kaugelt, DHCP reserveeritud."],
    },
}  # fmt: skip

SHARED = {
    "hello": ["Tere!\n\n", "Tervist,\n\n", "Tere päevast\n\n", "Hea klienditugi!\n\n", ""],
    "bye": ["\n\nLugupidamisega\n{customer}", "\n\nTänades ette\n{customer}", "\n\n{customer}", "\n\nParimat\n{customer}"],
    "agent_hello": ["Tere, {first}!\n\n", "Tere!\n\nAitäh kirja eest. ", "Tervist, {first}!\n\n"],
    "agent_bye": ["\n\nLugupidamisega\n{agent}", "\n\nKaunist päeva\n{agent}"],
    "nudge": ["Kas on midagi uut? Pole seni midagi kuulnud.", "Palun, kas keegi saaks seda täna vaadata?"],
    "hold": ["Andsin selle väliteenindusele edasi ja kirjutan niipea, kui nad on kohal käinud, hiljemalt kahe tööpäeva pärast.", "Vajalik osa on tellitud. Annan teada, kui see on käes; teie ei pea seni midagi tegema."],
    "thanks": ["Töötab, suur aitäh!", "Suurepärane, aitäh kiire abi eest.", "Aitäh, nüüd on kõik korras."],
    "sorry": ["Kahju, et see ei pidanud. Vaatasin koos kolleegiga veel kord üle: ", "Aitäh, et teada andsite, ja vabandust vaeva pärast. "],
    "silent": ["Kuna ma pole teist kuulnud, panen selle praegu kinni. Kui mure alles, vastake lihtsalt sellele kirjale."],
    "colleague": ["Kas keegi on seda enne näinud?", "@{colleague} vaataksid palun, kui lõunalt tagasi oled?", "Helistasin, ei vastanud. Proovin pärastlõunal uuesti.", "Vana klient, palun kiiresti."],
    "call": ["Klient helistas: ", "Telefonis: "],
}  # fmt: skip
