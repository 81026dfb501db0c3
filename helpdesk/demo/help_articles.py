"""The words of the demo company's help centre: in English, and in Estonian what is translated."""

# Name, icon, names by language.
SHELVES = (
    (
        "Getting started",
        "house",
        {"et": "Esimesed sammud", "pl": "Pierwsze kroki", "es": "Primeros pasos", "ru": "Начало"},
    ),
    (
        "Internet and Wi-Fi",
        "wifi",
        {"et": "Internet ja WiFi", "pl": "Internet i Wi-Fi", "es": "Internet y wifi", "ru": "Интернет"},
    ),
    (
        "Devices",
        "router",
        {"et": "Seadmed", "pl": "Urządzenia", "es": "Dispositivos", "ru": "Устройства"},
    ),
    (
        "Bills and payments",
        "credit-card",
        {"et": "Arved ja maksed", "pl": "Rachunki", "es": "Facturas y pagos", "ru": "Счета и оплата"},
    ),
    (
        "Your account",
        "user",
        {"et": "Sinu konto", "pl": "Twoje konto", "es": "Tu cuenta", "ru": "Личный кабинет"},
    ),
)

# Shelf, title, text, and the same in Estonian or nothing.
ARTICLES = (
    (
        "Getting started",
        "Setting up your connection on the first day",
        """You need the router, its power cable and the fibre cable from the box. It takes ten minutes.

1. Push the fibre cable into the green socket on the wall until it clicks.
2. Plug the other end into the socket **WAN** of the router.
3. Switch the router on and wait until the light is white. The first time takes up to five minutes.
4. The name of your Wi-Fi and its password are on the sticker underneath.

If the light stays orange after ten minutes, write to us: the line has to be opened on our side.""",
        "Ühenduse seadistamine esimesel päeval",
        """Vaja läheb ruuterit, selle toitejuhet ja karbis olevat valguskaablit. Aega kulub kümme minutit.

1. Lükka valguskaabel seina rohelisse pessa, kuni käib klõps.
2. Ühenda teine ots ruuteri pessa **WAN**.
3. Lülita ruuter sisse ja oota, kuni tuli on valge. Esimesel korral kulub kuni viis minutit.
4. WiFi nimi ja parool on ruuteri all kleebisel.

Kui tuli on kümne minuti pärast ikka oranž, kirjuta meile: liin tuleb meie poolt avada.""",
    ),
    (
        "Internet and Wi-Fi",
        "No internet: what the lights of the router say",
        """Look at the light on the front of the router first.

| Light | What it means | What to do |
|---|---|---|
| white | everything is well | restart the computer or phone |
| orange | no signal from the street | wait ten minutes, then write to us |
| red | the router is broken | write to us, we send another one |
| none | no power | try another socket |

When many homes of one street are without internet we know of it already and write on our home page
when we expect it back.""",
        "Internetti pole: mida ruuteri tuled ütlevad",
        """Vaata kõigepealt ruuteri esikülje tuld.

| Tuli | Mida see tähendab | Mida teha |
|---|---|---|
| valge | kõik on korras | taaskäivita arvuti või telefon |
| oranž | tänavalt ei tule signaali | oota kümme minutit, siis kirjuta meile |
| punane | ruuter on katki | kirjuta meile, saadame uue |
| ei põle | toidet pole | proovi teist pistikupesa |

Kui internetita on mitu ühe tänava kodu, teame sellest juba ja kirjutame oma avalehele, millal
ühendus taastub.""",
    ),
    (
        "Internet and Wi-Fi",
        "Slow Wi-Fi: where to put the router",
        """Walls and metal take most of the speed. Three things help in nearly every home:

- Put the router in the open, at the height of a table, in the middle of the home.
- Keep it two metres from the microwave and the refrigerator.
- Use the network with **5G** in its name near the router, the other one further away.

Measure with a cable before you write to us: if it is fast with a cable, the line is fine and the
Wi-Fi is what to mend.""",
        "Aeglane WiFi: kuhu ruuter panna",
        """Seinad ja metall võtavad suurema osa kiirusest. Peaaegu igas kodus aitavad kolm asja:

- Pane ruuter lagedale kohale, laua kõrgusele, kodu keskele.
- Hoia see mikrolaineahjust ja külmikust kahe meetri kaugusel.
- Ruuteri lähedal kasuta võrku, mille nimes on **5G**, kaugemal teist.

Enne kui meile kirjutad, mõõda kiirust kaabliga: kui kaabliga on kiire, on liin korras ja parandada
tuleb WiFi.""",
    ),
    (
        "Devices",
        "Resetting the FiberBox 3",
        """This puts the router back to the beginning. Your Wi-Fi gets the name and password on the
sticker again.

1. Hold the button at the back for ten seconds, until the light turns orange.
2. Wait two minutes. The light must be white.
3. Connect with the name and password on the sticker.

Nothing of your contract changes.""",
        "FiberBox 3 algseadistamine",
        """Nii saab ruuter tagasi tehase seaded. WiFi nimi ja parool on jälle need, mis on kleebisel.

1. Hoia taga olevat nuppu all kümme sekundit, kuni tuli muutub oranžiks.
2. Oota kaks minutit. Tuli peab olema valge.
3. Ühenda kleebisel oleva nime ja parooliga.

Lepingus ei muutu midagi.""",
    ),
    (
        "Devices",
        "Sending a router back",
        """When a contract ends, or when we have sent you another one, the old router comes back to
us within fourteen days.

1. Put the router and its power cable into any box. The fibre cable stays with you.
2. Ask us for the sticker by writing to us; we send it by email.
3. Take the box to any parcel machine.

It costs nothing. After fourteen days we ask 49 €.""",
        "Ruuteri tagastamine",
        """Kui leping lõpeb või kui oleme sulle uue saatnud, tuleb vana ruuter tagastada
neljateistkümne päeva jooksul.

1. Pane ruuter ja toitejuhe ükskõik millisesse karpi. Valguskaabel jääb sulle.
2. Küsi meilt kleebist; saadame selle e-postiga.
3. Vii karp ükskõik millisesse pakiautomaati.

See ei maksa midagi. Pärast neljateistkümnendat päeva küsime 49 €.""",
    ),
    (
        "Bills and payments",
        "When bills come and how to read them",
        """A bill comes on the third working day of the month, for the month that begins. The first
one is higher: it also holds the days since your connection was opened.

- **Monthly fee** is what your contract says.
- **Days before** is for the first days, once.
- **Due** is the day by which it should be with us.

A bill that you cannot explain: write to us with its number. It is not due until we have answered.""",
        "Millal arved tulevad ja kuidas neid lugeda",
        """Arve tuleb kuu kolmandal tööpäeval algava kuu eest. Esimene on suurem: selles on ka
päevad alates ühenduse avamisest.

- **Kuutasu** on see, mis on lepingus.
- **Eelnevad päevad** on esimeste päevade eest, üks kord.
- **Maksetähtaeg** on päev, milleks raha peaks meil olema.

Kui arve jääb arusaamatuks, kirjuta meile selle number. Seni, kuni me pole vastanud, ei pea seda
maksma.""",
    ),
    (
        "Bills and payments",
        "Getting money back",
        """Money goes back the way it came: to the account or card that it was paid with. It takes
three working days, at some banks five.

We never ask for a card number. If somebody does in our name, do not answer and write to us.""",
        "Raha tagasi saamine",
        """Raha läheb tagasi sama teed pidi, mida mööda see tuli: samale kontole või kaardile. Aega
kulub kolm tööpäeva, mõnes pangas viis.

Me ei küsi kunagi kaardi numbrit. Kui keegi seda meie nimel teeb, ära vasta ja kirjuta meile.""",
    ),
    (
        "Your account",
        "I forgot my password",
        """Open the page where you sign in and press **Forgot it?** A letter with a link comes
within two minutes; the link is good for an hour.

No letter? Look among the unwanted mail, then see whether it is the address that your bills come to.
We cannot see your password and never ask for it.""",
        "Unustasin parooli",
        """Ava sisselogimise leht ja vajuta **Unustasid?** Kahe minuti jooksul tuleb kiri lingiga;
link kehtib tunni.

Kirja ei tule? Vaata rämpsposti, siis kontrolli, kas see on aadress, kuhu tulevad arved. Me ei näe
sinu parooli ega küsi seda kunagi.""",
    ),
    (
        "Your account",
        "Moving house with your contract",
        """Tell us three weeks before: the new address, the day, and whether somebody is at home that day.

Fibre is not in every house. If it is not in your new one, you may end the contract on the day you
move, without a fee. If it is, the connection goes with you and the price stays.""",
        "",
        "",
    ),
    (
        "Your account",
        "A static address for your office",
        """A static address costs 5 € a month with any business contract. It is yours as long as the
contract lasts, and changes when the office moves to another town.

Write to us with the number of the contract. It is switched on within a working day; the router has
to be restarted once.""",
        "",
        "",
    ),
)

