"""Mail houses so large that two strangers in them are no sign of a machine."""

_NAMES = """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com
    me.com mac.com aol.com proton.me protonmail.com pm.me gmx.net gmx.com gmx.de web.de t-online.de
    mail.com zoho.com fastmail.com hot.ee mail.ee online.ee neti.ee suhtlus.ee wp.pl o2.pl onet.pl
    interia.pl op.pl gazeta.pl tlen.pl poczta.fm hotmail.es yahoo.es telefonica.net movistar.es terra.es
    mail.ru bk.ru inbox.ru list.ru yandex.ru ya.ru rambler.ru ukr.net i.ua meta.ua inbox.lv apollo.lv
    one.lt gmail.lt seznam.cz centrum.cz orange.fr wanadoo.fr free.fr laposte.net sfr.fr hotmail.fr
    yahoo.fr libero.it virgilio.it tiscali.it hotmail.it yahoo.it sapo.pt uol.com.br bol.com.br ziggo.nl
    kpnmail.nl xs4all.nl telia.com live.se online.no live.no live.dk mail.dk kolumbus.fi luukku.com
    suomi24.fi qq.com 163.com
"""
SHARED = frozenset(_NAMES.split())
