"""Words of a page that belong to the site rather than to what it tells: links on, bylines, labels."""

from __future__ import annotations

import re

from mieuxcli.words import fold

__all__ = ["is_byline", "is_furniture", "is_label", "is_more"]

_MORE = re.compile(
    r"(?:read more|read on|learn more|continue reading|lire la suite|lire plus|lire l’article|lire l'article"
    r"|en savoir plus|continuer la lecture|leer más|sigue leyendo|seguir leyendo|continuar leyendo)\W*",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r"(?:about|on|of|sur|de|du|à propos de|sobre|acerca de)\W+", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:(?:written|submitted|posted|published|écrit|soumis|publié|proposé|escrito|enviado|publicado) )?"
    r"(?:by|par|por|author|auteur|autor)\b ?:? ?(?P<who>[^.!?]{2,80})",
    re.IGNORECASE,
)
_IN_NAMES = frozenset(
    ("admin", "al", "and", "bin", "da", "de", "del", "der", "di", "du", "el", "et", "la", "le", "van", "von")
).union("y")
_LABEL = re.compile(
    r"details|détails|detalles|(?:category|catégorie|categoría|hits|affichages|visto) ?: ?.{1,40}",
    re.IGNORECASE,
)
_MOST_NAMES = 8
_FURNITURE = re.compile(
    r"(?:(?:back to|retour aux?|volver a(?: las)?) (?:the )?(?:news|top|actualités|noticias)"
    r"|(?:load|show) more|next|previous|share|print|suivant|précédent|siguiente|anterior)\W*",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Return whether a text is a link of the site, as "Back to news" and "Read more" are."""
    return bool(_FURNITURE.fullmatch(text) or _MORE.fullmatch(text))


def is_label(text: str) -> bool:
    """Return whether a text only names what follows, as "Details" does, or counts how often it was read."""
    return bool(_LABEL.fullmatch(text))


def is_more(text: str, title: str) -> bool:
    """Return whether a text is a link such as "Read more about" a title."""
    more = _MORE.match(text)
    if not more:
        return False
    rest = fold(_OF_WHAT.sub("", text[more.end() :], count=1))
    return not rest or rest == fold(title) or rest in fold(title) or fold(title) in rest


def is_byline(text: str) -> bool:
    """Return whether a text says who wrote an entry, and nothing else."""
    byline = _BYLINE.fullmatch(text) if len(text.split()) <= _MOST_NAMES else None
    words = re.findall(r"[^\W\d_]+", byline["who"]) if byline else ()
    return bool(words) and all(not word[:1].islower() or word in _IN_NAMES for word in words)