# Changed since it was translated: index, the text before, the text now, what changed.
CHANGED = (4, "within fourteen days", "within thirty days", "Thirty days instead of fourteen.")
CHANGED_TOO = ("After fourteen days", "After thirty days")

# Looked for in vain: words, language, where, how often.
MISSED = (
    ("eSIM on my watch", "en", "portal", 9),
    ("esims for watches", "en", "portal", 4),
    ("parental control", "en", "portal", 6),
    ("vanemakontroll", "et", "portal", 11),
    ("lepingu lõpetamine", "et", "portal", 14),
    ("lõpetan lepingu", "et", "ticket", 7),
    ("umowa na firmę", "pl", "portal", 5),
    ("cambiar de titular", "es", "portal", 5),
    ("смена владельца договора", "ru", "portal", 4),
    ("roaming", "en", "desk", 3),
)
# What customers say: index of the article, whether it helped, words.
SAID = (
    (1, True, ""), (1, True, "The table was just what I needed."), (1, False, "My light is blue."),
    (2, True, ""), (2, True, ""), (3, True, ""), (3, False, "Where is the back?"), (4, True, ""),
    (5, True, ""), (5, False, "Why is the first one so high?"), (6, True, ""), (7, True, ""), (7, True, ""),
)  # fmt: skip
# How often they were read and how often they helped instead of a request, a day.
READ = (3, 14, 9, 8, 4, 11, 6, 12, 3, 1)
HELPED = (0, 3, 2, 1, 0, 2, 1, 3, 0, 0)
