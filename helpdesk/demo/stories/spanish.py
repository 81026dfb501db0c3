"""Historias en español."""

# ruff: noqa: E501  one sentence, one line

TOPICS = {
    "outage": {
        "open": [
            ("Sin internet desde esta mañana", "en {street} no hay conexión desde las {hour}:00 más o menos. El {router} tiene una luz roja y reiniciarlo no ha servido de nada. ¿Hay una avería en la zona?"),
            ("La conexión se corta cada pocos minutos", "desde hace {days} días la línea de {street} se corta varias veces por hora. No se puede hacer una videollamada. Ya he cambiado el cable."),
            ("Toda la oficina sin red", "en nuestra oficina de {street} nadie puede conectarse. Tenemos {plan} y cada hora nos cuesta dinero. Por favor, es urgente."),
        ],
        "ask": ["¿Me puede decir qué luces están encendidas en el {router} y si la de «Fiber» parpadea? Una foto sería perfecta.", "Veo desde aquí que la línea pierde señal de vez en cuando. ¿Podría conectar el {router} directamente a la roseta, sin el repartidor, y decirme a qué hora lo hizo?"],
        "tell": ["La de alimentación en verde, Fiber parpadea en rojo, las demás apagadas. También he probado otro enchufe.", "Hecho. Funcionó diez minutos y luego volvió la luz roja."],
        "fix": ["Había un empalme dañado en el armario cerca de {street}; el técnico lo ha cambiado y la señal vuelve a ser limpia. Reinicie el {router} una vez, por favor.", "La tarjeta de la central que da servicio a su calle estaba averiada. Ya está cambiada y la línea es estable. Le descontamos un día de {plan} en la próxima factura."],
        "again": ["Funcionó un día y ahora otra vez la luz roja. Exactamente lo mismo.", "Perdone que insista: desde anoche se corta de nuevo, ya van cinco veces."],
        "note": ["Prueba de línea: mucha atenuación en los últimos 200 m. Huele a armario.", "Hoy otros tres de la misma calle. He pedido a red que mire la tarjeta."],
    },
    "slow": {
        "open": [
            ("El wifi va muy lento por las noches", "pagamos {promised} Mbit/s y a partir de las {hour}:00 no pasamos de {speed}. Por cable va algo mejor. ¿Qué podemos hacer?"),
            ("La velocidad no es la contratada", "el mes pasado cambié a {plan}, pero todas las pruebas dan unos {speed} Mbit/s en vez de {promised}. ¿De qué prueba se fían ustedes?"),
        ],
        "ask": ["¿Podría hacer dos pruebas, una por cable y otra por wifi, y decirme los dos números? ¿A cuántas habitaciones está del {router}?", "¿Qué canal usa el {router}? Está en el menú Wi-Fi, Avanzado. Puede que los vecinos estén en el mismo."],
        "tell": ["Por cable {promised}, por wifi {speed}. A dos habitaciones, con pared de ladrillo.", "El canal 6. El móvil dice que hay otras diez redes."],
        "fix": ["Gracias, está claro: la línea va bien, lo que está lleno es el aire. He pasado el {router} a un canal más tranquilo y he activado los 5 GHz con el mismo nombre. Vuelva a conectar los aparatos, por favor.", "De nuestro lado seguía la velocidad antigua, le pido disculpas. Ahora son {promised} Mbit/s; reinicie el {router} y mida otra vez."],
        "again": ["Dos días mejor, pero esta noche otra vez {speed}.", "En el piso de arriba sigue igual de lento."],
        "note": ["Perfil en {promised}, el puerto sincroniza. Es el wifi, no la línea.", "Firmware antiguo, puede ser el fallo de 5 GHz. Enviada la actualización."],
    },
    "invoice": {
        "open": [
            ("La factura {invoice} es demasiado alta", "la factura {invoice} es de {amount}, y mi tarifa {plan} debería costar menos. ¿Qué es esa línea de más en la segunda página?"),
            ("Cambio de dirección en las facturas", "a partir de este mes pongan por favor nuestra nueva dirección, {street}, y envíennos corregida la {invoice}. La gestoría insiste."),
            ("Me han cobrado dos veces", "el día {day} salieron de mi cuenta dos cargos de {amount}, los dos con el número {invoice}. ¿Pueden comprobarlo?"),
        ],
        "ask": ["¿Me podría enviar las cuatro últimas cifras de la cuenta? Las comparo con lo que nos ha llegado.", "Para cambiar la factura necesito el NIF y el nombre exacto de la empresa. ¿Me los puede enviar?"],
        "tell": ["Las últimas cifras son {order}. Gracias por mirarlo.", "NIF B{order}21, el nombre como en la firma."],
        "fix": ["La línea de más es la instalación del {router}, que le habíamos prometido gratis. La he quitado; la factura {invoice} corregida está en camino.", "Tiene razón y le pido disculpas: el pago se registró dos veces. Hoy devolvemos los {amount} y llegarán en tres días laborables.", "Hecho: la dirección está cambiada en la {invoice} y en todas las siguientes."],
        "again": ["La factura nueva trae el mismo importe. ¿Se ha perdido el cambio?", "Todavía no ha llegado nada. ¿Pueden mirarlo otra vez?"],
        "note": ["La instalación gratis está en el pedido {order}, ventas no la marcó.", "El fichero del banco trae dos apuntes con la misma referencia."],
    },
    "refund": {
        "open": [
            ("No he recibido el reembolso", "di de baja {plan} hace {days} semanas y me prometieron devolver {amount}. No ha llegado nada. ¿Dónde está mi dinero?"),
            ("Compensación por la avería", "estuvimos {days} días seguidos sin conexión y por teléfono me dijeron que devolverían {amount}. ¿Cómo funciona?"),
        ],
        "ask": ["Quiero enviarlo ya. ¿Me confirma la cuenta? Por seguridad, solo las cuatro últimas cifras.", "¿Qué días exactamente estuvieron sin conexión? Así calculo el importe."],
        "tell": ["La cuenta que termina en {order}.", "Desde el día {day}, {days} días, hasta el viernes a mediodía."],
        "fix": ["Los {amount} han salido esta tarde con la referencia {invoice}. Tardan de uno a tres días laborables.", "Lo he calculado y le he abonado {amount}; lo verá en una línea aparte de la próxima factura."],
        "again": ["Han pasado cinco días laborables y la cuenta sigue igual.", "Solo ha llegado la mitad. ¿Tenía que venir en dos partes?"],
        "note": ["El reembolso estaba aprobado, pero el IBAN del pedido es el antiguo.", "Hablado con Maarja, pagamos todo."],
    },
    "router": {
        "open": [
            ("¿Cómo devuelvo el router?", "mi contrato se acaba pronto. ¿Cómo envío el {router} y hace falta también el alimentador?"),
            ("El router nuevo no enciende", "el {router} que me enviaron (pedido {order}) no enciende. He probado dos enchufes. ¿Me pueden mandar otro?"),
        ],
        "ask": ["¿Me dice el número de serie? Está en la pegatina de abajo y empieza por PV.", "¿Le va bien la taquilla más cercana a {street} o prefiere que pase el mensajero?"],
        "tell": ["PV{order}77, si leo bien.", "La taquilla va bien, gracias."],
        "fix": ["Meta el {router} con su alimentador en cualquier caja y déjelo en una taquilla con el código {order}. No le cuesta nada y confirmamos la llegada por carta.", "Un {router} nuevo ha salido hoy del almacén, pedido {order}. Ponga el estropeado en la misma caja; la etiqueta va dentro."],
        "again": ["La taquilla no acepta el código {order}, dice «caducado».", "Ha llegado el segundo y tampoco enciende. ¿Será el alimentador?"],
        "note": ["La serie es del lote con malos alimentadores. Enviar el juego completo.", "En el almacén no hay hasta la semana que viene, la clienta lo sabe."],
    },
    "moving": {
        "open": [
            ("Nos mudamos", "el día {day} nos mudamos de {street} a {street2}. ¿Podemos llevarnos {plan} y cuánto tiempo estaremos sin internet?"),
            ("Nueva dirección para la línea", "nuestro estudio se traslada el mes que viene a {street2}. ¿Hay fibra en el edificio? Querríamos conservar el número y la tarifa."),
        ],
        "ask": ["Buenas noticias: en el edificio hay fibra. ¿Qué piso es y cuándo puede ir el técnico, por la mañana o por la tarde?", "¿Hay ya una roseta nuestra en el recibidor? Es una cajita blanca."],
        "tell": ["Piso {day}, mejor por la mañana.", "Sí, hay una caja blanca junto a la puerta. La dejaron los anteriores."],
        "fix": ["Está todo reservado: la línea pasa a {street2} el día {day}, el técnico va entre las {hour}:00 y las {hour}:45. Hasta entonces en {street} no cambia nada.", "Como ya hay roseta, solo tiene que enchufar el {router}; la línea de {street2} se activa esa misma mañana."],
        "again": ["El técnico no ha venido esta mañana y nadie ha llamado.", "Ya nos hemos mudado y la línea de {street2} está muerta."],
        "note": ["El edificio de {street2} es nuestro desde primavera, hay puertos libres.", "Reservado con técnicos de campo, a las {hour}:00."],
    },
    "password": {
        "open": [
            ("No puedo entrar en mi cuenta", "el área de clientes dice que la contraseña está mal y la carta para una nueva no llega. Mi número de cliente es {order}."),
            ("He perdido la contraseña del wifi", "cambié la contraseña del wifi en el {router} y la he olvidado. ¿Cómo entro sin perder lo demás?"),
        ],
        "ask": ["La carta va a una dirección que acaba en «post.example». ¿Sigue siendo suya?", "¿Puede entrar en el {router} por cable? Así no hay que reiniciarlo de fábrica."],
        "tell": ["No, esa es antigua. Usen por favor la dirección desde la que escribo.", "Por cable sí entra."],
        "fix": ["He cambiado la dirección y le he enviado un enlace nuevo, válido una hora. Si no llega, mire primero en el correo no deseado.", "Abra la página de la pegatina del {router} y elija Wi-Fi, Contraseña. El resto queda como está."],
        "again": ["El enlace dice que ya no es válido y pulsé enseguida.", "Ahora pide la contraseña del aparato, que tampoco sé."],
        "note": ["Identidad comprobada por teléfono, dirección cambiada.", "El enlace lo abrió antes su antivirus de correo, por eso está gastado."],
    },
    "static_ip": {
        "open": [
            ("IP fija para la oficina", "necesitamos una IP fija para una VPN en {street}. ¿Cuánto cuesta con {plan} y cuándo podríamos tenerla?"),
            ("DNS inverso de {ip}", "¿podrían poner el registro inverso de {ip} a mail.{order}.example? Sin él algunos servidores rechazan nuestro correo."),
        ],
        "ask": ["Con mucho gusto. ¿Se queda el {router} o tienen cortafuegos propio? En ese caso pongo la línea en modo puente.", "¿Qué nombre exactamente? El registro directo tiene que existir antes."],
        "tell": ["Tenemos cortafuegos, modo puente por favor.", "El registro directo existe desde esta mañana."],
        "fix": ["Su dirección fija es {ip}; vale desde que se reinicie el {router}. Son 3,00 € al mes, desde hoy.", "El registro inverso de {ip} está puesto. Puede tardar hasta un día en verse en todas partes."],
        "again": ["Tras reiniciar seguimos con una dirección distinta cada vez.", "El correo sigue rebotando: el registro inverso es el antiguo."],
        "note": ["{ip} tomada del rango de empresas, apuntada en el inventario.", "Modo puente puesto a distancia, reserva DHCP hecha."],
    },
}  # fmt: skip

