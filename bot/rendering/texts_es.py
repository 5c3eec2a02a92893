"""What storybot says to readers of a story in Spanish; what it says to operators stays English."""

from __future__ import annotations

from bot.core.model import Status
from bot.rendering.texts import *  # noqa: F403 - what is not said here is said in English

STANDING = {
    Status.ESTABLISHED: "contado como un hecho",
    Status.ATTRIBUTED: "contado como una afirmación, no como un hecho",
    Status.DISPUTED: "en disputa",
    Status.PLANNED: "un plan o una previsión en ese momento",
    Status.UNKNOWN: "no se menciona en el artículo",
}
STANDING_OF = {
    Status.ESTABLISHED: "contado como un hecho; fuente: {who}",
    Status.ATTRIBUTED: "fuente: {who}",
    Status.DISPUTED: "en disputa; fuente: {who}",
    Status.PLANNED: "un plan o una previsión en ese momento; fuente: {who}",
    Status.UNKNOWN: "no se menciona en el artículo",
}
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
    *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
DATE = "{day} de {month} de {year}"
SECONDS, DAYS, QUESTIONS = ("segundo", "segundos"), ("día", "días"), ("pregunta", "preguntas")
COPY_AT = "copia en {host}"

DOUBT = "No estoy seguro de que te refieras a esto: {answer}"
OR_ELSE = "¿O querías preguntar esto?"
SUGGEST = "No estoy seguro de lo que quieres decir. ¿Es una de estas preguntas?"
SUGGEST_ONE = "No estoy seguro de lo que quieres decir. ¿Es esto?"
SUGGEST_MORE = "También puedes preguntar:"
NOTHING_THERE = (
    "No he encontrado nada sobre eso en el artículo. Prueba con otras palabras o pide ayuda."
)
EMPTY = "Por favor, hazme una pregunta sobre el artículo."
TOO_FAST = (
    "Son más preguntas de las que puedo atender de una sola persona. Por favor, inténtalo de nuevo "
    "dentro de {seconds}."
)
TOO_MANY_HERE = (
    "Ahora mismo hay mucha gente preguntando aquí. Por favor, inténtalo de nuevo dentro de "
    "{seconds} o envíame un mensaje directo."
)
TOO_LONG = "Es demasiado largo para mí. Por favor, haz tu pregunta en una o dos frases."
FALSE_PREMISE = "El artículo no dice eso. Lo que dice es: {answer}"
FACT_GONE = "Ya no tengo esa respuesta. Por favor, vuelve a preguntar con tus palabras."
TEXT_CHANGED = "Ya no tengo ese texto. Por favor, vuelve a preguntar con tus palabras."
STALE = "Ese botón ya no funciona. Por favor, vuelve a preguntarme."
NO_FORM = "El formulario ha tardado demasiado en abrirse. Vuelve a pulsar el botón, por favor."
WITHDRAWN = "Esta respuesta se ha retirado: la noticia ya no lo cuenta."
EARLIER = "Una versión anterior decía: {answer}"
CORRECTED = "Corregido: {correction}"
CORRECTED_ON = "Corregido el {revised}: {correction}"
PROOF_LABEL = "Ver la cita"
PROOF_NONE = "No hay ninguna cita guardada para esta respuesta."
SOURCE_TEXT = "el artículo"
PROOF = "De {copy}: «{text}»"
CHECKED = "Comprobado por última vez el {day}."
EXPIRED, EXPIRED_AS_OF = "esto puede haber cambiado", "a fecha de {day}; esto puede haber cambiado"
RELATED = "Ver también:"
CANNOT_READ = (
    "No puedo leer el mensaje al que ha respondido: escriba usted la pregunta, o elija "
    "«Ask about this» en el menú de ese mensaje."
)
ASK_WITH_WORDS = "¿Qué te gustaría saber sobre «{title}»?"
TROUBLE = "Algo ha fallado por mi parte y no he podido responder. Por favor, vuelve a preguntar."

MORE_LABEL = "Seguir leyendo"
UP_LABEL = "👍 Útil"
DOWN_LABEL = "👎 No es útil"
DELETE_LABEL = "Borrar"
SHARE_LABEL = "Compartir en el canal"
NONE_LABEL = "Ninguna de estas"
NONE_ALONE_LABEL = "Otra cosa"

OTHER_TOPICS = "Todo lo demás"
ALL_FACTS = "Lo que puedes preguntar"
PAGE = "{title} ({number} de {count})"
ABOUT = "Respondo a preguntas sobre «{title}»."
VERSION = "versión {digest} de los datos"
COUNT = "Conozco las respuestas a {questions}. Elige un tema o pregunta sin más."

