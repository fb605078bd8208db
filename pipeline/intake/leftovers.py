"""leftovers: which lines belong to the web page around an article, and not to the article.

`verdicts` judges blocks by rules that each have to fit a whole line; `tell` says what came of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Finding, Place, Value, Word, warning
from pipeline.text import fold, short

LONGEST_HEADING = 120  # characters
LONGEST_LEFTOVER = 300


def key(text: str) -> str:
    """What ``text`` is compared by: without accents and capitals, curly apostrophes and hyphens."""
    return " ".join(re.sub(r"[-\u2010\u2011]", " ", re.sub(r"[’ʼ`´]", "'", fold(text))).split())


class Candidate(Value, frozen=True):
    """A block as the rules for leftovers see it. ``removable`` is true for a block of one whole line."""

    text: str
    line: int | None
    removable: bool


class Verdict(Value, frozen=True):
    """What a rule says of a line: that it is ``what``, for sure (``out``) or perhaps.

    ``section`` is true where the line may well be the heading of a real section; ``opens`` where the
    titles of other articles may follow.
    """

    what: str
    out: bool
    section: bool = False
    opens: bool = False


# All patterns are matched against folded text: small letters, no accents, no hyphens, straight
# apostrophes. Each has to fit the whole line, so that a sentence that merely begins alike is safe.


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


# Words that announce another article, and hardly ever anything else.
_ANNOUNCES = _any(
    r"(?:(?:autres? )?(?:sujets?|articles?|dossiers?) )?a (?:lire|voir|decouvrir|consulter) "
    r"(?:aussi|egalement|ensuite|en complement)",
    r"(?:autres? )?(?:sujets?|articles?|dossiers?) a (?:lire|voir|decouvrir|consulter|ne pas manquer)",
    r"(?:lire|lisez|decouvrir|decouvrez|consultez) (?:aussi|egalement)",
    r"avez vous (?:deja )?(?:vu|lu) (?:cela|ceci|ca|cet article)",
    r"(?:ceci|cela|ca|cet article|ces articles) (?:peut|peuvent|pourrait|pourraient|devrait) "
    r"(?:aussi |egalement )?vous (?:interesser|plaire)",
    r"vous (?:aimerez|pourriez|devriez) (?:peut etre )?(?:aussi|egalement)(?: aimer| lire)?",
    r"(?:dans|sur) (?:le|la) meme (?:theme|thematique|sujet|rubrique|categorie|genre)",
    r"(?:nos )?(?:autres )?articles? (?:similaires?|lies?|connexes?|associes?|recommandes?)",
    r"a ne pas (?:manquer|rater)",
    r"ne (?:manquez|ratez) pas",
    r"lire (?:la suite|plus|l'article(?: complet)?)",
    r"continuer la lecture",
    r"read also|also read|to read also|must read|read (?:this )?next|up next",
    r"(?:related|similar|recommended|suggested|popular|latest|more) "
    r"(?:articles?|posts?|stories|story|reading|reads|content|links)",
    r"you (?:may|might|could|will) also (?:like|enjoy|be interested in|want to read)",
    r"you (?:may|might) (?:like|enjoy)",
    r"recommended for you",
    r"this (?:may|might|could) (?:also )?interest you",
    r"(?:don't|dont|do not) miss(?: this)?",
    r"(?:continue|keep) reading",
    r"have you (?:seen|read) this",
    r"(?:on|in) the same (?:topic|subject|theme|category)",
    r"more on this (?:topic|subject)",
)

# The same, but a clinic's own text may say it too: to its sources, or from one section to another.
_MAY_ANNOUNCE = _any(
    r"voir (?:aussi|egalement)",
    r"(?:pour )?en savoir plus",
    r"plus d'(?:infos?|informations?)",
    r"pour aller plus loin",
    r"a (?:lire|voir|decouvrir|consulter)",
    r"see also|further reading",
    r"(?:read|learn|find out|see|discover) more",
)

_NETWORK = _any(
    r"facebook|twitter|linkedin|instagram|whatsapp|pinterest|youtube|tiktok|telegram|messenger|threads|bluesky",
    r"mastodon|snapchat|reddit|flipboard|x|(?:les |nos )?reseaux sociaux|(?:our )?social (?:media|networks)",
    r"google (?:news|actualites)|e ?mail|mail|courriel",
)
_NETWORKS = rf"{_NETWORK}(?:(?:,| et| and| ou| or| /| \|| &|) {_NETWORK})*"
_BUTTON = _any(
    _NETWORK,
    r"partager|partagez|share|tweet|tweeter|imprimer|print|epingler|pin it|copier le lien|copy link|envoyer",
)

_MONTH = _any(
    r"janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept?(?:embre)?|oct(?:obre)?",
    r"nov(?:embre)?|dec(?:embre)?|jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|may|june?|july?|aug(?:ust)?",
    r"september|october|november|december|mar",
)
_DATE = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday),? )?"
    + _any(
        rf"\d{{1,2}}(?:er|st|nd|rd|th)? {_MONTH}\.?,? \d{{4}}",
        rf"{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}",
        r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}",
        r"\d{4} \d\d \d\d",
        r"\d\d \d\d \d{4}",
    )
    + r"(?:,? (?:a |at )?\d{1,2} ?[h:] ?\d{0,2}(?: ?[ap]m)?)?"
)
_DATED = (
    _any(
        r"(?:article )?(?:publie|poste|mis en ligne|mis a jour|modifie|actualise)e?",
        r"(?:derniere )?mise a jour|date de publication",
        r"(?:last |medically )?(?:published|posted|updated|modified|reviewed)",
    )
    + rf"(?: le| on)?(?: ?:(?: le)?)? {_DATE}"
)

_LINK = "a link to another article"
_SHARING = "an invitation to share or to subscribe"
_COOKIES = "a question about cookies"
_ADVERT = "an advertisement"
_NAVIGATION = "the navigation of a web page"
_BYLINE = "a date or an author’s line"

_SURE: tuple[tuple[str, str], ...] = (
    (
        _SHARING,
        _any(
            r"(?:partager|partagez|share)(?: this| cet| cette| l')? ?(?:article|page|post|story)?"
            rf"(?: (?:sur|via|par|on|by) {_NETWORKS})?",
            r"tweeter|tweet(?: this)?|copier le lien|copy link|pin it",
            rf"{_BUTTON}(?:(?:,| /| \|| ·| •|) {_BUTTON})+",
            r"facebook|twitter|linkedin|instagram|whatsapp|pinterest|tiktok",
            rf"(?:suivez nous|follow us|like us)(?: (?:sur|on) {_NETWORKS})?",
            rf"(?:retrouvez|rejoignez|join|find) (?:nous|us) (?:sur|on) {_NETWORKS}",
            r"(?:abonnez vous|inscrivez vous|s'abonner|s'inscrire|je m'abonne|je m'inscris|recevez"
            r"|subscribe|sign up|get)"
            r"\b[^.!?]*\b(?:newsletters?|lettre d'informations?|infolettre|chaine youtube|youtube channel"
            r"|mailing list)"
            r"\b[^.!?]*",
            r"newsletter|s'abonner|je m'abonne|abonnez vous|subscribe(?: now| today)?",
            r"(?:laisse[rz]|ajoute[rz]|poste[rz]) un commentaire",
            r"(?:\d+|aucun) commentaires?|annuler la reponse",
            r"(?:leave|post|add) a (?:comment|reply)|(?:\d+|no) comments?|cancel reply",
        ),
    ),
    (
        _COOKIES,
        _any(
            r"(?:accepter|refuser|gerer|parametrer|personnaliser) (?:tous )?(?:les |mes |vos )?cookies",
            r"tout (?:accepter|refuser)|accepter et (?:fermer|continuer)|continuer sans accepter",
            r"(?:accept|reject|manage|allow) (?:all )?(?:our )?cookies|(?:accept|reject) all",
            r"cookie (?:settings|preferences)",
            r"(?:ce site|notre site|nous) utilis(?:e|ons) des cookies.*",
            r"(?:this (?:web ?)?site|our (?:web ?)?site|we) uses? cookies.*",
        ),
    ),
    (
        _ADVERT,
        _any(
            r"publicite|advertisement|advertising",
            r"(?:contenu|article|liens?|annonces?) (?:sponsorise|publicitaire)e?s?",
            r"sponsorise|sponsored(?: content| post| links?)?",
            r"la suite (?:de (?:l'article|votre lecture) )?apres (?:la|cette) publicite",
            r"(?:article |story )?continues? (?:below|after) (?:the |this )?ad(?:vertisement)?s?",
        ),
    ),
    (
        _NAVIGATION,
        _any(
            r"(?:retour|revenir) (?:en haut(?: de (?:la )?page)?|a l'accueil|a la liste|au sommaire)",
            r"haut de page|(?:aller|passer) au contenu(?: principal)?",
            r"back to (?:top|home|articles)|(?:skip|jump) to (?:main )?content",
            r"(?:article|page|billet) (?:precedente?|suivante?)|(?:previous|next) (?:article|page|post)",
            r"mentions legales|politique de confidentialite|conditions generales d'utilisation|plan du site",
            r"privacy policy|terms of (?:use|service)|terms and conditions|site ?map",
            r"imprimer (?:cet article|cette page)|print this (?:article|page)",
            r"vous etes ici ?:.*|you are here ?:.*",
            r"(?:accueil|home|page d'accueil) ?(?:[>›»/→|][^>›»/→|.!?]{1,60})+",
        ),
    ),
    (
        _BYLINE,
        _any(
            rf"{_DATED}(?:[ ,;|·•(–—]+{_DATED}\)?)*",
            r"(?:temps de )?lecture ?:? ?(?:environ )?\d+ ?(?:min|mn|minutes?)",
            r"\d+ ?(?:min|mn|minutes?) (?:de lecture|read)|reading time ?:? ?\d+ ?(?:min|minutes?)",
        ),
    ),
)

# Kept, with a question: a leaflet may say these itself.
_UNSURE: tuple[tuple[str, str], ...] = (
    (
        _NAVIGATION,
        r"menu|accueil|home|rechercher|search|sommaire|table des matieres|table of contents|contents",
    ),
    (_NAVIGATION, r"[^\W\d][^|·›»>.!?\d]{1,30}(?:[|·›»>][^|·›»>.!?\d]{2,30}){2,}"),
    (_SHARING, r"commentaires|comments"),
    (_ADVERT, r"annonces?"),
    ("a copyright notice", r"(?:©|copyright\b|\(c\) ?\d{4}|tous droits reserves|all rights reserved).*"),
)

_SURE_RULES = tuple((what, re.compile(pattern)) for what, pattern in _SURE)
_UNSURE_RULES = tuple((what, re.compile(pattern)) for what, pattern in _UNSURE)
_ANNOUNCEMENT = re.compile(rf"(?:(?P<strong>{_ANNOUNCES})|{_MAY_ANNOUNCE})(?P<rest>(?: ?[:?–—|>»→].*)?)")
_UNPUNCTUATED = re.compile(rf"{_ANNOUNCES} \w.*")
_SEPARATOR = re.compile(r"\s*[:?–—|>»→]\s*")
_BARE_DATE = re.compile(_DATE)

CAPITAL = "[A-ZÀ-ÖØ-ÞŒŸ]"
_NAME = rf"(?:(?:d[eu]|des|la|le|van|von|der|da|di|el|al|et|and)\s+)*(?:d’|d')?{CAPITAL}[\w.’'-]*,?"
_ROLE = r"(?:\s*[,|–—-]\s*[^.!?:]{2,60})?"
_BY = re.compile(rf"(?:Par|By|PAR|BY)\s+{_NAME}(?:\s+{_NAME}){{1,5}}{_ROLE}")
_WRITTEN_BY = re.compile(
    r"(?i:(?:article\s+)?(?:[ée]crite?|r[ée]dig[ée]e?|relue?|v[ée]rifi[ée]e?|valid[ée]e?)\s+par|auteure?\s*:|author\s*:|"
    rf"(?:written|(?:medically\s+)?reviewed|posted)\s+by)\s+{_NAME}(?:\s+{_NAME}){{0,5}}{_ROLE}"
)

# What a line that may be lost must not hold: addresses, doses, numbers to call.
_PRECIOUS = re.compile(
    r"(?i)https?:|www\.|\S@\S|\d[\d\s.]{6,}\d|\b(?:15|18|112|114|3114|111|999|911|988|116117)\b|"
    r"\d\s*(?:mg|µg|mcg|ml|cl|g|kg|ui|iu|mmol|%|°|cp|compr|goutte|g[ée]lule|tablet|drop|capsule|times|fois)"
)
_HEAD = 6  # blocks: title, lead, and the lines about author and date between and below them


def verdicts(candidates: Sequence[Candidate]) -> list[Verdict | None]:
    """What the rules say of each block; None is by far the most common answer."""
    texts = {key(candidate.text).rstrip(" .?!") for candidate in candidates}
    found: list[Verdict | None] = []
    for index, candidate in enumerate(candidates):
        following = candidates[index + 1].text if index + 1 < len(candidates) else ""
        verdict = _verdict(candidate.text, index < _HEAD, following, texts)
        if verdict and verdict.out and not candidate.removable:
            verdict = Verdict(verdict.what, False)
        found.append(verdict)
    return _with_link_titles(candidates, found)


def _verdict(text: str, in_head: bool, following: str, texts: set[str]) -> Verdict | None:
    if len(text) > LONGEST_LEFTOVER:
        return None
    # Arrows, bullets and small pictures around the words are decoration; a bracket may be.
    words = re.sub(r"^[^\w©]+", "", text)
    folded = re.sub(r"[\s:.…!?>»›→➜►|)]+$", "", key(words))
    if announcement := _ANNOUNCEMENT.fullmatch(folded):
        strong, alone = bool(announcement["strong"]), not announcement["rest"]
        if alone:
            section = not strong and is_sentence(following)
            return Verdict(_LINK, not section, section=section, opens=True)
        rest = _SEPARATOR.split(words, 1)[1]
        sure = _is_link_title(rest, 2 if strong else 3) and key(rest).rstrip(" .?!") not in texts
        return Verdict(_LINK, sure)
    for what, pattern in _SURE_RULES:
        if pattern.fullmatch(folded):
            return Verdict(what, True)
    if _WRITTEN_BY.fullmatch(words) or (in_head and _BARE_DATE.fullmatch(folded)):
        return Verdict(_BYLINE, True)
    if _BY.fullmatch(words):
        return Verdict(_BYLINE, in_head)
    for what, pattern in _UNSURE_RULES:
        if pattern.fullmatch(folded):
            return Verdict(what, False, section=True)
    if _UNPUNCTUATED.fullmatch(folded) and not is_sentence(text) and re.search(rf"\s{CAPITAL}", words):
        return Verdict(_LINK, False)
    return None


def _is_link_title(rest: str, least: int) -> bool:
    """Whether ``rest`` reads like the title of another article, and holds nothing that must not be lost."""
    first = next((character for character in rest if character.isalnum()), "")
    return (
        least <= len(rest.split()) <= 30
        and (first.isupper() or first.isdigit())
        and not re.search(r"[.;:,…][»”’\")\]]*$", rest.rstrip())
        and not re.search(r"\w{3,}[.;…] +\S", rest)
        and not _PRECIOUS.search(rest)
    )


def _with_link_titles(candidates: Sequence[Candidate], found: list[Verdict | None]) -> list[Verdict | None]:
    """Below a bare “Related articles” the titles of other articles may follow: ask about them.

    They are kept. The last short line before a paragraph is left in peace: it is the next heading.
    """
    for index, verdict in enumerate(found):
        if not (verdict and verdict.out and verdict.opens):
            continue
        below = index + 1
        while below < len(found) and not is_sentence(candidates[below].text.rstrip("?")):
            below += 1
        last = below if below == len(found) else below - 1
        for title in range(index + 1, last):
            found[title] = found[title] or Verdict(_LINK, False)
    return found


def tell(
    candidates: Sequence[Candidate], verdicts: Sequence[Verdict | None], shown: str
) -> Iterator[Finding]:
    """A finding for each line that is left out, and for each that was nearly."""
    before = ""
    for candidate, verdict in zip(candidates, verdicts, strict=True):
        place = Place(shown, candidate.line)
        if verdict and verdict.out:
            yield _left_out(candidate, verdict, before, place)
        elif verdict:
            yield warning("I013", place, line=short(candidate.text, 120), what=Word(verdict.what))
        if not (verdict and verdict.out):
            before = candidate.text


def _left_out(candidate: Candidate, verdict: Verdict, before: str, place: Place) -> Finding:
    line, what = candidate.text, Word(verdict.what)
    byline = verdict.what is _BYLINE
    if before:
        variant = "byline" if byline else ""
        return warning("I010", place, variant=variant, line=line, what=what, before=short(before))
    return warning(
        "I010", place, variant="byline-at-the-top" if byline else "at-the-top", line=line, what=what
    )


SENTENCE_END = re.compile(r"[.!?…;:][»”’\"')\]\s]*$")


def is_sentence(text: str) -> bool:
    """Whether ``text`` reads like running text: it ends like a sentence, or is too long for a heading."""
    return bool(SENTENCE_END.search(text)) or len(text) > LONGEST_HEADING
