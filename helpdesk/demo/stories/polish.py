"""Historie po polsku."""

# ruff: noqa: E501  one sentence, one line

TOPICS = {
    "outage": {
        "open": [
            ("Od rana nie działa internet", "pod adresem {street} od około {hour}:00 nie ma internetu. Na routerze {router} świeci się czerwona lampka, ponowne uruchomienie nic nie dało. Czy w okolicy jest awaria?"),
            ("Połączenie zrywa się co kilka minut", "od {days} dni łącze pod adresem {street} zrywa się kilka razy na godzinę. Wideorozmowy są niemożliwe. Kabel już wymieniłam na nowy, bez zmian."),
            ("Całe biuro bez internetu", "w naszym biurze, {street}, nikt nie ma dostępu do sieci. Mamy {plan} i każda godzina nas kosztuje. Proszę o pilną pomoc."),
        ],
        "ask": ["Jakie lampki świecą się na routerze {router} i czy „Fiber” miga? Najlepiej proszę przesłać zdjęcie.", "Widzę, że łącze co jakiś czas traci sygnał. Proszę podłączyć {router} prosto do gniazdka, bez rozdzielacza, i napisać, o której to było."],
        "tell": ["Zasilanie na zielono, Fiber miga na czerwono, reszta zgaszona. Próbowałem też innego gniazdka.", "Zrobione. Dziesięć minut działało, potem czerwona lampka wróciła."],
        "fix": ["W szafce niedaleko {street} był uszkodzony spaw, technik go wymienił. Sygnał jest znów czysty. Proszę raz uruchomić {router} ponownie.", "Karta w centrali, która obsługuje Państwa ulicę, była uszkodzona. Została wymieniona i łącze jest stabilne. Na następnej fakturze odliczymy jeden dzień pakietu {plan}."],
        "again": ["Dzień działało, a teraz czerwona lampka wróciła. Dokładnie to samo.", "Przepraszam, że znowu piszę: od wczoraj wieczorem znów zrywa, już pięć razy."],
        "note": ["Test linii: tłumienie na ostatnich 200 m bardzo duże. Pewnie szafka.", "Z tej samej ulicy dziś jeszcze trzy. Poprosiłem sieć o sprawdzenie karty."],
    },
    "slow": {
        "open": [
            ("Wi-Fi wieczorami bardzo wolne", "płacimy za {promised} Mbit/s, a po {hour}:00 mamy najwyżej {speed}. Po kablu trochę lepiej. Co możemy zrobić?"),
            ("Prędkość inna niż zamówiona", "w zeszłym miesiącu przeszedłem na {plan}, ale każdy test pokazuje około {speed} Mbit/s zamiast {promised}. Którym testom Państwo ufają?"),
        ],
        "ask": ["Proszę zrobić dwa testy, po kablu i przez Wi-Fi, i podać obie liczby. Ile pokoi dzieli Państwa od routera {router}?", "Na którym kanale pracuje {router}? Jest to w menu Wi-Fi, Zaawansowane. Sieci sąsiadów mogą być na tym samym."],
        "tell": ["Po kablu {promised}, przez Wi-Fi {speed}. Dwa pokoje dalej, ceglana ściana.", "Kanał 6. Telefon pokazuje tam jeszcze dziesięć sieci."],
        "fix": ["Dziękuję, wszystko jasne: łącze jest w porządku, w eterze jest tłok. Przełączyłem {router} na spokojniejszy kanał i włączyłem 5 GHz pod tą samą nazwą. Proszę połączyć urządzenia na nowo.", "Po naszej stronie została stara prędkość, przepraszam. Teraz jest {promised} Mbit/s; proszę uruchomić {router} ponownie i zmierzyć."],
        "again": ["Dwa dni było lepiej, a dziś wieczorem znów {speed}.", "Na piętrze jest tak samo wolno jak przedtem."],
        "note": ["W profilu {promised}, port zsynchronizowany. To Wi-Fi, nie łącze.", "Stare oprogramowanie, może ten błąd 5 GHz. Wysłałem aktualizację."],
    },
    "invoice": {
        "open": [
            ("Faktura {invoice} jest za wysoka", "faktura {invoice} opiewa na {amount}, choć pakiet {plan} powinien kosztować mniej. Co to za dodatkowa pozycja na drugiej stronie?"),
            ("Zmiana adresu na fakturze", "od tego miesiąca proszę wpisywać na fakturach nasz nowy adres, {street}, i przysłać poprawioną {invoice}. Księgowa nalega."),
            ("Opłata pobrana dwa razy", "{day}. dnia miesiąca dwa razy zeszło z konta {amount}, oba razy z numerem {invoice}. Proszę sprawdzić."),
        ],
        "ask": ["Proszę o cztery ostatnie cyfry konta, porównam je z wpływami.", "Do zmiany faktury potrzebuję numeru NIP i dokładnej nazwy firmy. Czy może je Pani przesłać?"],
        "tell": ["Ostatnie cyfry to {order}. Dziękuję za sprawdzenie.", "NIP 67{order}21, nazwa jak w podpisie."],
        "fix": ["Dodatkowa pozycja to instalacja routera {router}, która miała być za darmo. Usunąłem ją, poprawiona faktura {invoice} jest w drodze.", "Ma Pani rację, przepraszam: wpłata została zaksięgowana dwa razy. Drugie {amount} dziś zwracamy, powinno dojść w trzy dni robocze.", "Gotowe: adres zmieniony na {invoice} i na wszystkich następnych fakturach."],
        "again": ["Na nowej fakturze jest ta sama kwota. Czy zmiana gdzieś zginęła?", "Nic jeszcze nie wpłynęło. Czy można sprawdzić jeszcze raz?"],
        "note": ["Rabat na instalację jest w zamówieniu {order}, sprzedaż nie zaznaczyła.", "W pliku z banku dwa księgowania z tym samym tytułem."],
    },
    "refund": {
        "open": [
            ("Zwrot nie dotarł", "{days} tygodni temu zrezygnowałem z pakietu {plan} i obiecano mi zwrot {amount}. Nic nie przyszło. Gdzie są moje pieniądze?"),
            ("Rekompensata za awarię", "przez {days} dni z rzędu nie mieliśmy internetu i przez telefon obiecano zwrot {amount}. Jak to wygląda?"),
        ],
        "ask": ["Chcę wysłać pieniądze od razu. Proszę potwierdzić konto, dla bezpieczeństwa tylko cztery ostatnie cyfry.", "W które dni dokładnie nie było internetu? Wtedy policzę kwotę."],
        "tell": ["Konto kończy się na {order}.", "Od {day}., {days} dni, do piątku w południe."],
        "fix": ["{amount} wysłaliśmy dziś po południu z tytułem {invoice}. Dojdzie w jeden do trzech dni roboczych.", "Policzyłam i zapisałam {amount} na Państwa korzyść; na następnej fakturze będzie to osobna pozycja."],
        "again": ["Minęło pięć dni roboczych, a konto jest tak samo puste.", "Doszła tylko połowa. Czy to miało przyjść w dwóch częściach?"],
        "note": ["Zwrot był zatwierdzony, ale w zamówieniu jest stary IBAN.", "Uzgodnione z Maarją, zwracamy całość."],
    },
    "router": {
        "open": [
            ("Jak zwrócić router?", "moja umowa się kończy. Jak odesłać {router} i czy potrzebny jest też zasilacz?"),
            ("Nowy router się nie włącza", "przysłany {router} (zamówienie {order}) się nie włącza. Próbowałem w dwóch gniazdkach. Czy mogę dostać inny?"),
        ],
        "ask": ["Proszę o numer seryjny. Jest na naklejce od spodu i zaczyna się od PV.", "Czy odpowiada Pani automat paczkowy najbliżej {street}, czy wysłać kuriera?"],
        "tell": ["PV{order}77, o ile dobrze widzę.", "Automat będzie w porządku, dziękuję."],
        "fix": ["Proszę włożyć {router} z zasilaczem do dowolnego pudełka i nadać w automacie z kodem {order}. Nic to nie kosztuje, odbiór potwierdzimy listem.", "Nowy {router} wyszedł dziś z magazynu, zamówienie {order}. Zepsuty proszę włożyć do tego samego pudełka, etykieta jest w środku."],
        "again": ["Automat nie przyjmuje kodu {order}, pisze „wygasł”.", "Drugi przyszedł i też się nie włącza. Może to zasilacz?"],
        "note": ["Numer z partii ze złymi zasilaczami. Wysłać cały zestaw.", "W magazynie brak do przyszłego tygodnia, klientka wie."],
    },
    "moving": {
        "open": [
            ("Przeprowadzka", "{day}. przeprowadzamy się z {street} na {street2}. Czy możemy zabrać {plan} ze sobą i jak długo będziemy bez internetu?"),
            ("Nowy adres łącza", "nasze studio przenosi się w przyszłym miesiącu na {street2}. Czy w budynku jest światłowód? Chcemy zachować numer i pakiet."),
        ],
        "ask": ["Dobra wiadomość, w budynku jest światłowód. Które to mieszkanie i czy technik ma przyjść rano, czy po południu?", "Czy w przedpokoju jest już nasze gniazdko? To małe białe pudełko."],
        "tell": ["Mieszkanie {day}, najlepiej rano.", "Tak, obok drzwi jest białe pudełko. Zostało po poprzednich lokatorach."],
        "fix": ["Wszystko umówione: łącze przenosimy {day}. na {street2}, technik przyjdzie między {hour}:00 a {hour}:45. Do tego czasu pod adresem {street} nic się nie zmienia.", "Gniazdko już jest, więc wystarczy podłączyć {router}; łącze pod adresem {street2} ruszy tego ranka."],
        "again": ["Technik dziś rano nie przyszedł i nikt nie zadzwonił.", "Przeprowadziliśmy się, a łącze pod adresem {street2} nie działa."],
        "note": ["Budynek {street2} mamy od wiosny, są wolne porty.", "Serwis terenowy zamówiony, godzina {hour}:00."],
    },
    "password": {
        "open": [
            ("Nie mogę zalogować się na konto", "panel klienta pisze, że hasło jest złe, a list z nowym nie przychodzi. Mój numer klienta to {order}."),
            ("Zapomniane hasło Wi-Fi", "zmieniłam hasło Wi-Fi w routerze {router} i go nie pamiętam. Jak się dostać bez utraty reszty ustawień?"),
        ],
        "ask": ["List idzie na adres kończący się na „post.example”. Czy to nadal Pani adres?", "Czy po kablu da się wejść do routera {router}? Wtedy nie trzeba go resetować."],
        "tell": ["Nie, to stary adres. Proszę używać tego, z którego piszę.", "Po kablu działa."],
        "fix": ["Zmieniłem adres i wysłałem nowy odnośnik, ważny godzinę. Gdyby nie doszedł, proszę najpierw zajrzeć do spamu.", "Proszę otworzyć stronę z naklejki na routerze {router} i wybrać Wi-Fi, Hasło. Pozostałe ustawienia zostaną."],
        "again": ["Odnośnik podobno wygasł, a kliknęłam od razu.", "Teraz pyta o hasło urządzenia, którego też nie znam."],
        "note": ["Tożsamość potwierdzona telefonicznie, adres zmieniony.", "Odnośnik otworzył najpierw ich skaner poczty, dlatego jest zużyty."],
    },
    "static_ip": {
        "open": [
            ("Stały adres IP dla biura", "potrzebujemy stałego adresu IP do VPN pod adresem {street}. Ile to kosztuje przy {plan} i jak szybko można go mieć?"),
            ("Rekord odwrotny dla {ip}", "proszę ustawić rekord odwrotny {ip} na mail.{order}.example. Bez niego część serwerów odrzuca nasze listy."),
        ],
        "ask": ["Chętnie. Czy {router} zostaje, czy mają Państwo własną zaporę? Wtedy ustawię łącze w tryb mostu.", "Jaka dokładnie nazwa? Najpierw musi istnieć rekord prosty."],
        "tell": ["Mamy własną zaporę, poproszę tryb mostu.", "Rekord prosty istnieje od dziś rana."],
        "fix": ["Stały adres to {ip}; zacznie działać, gdy {router} uruchomi się ponownie. Koszt to 12,00 zł miesięcznie od dziś.", "Rekord odwrotny dla {ip} ustawiony. Może minąć doba, zanim wszyscy go zobaczą."],
        "again": ["Po ponownym uruchomieniu adres jest za każdym razem inny.", "Listy dalej wracają: rekord odwrotny jest stary."],
        "note": ["{ip} wzięty z puli firmowej, wpisany do ewidencji.", "Tryb mostu ustawiony zdalnie, rezerwacja DHCP zrobiona."],
    },
}  # fmt: skip