SEND_LABEL = "Enviar una pregunta a la redacción"
FORGET_LABEL = "Borrar lo que guardas sobre mí"
NONE_HELP = (
    "Prueba con otras palabras o mira los temas con {browse}. También puedes enviar tu pregunta a "
    "la redacción."
)
THANKS_UP = "¡Gracias! Puedes cambiar tu voto cuando quieras."
THANKS_REPORT = "¡Gracias! La redacción verá lo que has escrito."
THANKS_SENT = "¡Gracias! La redacción verá tu pregunta."
NOT_KEPT = "No he podido guardarlo. Por favor, inténtalo de nuevo dentro de un rato."
FORGOTTEN = "He borrado todo lo que guardaba sobre ti."
NOT_YOURS = "Solo puede borrarlo quien preguntó."
GONE_ALREADY = "No he podido borrarlo; puede que ya no esté."

FOLLOW_TITLE = "Seguir preguntando"
FOLLOW_FIELD = "Tu pregunta"
REPORT_TITLE = "¿Qué estaba mal?"
REPORT_FIELD = "Se envía a la redacción con tu voto"
NOTIFY_LABEL = "Avísame cuando se sepa"
AGREE_LABEL = "Sí, avísame"
NOTIFY_TITLE = "Avísame más tarde"
NOTIFY_FIELD = "Tu pregunta, que guardaré"
NOTIFY_CONSENT = (
    "Si estás de acuerdo, guardo lo que preguntaste y tu cuenta aquí, {days} como máximo, y "
    "te escribo una vez si la noticia llega a contarlo. /privacy lo muestra y lo borra."
)
NOTIFY_KEPT = "Te avisaré en cuanto haya respuesta a: {text}"
NOTIFIED = "Querías enterarte de esto: {text}"
NOTIFIED_ONCE = "Te lo he dicho esta única vez, y ya no guardo que preguntaste."
SEND_TITLE = "Enviar a la redacción"
SEND_FIELD = "Tu pregunta, que leerá la redacción"

PRIVACY_NOTHING = "No guardo nada de lo que preguntas."
PRIVACY_MEMORY = (
    "Solo en memoria: tu última pregunta en cada lugar, durante {minutes} minutos, para que puedas "
    "seguir preguntando."
)
PRIVACY_JUDGE = (
    "Quien me gestiona hace revisar mis respuestas por un modelo de lenguaje: para eso las "
    "palabras de tu pregunta, pero no quién eres, van a un servidor que eligió. Lo que escribe no "
    "se muestra a nadie. Solo en memoria: una huella de las últimas preguntas, para que se le "
    "pregunte una sola vez."
)
PRIVACY_KEPT = "Qué guardo y durante cuánto tiempo:"
PRIVACY_RECORDS = (
    "El resultado de cada respuesta, durante {days}: qué se respondió, pero no quién preguntó "
    "ni con qué palabras.",
    "Tus votos, durante {days}, con un código en lugar de tu nombre.",
    "Qué mensajes míos dan qué respuesta y a qué mensaje contesta cada uno, durante {days}, "
    "con una huella de sus palabras. Así una respuesta cambia cuando se edita la pregunta, y "
    "desaparece cuando se borra.",
)
PRIVACY_TEXTS = "Lo que envías a la redacción, durante {days}, con el mismo código."
PRIVACY_MISSES = (
    "Las palabras de las preguntas que no he podido responder, o no con certeza, durante {days}"
    ", con el mismo código."
)
PRIVACY_PASSING = (
    "El lugar de tu pregunta; en Slack también sus palabras, lo que pulsas o envías y quién eres; "
    "en Discord, la clave de una respuesta que tarda más. Todo ello solo mientras respondo: un "
    "cuarto de hora como mucho.",
    "Sobre qué respuestas trata una conversación, mientras dura, y cuánto has preguntado, durante "
    "un minuto; también con el mismo código.",
)
PRIVACY_OF_YOU = "Lo que guardo sobre ti:"
PRIVACY_NONE_OF_YOU = "No guardo nada sobre ti."
PRIVACY_UNREADABLE = (
    "Ahora mismo no puedo consultar lo que guardo sobre ti. Por favor, inténtalo de nuevo dentro "
    "de un rato."
)
PRIVACY_KINDS = {
    "report": "has señalado",
    "question": "has enviado la pregunta",
    "miss": "no pude responder",
    "notice": "quieres enterarte de",
}
UNTIL = "hasta el {day}"

TOPICS_PLACEHOLDER = "Elige un tema"
FACTS_PLACEHOLDER = "Elige una pregunta"
TOPICS_LABEL = "El artículo"
BACK_LABEL = "Atrás"
NEXT_LABEL = "Siguiente"

SILENT_HERE = "No escribo en este canal, así que solo tú ves esto."
TOLD_LATELY = "He respondido a eso aquí hace poco: {link}"
TOLD_LATELY_PRIVATE = "Solo tú ves esto, porque lo he respondido aquí hace poco: {link}"
