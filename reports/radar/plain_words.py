"""Words that say nothing about what a ticket is about: greetings, thanks and small words of five languages.
Pure.

Accents are off, as clusters.beginnings takes them off; each is known by its first five letters.
"""

_WORDS = """
hello dear hi hey good morning afternoon evening thanks thank you please kind best regards greetings
sincerely team
support the and for with that this have has had was were are not but can could would will our your from
about when
what why how who where there here they them been being did does done get got need want help since after
before again
just still now today yesterday all any some very also into out off than then its his her she him try tried
tere tervist lugupeetud aitah tanan tanu palun parimat soovides lugupidamisega paeva hommikust ohtust mina
sina tema
meie teie nemad see sellest kes mis kus kui kuidas miks millal aga voi ning kuid olen oled olete olema oli
olid pole
saa saan saada saab saate minu sinu meil teil mul tana eile juba veel vaga siis ikka peale enne parast kohta
czesc dzien dobry witam szanowni panstwo pan pani dziekuje prosze pozdrawiam pozdrowienia serdecznie jest sa
byl byla
bylo nie tak oraz ale lub dla jak gdy kiedy gdzie czy kto dlaczego moj moja moje moge mozna nasz wasz ten tego
tym przy przez pod nad jeszcze juz dzis dzisiaj wczoraj bardzo tez po przed potem znowu pomoc
hola buenos buenas dias tardes noches estimado estimada estimados gracias favor saludos cordial cordiales
atentamente
los las una unos unas del con por para que como cuando donde quien porque pero esta este esto estoy esta son
fue era
han hay muy mas sin sobre desde hasta entre tengo tiene puedo puede quiero necesito ayuda hoy ayer ahora
todavia mis
здравствуйте привет добрый добрыи день утро вечер уважаемые уважаемыи спасибо пожалуиста уважением как что
это для или когда где
кто почему если меня мне мои моя мое наш ваш вам вас нас они она оно был была было были есть нет еще уже очень
тоже после перед сегодня вчера сеичас можно могу может нужно помогите помощь чтобы при про под над без
"""
PLAIN = frozenset(word[:5] for word in _WORDS.split())
