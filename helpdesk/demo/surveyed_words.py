"""What customers of the demo company write beside a score, by their language."""

GOOD = {
    "en": ("Quick and friendly, thank you!", "Solved within the hour.", "Explained so that I understood."),
    "et": ("Kiire ja sõbralik, aitäh!", "Sain kohe abi.", "Selgitati nii, et sain aru."),
    "pl": ("Szybko i miło, dziękuję!", "Wszystko jasno wyjaśnione.", "Pomoc od ręki."),
    "es": ("Rápido y amable, ¡gracias!", "Me lo explicaron muy bien.", "Resuelto en una hora."),
    "ru": ("Быстро и вежливо, спасибо!", "Всё понятно объяснили.", "Помогли сразу."),
}
BAD = {
    "en": ("I had to ask three times.", "Nobody told me when it works again.", "The answer did not fit."),
    "et": ("Pidin kolm korda küsima.", "Keegi ei öelnud, millal jälle töötab.", "Vastus ei sobinud."),
    "pl": ("Musiałem pytać trzy razy.", "Nikt nie powiedział, kiedy zadziała.", "Odpowiedź nie na temat."),
    "es": ("Tuve que preguntar tres veces.", "Nadie me dijo cuándo.", "La respuesta no encajaba."),
    "ru": ("Пришлось спрашивать три раза.", "Никто не сказал, когда заработает.", "Ответ был не о том."),
}
