"""Questions: the words of a query that carry no meaning of their own, and what a question asks for first.

The words are English, French, Spanish and Portuguese, folded as `mieuxcli.words.tokens` returns them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ENDS",
    "HOW_MANY",
    "MEANINGLESS",
    "STARTS",
    "WHAT_YEAR",
    "WHEN",
    "asked_event",
    "counted_things",
]

# Articles, pronouns, prepositions, auxiliaries and question words, then the subject of every record.
_WITHOUT_MEANING = """
a about above after all also am an and any are around as at be because been before being between both but by
can could did do does doing done during each ever every for from get gets give given gives had has have having
he her here him his how i if in into is it its just many may me might more most much must my no not of off on
once only or other our out over per please same say she should show so some such tell than that the their them
then there these they this those through to too under until up upon us was we were what whats when where which
while who whom whose why will with within would you your

au aux avec ce ces cet cette combien comment d dans de des donc du elle elles en entre est et etait etaient
ete etre eu fait font il ils j je l la le les leur leurs lors lui m mais me meme n ne nos notre nous on ont ou
par parmi pas pendant plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se ses si
son sont sous sur t te tes toi ton tous tout toute toutes un une vers vos votre vous y

al algo algun alguna algunas algunos ante como con contra cual cuales cuando cuanta cuantas cuanto cuantos del
desde donde durante el ella ellas ellos era eran es esa esas ese eso esos esta estaba estas este esto estos
fue fueron ha haber habia hace hacia han hasta hay he hizo las lo los mas mi muy o otra otras otro otros para
pero por porque quien quienes ser sin sobre su sus tambien tan tiene tuvo u una unas uno unos

ao aos com da das dela dele delas deles do dos e elas ele eles em essa essas esse esses estes foi foram isso
isto ja lhe lhes muito muitos na nas nao nem os onde pela pelas pelo pelos qual quais quando quanta quantas
quanto quantos quem sem sua suas seu seus so sao tem teve um uma umas uns

mieux initiative iniciativa programme program programa took take part happen happened
"""
MEANINGLESS = frozenset(_WITHOUT_MEANING.split())
HOW_MANY = tuple(
    tuple(asked.split())
    for asked in (
        "total number of",
        "number of",
        "total of",
        "how many",
        "how much",
        "combien de",
        "combien d",
        "combien",
        "nombre de",
        "nombre d",
        "numero de",
        "cuantos",
        "cuantas",
        "cuanto",
        "quantos",
        "quantas",
        "quanto",
    )
)
WHEN = frozenset(("when", "quand", "cuando", "quando"))
WHAT_YEAR = (
    ("what", "year"),
    ("which", "year"),
    ("quelle", "annee"),
    ("que", "ano"),
    ("en", "que", "ano"),
    ("em", "que", "ano"),
)
_BEGINNING = """
start started starts begin began begun begins beginning launch launched established founded set created
commence commenced debut debute debuta commencer lance lancee lancement cree creee comenzo empezo inicio
inicia iniciado lanzo lanzada creo comecou iniciou lancada criada
"""
STARTS = frozenset(_BEGINNING.split())
_ENDING = """
end ended ends ending finish finished close closed closes closing closure over terminate terminated stop
stopped fin fini finit finie termine terminee prend pris cloture ferme termino terminado cerro cerrado acabo
finalizo concluyo terminou acabou encerrou encerrada fim final
"""
ENDS = frozenset(_ENDING.split())


def counted_things(words: Sequence[str]) -> list[str] | None:
    """Return the words after "how many" or its equivalent, or None if a query does not ask for a number."""
    for at in range(min(len(words), 4)):
        for asked in HOW_MANY:
            if tuple(words[at : at + len(asked)]) == asked and len(words) > at + len(asked):
                return list(words[at + len(asked) :])
    return None


def asked_event(words: Sequence[str]) -> str | None:
    """Return `start` or `end` if a query asks when something began or ended, or None if it asks neither."""
    asks = bool(WHEN & set(words[:2])) or any(tuple(words[: len(year)]) == year for year in WHAT_YEAR)
    if not asks:
        return None
    if ENDS & set(words):
        return "end"
    return "start" if STARTS & set(words) else None
