"""What storybot says to readers of a story in German; what it says to operators stays English."""

from __future__ import annotations

from bot.core.model import Status
from bot.rendering.texts import *  # noqa: F403 - what is not said here is said in English

STANDING = {
    Status.ESTABLISHED: "als Tatsache berichtet",
    Status.ATTRIBUTED: "als Behauptung berichtet, nicht als Tatsache",
    Status.DISPUTED: "umstritten",
    Status.PLANNED: "zu dieser Zeit ein Plan oder eine Vorhersage",
    Status.UNKNOWN: "im Artikel nicht erwähnt",
}
STANDING_OF = {
    Status.ESTABLISHED: "als Tatsache berichtet; Quelle: {who}",
    Status.ATTRIBUTED: "Quelle: {who}",
    Status.DISPUTED: "umstritten; Quelle: {who}",
    Status.PLANNED: "zu dieser Zeit ein Plan oder eine Vorhersage; Quelle: {who}",
    Status.UNKNOWN: "im Artikel nicht erwähnt",
}
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
    *("August", "September", "Oktober", "November", "Dezember"),
)
DATE = "{day}. {month} {year}"
SECONDS, DAYS, QUESTIONS = ("Sekunde", "Sekunden"), ("Tag", "Tage"), ("Frage", "Fragen")
COPY_AT = "Kopie auf {host}"

DOUBT = "Ich bin nicht sicher, ob du das meinst: {answer}"
OR_ELSE = "Oder meintest du:"
SUGGEST = "Ich bin nicht sicher, was du meinst. Meintest du eine dieser Fragen?"
SUGGEST_ONE = "Ich bin nicht sicher, was du meinst. Meintest du das?"
SUGGEST_MORE = "Du kannst auch fragen:"
NOTHING_THERE = (
    "Dazu habe ich im Artikel nichts gefunden. Versuch es mit anderen Worten oder bitte um Hilfe."
)
EMPTY = "Bitte stell mir eine Frage zum Artikel."
TOO_FAST = (
    "So viele Fragen auf einmal kann ich von einer Person nicht beantworten. Bitte versuch es in "
    "{seconds} noch einmal."
)
TOO_MANY_HERE = (
    "Hier fragen gerade sehr viele Leute. Bitte versuch es in {seconds} noch einmal oder "
    "schick mir eine Direktnachricht."
)
TOO_LONG = "Das ist zu lang für mich. Bitte stell deine Frage in einem oder zwei Sätzen."
FALSE_PREMISE = "Das steht nicht im Artikel. Darin steht: {answer}"
FACT_GONE = "Diese Antwort habe ich nicht mehr. Bitte frag noch einmal mit eigenen Worten."
TEXT_CHANGED = "Diesen Text habe ich nicht mehr. Bitte frag noch einmal mit eigenen Worten."
STALE = "Dieser Knopf funktioniert nicht mehr. Bitte frag mich noch einmal."
NO_FORM = "Das Formular hat zu lange gebraucht. Bitte drück den Knopf noch einmal."
WITHDRAWN = "Diese Antwort ist zurückgezogen: Die Geschichte sagt das nicht mehr."
EARLIER = "Vorher stand hier: {answer}"
CORRECTED = "Korrigiert: {correction}"
CORRECTED_ON = "Korrigiert am {revised}: {correction}"
PROOF_LABEL = "Zitat zeigen"
PROOF_NONE = "Zu dieser Antwort ist kein Zitat hinterlegt."
SOURCE_TEXT = "dem Artikel"
PROOF = "Aus {copy}: „{text}“"
CHECKED = "Zuletzt geprüft am {day}."
EXPIRED, EXPIRED_AS_OF = "das kann sich geändert haben", "Stand {day}; das kann sich geändert haben"
RELATED = "Siehe auch:"
CANNOT_READ = (
    "Ich kann die Nachricht, auf die Sie geantwortet haben, nicht lesen: Bitte schreiben Sie die "
    "Frage selbst, oder wählen Sie im Menü jener Nachricht „Ask about this“."
)
ASK_WITH_WORDS = "Was möchtest du über „{title}“ wissen?"
TROUBLE = "Bei mir ist etwas schiefgegangen, ich konnte nicht antworten. Bitte frag noch einmal."

MORE_LABEL = "Weiterlesen"
UP_LABEL = "👍 Hilfreich"
DOWN_LABEL = "👎 Nicht hilfreich"
DELETE_LABEL = "Löschen"
SHARE_LABEL = "Im Kanal teilen"
NONE_LABEL = "Nichts davon"
NONE_ALONE_LABEL = "Etwas anderes"

OTHER_TOPICS = "Alles andere"
ALL_FACTS = "Was du fragen kannst"
PAGE = "{title} ({number} von {count})"
ABOUT = "Ich beantworte Fragen zu „{title}“."
VERSION = "Fassung {digest} der Fakten"
COUNT = "Ich kenne die Antworten auf {questions}. Wähl ein Thema oder frag einfach."