SHARED = {
    "hello": ["Hola:\n\n", "Buenos días:\n\n", "Buenas tardes:\n\n", ""],
    "bye": ["\n\nUn saludo,\n{customer}", "\n\nGracias de antemano,\n{customer}", "\n\n{customer}", "\n\nAtentamente,\n{customer}"],
    "agent_hello": ["Hola, {first}:\n\n", "Estimada clienta, estimado cliente:\n\ngracias por escribirnos. ", "Buenos días, {first}:\n\n"],
    "agent_bye": ["\n\nUn saludo,\n{agent}", "\n\nQue tenga un buen día.\n{agent}"],
    "nudge": ["¿Hay alguna novedad? De momento no sé nada.", "¿Podría alguien mirarlo hoy, por favor?"],
    "hold": ["Lo he pasado a los técnicos de campo y le escribo en cuanto hayan estado allí, como muy tarde en dos días laborables.", "Hemos pedido la pieza que hace falta. Le aviso cuando llegue; hasta entonces no tiene que hacer nada."],
    "thanks": ["Funciona, ¡muchísimas gracias!", "Perfecto, gracias por la rapidez.", "Gracias, ya va todo bien."],
    "sorry": ["Siento que no haya durado. Lo he vuelto a mirar con un compañero: ", "Gracias por avisar y perdone las molestias. "],
    "silent": ["Como no he tenido noticias suyas, lo cierro por ahora. Si sigue sin resolverse, conteste a esta carta."],
    "colleague": ["¿Alguien ha visto esto antes?", "@{colleague}, ¿le echas un vistazo cuando vuelvas de comer?", "He llamado y no contesta. Pruebo por la tarde.", "Cliente de muchos años, rápido por favor."],
    "call": ["Llamada del cliente: ", "Por teléfono: "],
}  # fmt: skip