SHARED = {
    "hello": ["Dzień dobry,\n\n", "Witam,\n\n", "Szanowni Państwo,\n\n", ""],
    "bye": ["\n\nPozdrawiam\n{customer}", "\n\nZ góry dziękuję\n{customer}", "\n\n{customer}", "\n\nZ poważaniem\n{customer}"],
    "agent_hello": ["Dzień dobry,\n\n", "Dzień dobry,\n\ndziękuję za wiadomość. ", "Szanowni Państwo,\n\n"],
    "agent_bye": ["\n\nPozdrawiam\n{agent}", "\n\nMiłego dnia\n{agent}"],
    "nudge": ["Czy coś już wiadomo? Na razie cisza.", "Czy ktoś mógłby dziś na to spojrzeć?"],
    "hold": ["Przekazałem sprawę serwisowi terenowemu i odezwę się, gdy tylko tam będą, najpóźniej za dwa dni robocze.", "Zamówiliśmy potrzebną część. Napiszę, gdy przyjdzie; do tego czasu nic nie trzeba robić."],
    "thanks": ["Działa, bardzo dziękuję!", "Świetnie, dziękuję za szybką pomoc.", "Dziękuję, już wszystko dobrze."],
    "sorry": ["Przykro mi, że nie pomogło na dłużej. Sprawdziłem jeszcze raz razem z kolegą: ", "Dziękuję za informację i przepraszam za kłopot. "],
    "silent": ["Nie mam od Państwa odpowiedzi, więc na razie zamykam sprawę. Jeśli kłopot trwa, wystarczy odpisać na ten list."],
    "colleague": ["Czy ktoś już to widział?", "@{colleague} rzucisz okiem po przerwie?", "Dzwoniłem, nikt nie odebrał. Spróbuję po południu.", "Wieloletni klient, proszę szybko."],
    "call": ["Telefon od klienta: ", "Przez telefon: "],
}  # fmt: skip