SEND_LABEL = "Frage an die Redaktion senden"
FORGET_LABEL = "Löschen, was du über mich speicherst"
NONE_HELP = (
    "Bitte versuch es mit anderen Worten oder sieh die Themen mit {browse} durch. Du kannst deine "
    "Frage auch an die Redaktion senden."
)
THANKS_UP = "Danke! Du kannst deine Stimme jederzeit ändern."
THANKS_REPORT = "Danke! Die Redaktion sieht, was du geschrieben hast."
THANKS_SENT = "Danke! Die Redaktion sieht deine Frage."
NOT_KEPT = "Das konnte ich gerade nicht speichern. Bitte versuch es in einer Weile noch einmal."
FORGOTTEN = "Alles, was ich über dich gespeichert hatte, ist gelöscht."
NOT_YOURS = "Nur wer gefragt hat, kann das löschen."
GONE_ALREADY = "Das konnte ich nicht löschen; vielleicht ist es schon weg."

FOLLOW_TITLE = "Nachfragen"
FOLLOW_FIELD = "Deine Frage"
REPORT_TITLE = "Was war falsch?"
REPORT_FIELD = "Geht mit deiner Stimme an die Redaktion"
NOTIFY_LABEL = "Sag Bescheid, wenn es bekannt ist"
AGREE_LABEL = "Ja, sag Bescheid"
NOTIFY_TITLE = "Später Bescheid sagen"
NOTIFY_FIELD = "Deine Frage, die ich aufbewahre"
NOTIFY_CONSENT = (
    "Wenn du zustimmst, bewahre ich deine Frage und dein Konto hier auf, höchstens {days}, "
    "und schreibe dir einmal, falls die Geschichte es dann sagt. /privacy zeigt und löscht es."
)
NOTIFY_KEPT = "Ich sage dir Bescheid, sobald es eine Antwort gibt auf: {text}"
NOTIFIED = "Davon wolltest du hören: {text}"
NOTIFIED_ONCE = "Das war das eine Mal; dass du gefragt hast, bewahre ich nicht länger auf."
SEND_TITLE = "An die Redaktion"
SEND_FIELD = "Deine Frage; die Redaktion liest sie"

PRIVACY_NOTHING = "Ich speichere nichts von dem, was du fragst."
PRIVACY_MEMORY = (
    "Nur im Arbeitsspeicher: deine letzte Frage an jedem Ort, {minutes} Minuten lang, damit du "
    "nachfragen kannst."
)
PRIVACY_JUDGE = (
    "Wer mich betreibt, lässt meine Antworten von einem Sprachmodell prüfen: Dafür gehen die Worte "
    "deiner Frage, aber nicht, wer du bist, an einen von ihm gewählten Server. Was es schreibt, "
    "bekommt niemand zu sehen. Nur im Arbeitsspeicher: ein Fingerabdruck der letzten Fragen, damit "
    "es nur einmal gefragt wird."
)
PRIVACY_KEPT = "Was ich speichere und wie lange:"
PRIVACY_RECORDS = (
    "Das Ergebnis jeder Antwort, {days} lang: welche Antwort gegeben wurde, aber nicht, wer "
    "gefragt hat und mit welchen Worten.",
    "Deine Stimmen, {days} lang, unter einem Code statt deinem Namen.",
    "Welche meiner Nachrichten welche Antwort enthält und auf welche Nachricht sie antwortet, "
    "{days} lang, mit einem Fingerabdruck von deren Worten. So ändert sich eine Antwort, wenn "
    "die Frage geändert wird, und verschwindet, wenn sie gelöscht wird.",
)
PRIVACY_TEXTS = "Was du an die Redaktion sendest, {days} lang, unter demselben Code."
PRIVACY_MISSES = (
    "Den Wortlaut von Fragen, die ich nicht oder nicht sicher beantworten konnte, {days} "
    "lang, unter demselben Code."
)
PRIVACY_PASSING = (
    "Den Ort deiner Frage; in Slack auch ihren Wortlaut, was du drückst oder sendest und wer du "
    "bist; in Discord den Schlüssel zu einer Antwort, die länger dauert. All das nur, während ich "
    "antworte: höchstens eine Viertelstunde.",
    "Um welche Antworten es in einem Gespräch geht, solange es dauert, und wie viel du gefragt "
    "hast, eine Minute lang; auch das unter demselben Code.",
)
PRIVACY_OF_YOU = "Was ich über dich gespeichert habe:"
PRIVACY_NONE_OF_YOU = "Über dich habe ich nichts gespeichert."
PRIVACY_UNREADABLE = (
    "Ich kann gerade nicht nachsehen, was ich über dich gespeichert habe. Bitte versuch es in "
    "einer Weile noch einmal."
)
PRIVACY_KINDS = {
    "report": "du hast gemeldet",
    "question": "du hast die Frage gesendet",
    "miss": "ich konnte nicht antworten",
    "notice": "du willst hören von",
}
UNTIL = "bis {day}"

TOPICS_PLACEHOLDER = "Thema wählen"
FACTS_PLACEHOLDER = "Frage wählen"
TOPICS_LABEL = "Der Artikel"
BACK_LABEL = "Zurück"
NEXT_LABEL = "Weiter"

SILENT_HERE = "In diesem Kanal schreibe ich nicht, deshalb siehst nur du das."
TOLD_LATELY = "Das habe ich hier vor Kurzem beantwortet: {link}"
TOLD_LATELY_PRIVATE = (
    "Nur du siehst das, weil ich es hier vor Kurzem schon beantwortet habe: {link}"
)
