"""intake: plain text or Markdown, as it was pasted or written, becomes an ``article.md``.

    file ──► pieces ──► leftovers out ──► title, headings, lists ──► Markdown ──► proof

The words of an article are not ours to change. Only a whole line that belongs to the web page around the
article is ever taken out, always with a finding; in doubt the line stays, with a finding that asks. The
last step reads the result back and compares it word for word with what had to be in it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

import msgspec

from pipeline import markup, pandoc, read, source, workspace
from pipeline.model import (
    ArticleSettings,
    Block,
    Exit,
    FeuilletError,
    Finding,
    Kind,
    Place,
    Value,
    error,
    is_error,
    note,
    plain,
    warning,
)

KINDS = (".txt", ".md")

LONGEST_TITLE = 200  # characters
LONGEST_HEADING = 120
LONGEST_LEFTOVER = 300
DEEPEST_LIST = 6  # levels


class Imported(Value, frozen=True):
    """An article ready to be written: its name, the text of its ``article.md``, what was decided."""

    name: str
    text: str
    findings: tuple[Finding, ...]


class _Draft(Value, frozen=True):
    """What a reader of one kind of file hands back."""

    title: str
    text: str
    findings: tuple[Finding, ...]


def article(data: bytes, file_name: str, language: str, name: str | None = None) -> Imported:
    """Turn ``data``, the contents of ``file_name``, into an article in ``language``.

    ``name`` is the name of the article's folder; without it, it is made from the title. A Markdown file
    that begins with ``+++`` is an article already and comes back as it is.

    Raises `FeuilletError` when the kind of file is not known, or when it is not UTF-8, is empty, has no
    title, or holds something that Feuillet cannot set.
    """
    suffix = PurePath(file_name).suffix.lower()
    if suffix not in KINDS:
        message = f"Feuillet does not import files of the kind “{suffix or file_name}”."
        hint = f"It knows {' and '.join(KINDS)}: save the text as one of them, as UTF-8."
        raise _stop(error("I001", message, hint, Place(file_name)))
    if name is not None and not workspace.NAME.match(name):
        hint = "Use small letters without accents, digits and single hyphens: therapie-cellulaire."
        raise FeuilletError(Exit.USAGE, (error("I002", f"“{name}” cannot name an article.", hint),))
    text = source.decode(data, file_name)
    if suffix == ".txt":
        draft = _from_text(text, file_name, language)
    elif text.split("\n", 1)[0].strip() == source.FENCE:
        draft = _from_article(text, file_name)
    else:
        draft = _from_markdown(text, file_name, language)
    findings = tuple(sorted(draft.findings, key=lambda finding: finding.place.line or 0))
    return Imported(name or slug(draft.title, PurePath(file_name).stem), draft.text, findings)


def _stop(*findings: Finding) -> FeuilletError:
    return FeuilletError(Exit.SOURCE, findings)


def _require(findings: Sequence[Finding]) -> None:
    if any(map(is_error, findings)):
        raise _stop(*findings)


def _no_title(place: Place, hint: str) -> FeuilletError:
    return _stop(error("R005", "The article has no title.", hint, place))


# ── Names ──────────────────────────────────────────────────────────────────────────────────

_SMALL_WORDS = frozenset(
    """
    a ai au aux avec c ce ces cet cette comment d dans de des du elle elles en est et il ils j je l la le les
    leur leurs lors m mais n ne nos notre nous on ont ou par pas plus pour pourquoi qu quand que quel quelle
    quelles quels qui quoi s sa se ses si son sont sous sur t un une vers vos votre vous y
    about an and are as at be by can do does for from has have how i in is it its my of or our that the their
    this to what when where which who why with you your
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)


def slug(title: str, otherwise: str = "") -> str:
    """The first four words of ``title`` that carry meaning, in small ASCII letters: ``vivre-lupus``."""
    # In “offrent-elles” the verb says little: a question is named by its nouns.
    title = re.sub(r"\w+-(?:t-)?(?:ils?|elles?|on)\b", "", title)
    for text, left_out in ((title, _SMALL_WORDS), (title, frozenset[str]()), (otherwise, frozenset[str]())):
        ascii_text = _fold(text).replace("œ", "oe").replace("æ", "ae").replace("ø", "o").replace("ł", "l")
        words = [word for word in re.findall(r"[a-z0-9]+", ascii_text) if word not in left_out]
        if words:
            return "-".join(word[:24] for word in words[:4])
    return "article"


def _fold(text: str) -> str:
    """``text`` without accents, capitals, curly apostrophes and hyphens, to compare by."""
    letters = unicodedata.normalize("NFD", text.casefold())
    folded = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return " ".join(re.sub(r"[-\u2010\u2011]", " ", re.sub(r"[’ʼ`´]", "'", folded)).split())


# ── Leftovers of a web page ────────────────────────────────────────────────────────────────


class _Candidate(Value, frozen=True):
    """A block as the rules for leftovers see it. ``removable`` is true for a block of one whole line."""

    text: str
    line: int | None
    removable: bool


class _Verdict(Value, frozen=True):
    """What a rule says of a line: that it is ``what``, for sure (``out``) or perhaps.

    ``section`` is true where the line may well be the heading of a real section; ``opens`` where the
    titles of other articles may follow.
    """

    what: str
    out: bool
    hint: str = ""
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

_IMPRINT_HINT = "Name the author and the date in the settings of article.md, under [imprint]."

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

_CAPITAL = "[A-ZÀ-ÖØ-ÞŒŸ]"
_NAME = rf"(?:(?:d[eu]|des|la|le|van|von|der|da|di|el|al|et|and)\s+)*(?:d’|d')?{_CAPITAL}[\w.’'-]*,?"
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


def _verdicts(candidates: Sequence[_Candidate]) -> list[_Verdict | None]:
    """What the rules say of each block; None is by far the most common answer."""
    said = {_fold(candidate.text).rstrip(" .?!") for candidate in candidates}
    found: list[_Verdict | None] = []
    for index, candidate in enumerate(candidates):
        following = candidates[index + 1].text if index + 1 < len(candidates) else ""
        verdict = _verdict(candidate.text, index < _HEAD, following, said)
        if verdict and verdict.out and not candidate.removable:
            verdict = _Verdict(verdict.what, False)
        found.append(verdict)
    return _with_link_titles(candidates, found)


def _verdict(text: str, in_head: bool, following: str, said: set[str]) -> _Verdict | None:
    if len(text) > LONGEST_LEFTOVER:
        return None
    # Arrows, bullets and small pictures around the words are decoration; a bracket may be.
    words = re.sub(r"^[^\w©]+", "", text)
    key = re.sub(r"[\s:.…!?>»›→➜►|)]+$", "", _fold(words))
    if announcement := _ANNOUNCEMENT.fullmatch(key):
        strong, alone = bool(announcement["strong"]), not announcement["rest"]
        if alone:
            section = not strong and _is_sentence(following)
            return _Verdict(_LINK, not section, section=section, opens=True)
        rest = _SEPARATOR.split(words, 1)[1]
        sure = _is_link_title(rest, 2 if strong else 3) and _fold(rest).rstrip(" .?!") not in said
        return _Verdict(_LINK, sure)
    for what, pattern in _SURE_RULES:
        if pattern.fullmatch(key):
            return _Verdict(what, True, _IMPRINT_HINT if what is _BYLINE else "")
    if _WRITTEN_BY.fullmatch(words) or (in_head and _BARE_DATE.fullmatch(key)):
        return _Verdict(_BYLINE, True, _IMPRINT_HINT)
    if _BY.fullmatch(words):
        return _Verdict(_BYLINE, in_head, _IMPRINT_HINT)
    for what, pattern in _UNSURE_RULES:
        if pattern.fullmatch(key):
            return _Verdict(what, False, section=True)
    if _UNPUNCTUATED.fullmatch(key) and not _is_sentence(text) and re.search(rf"\s{_CAPITAL}", words):
        return _Verdict(_LINK, False)
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


def _with_link_titles(
    candidates: Sequence[_Candidate], found: list[_Verdict | None]
) -> list[_Verdict | None]:
    """Below a bare “Related articles” the titles of other articles may follow: ask about them.

    They are kept. The last short line before a paragraph is left in peace: it is the next heading.
    """
    for index, verdict in enumerate(found):
        if not (verdict and verdict.out and verdict.opens):
            continue
        below = index + 1
        while below < len(found) and not _is_sentence(candidates[below].text.rstrip("?")):
            below += 1
        last = below if below == len(found) else below - 1
        for title in range(index + 1, last):
            found[title] = found[title] or _Verdict(_LINK, False)
    return found


def _tell(
    candidates: Sequence[_Candidate], verdicts: Sequence[_Verdict | None], shown: str
) -> Iterator[Finding]:
    """A finding for each line that is left out, and for each that was nearly."""
    before = ""
    for candidate, verdict in zip(candidates, verdicts, strict=True):
        place = Place(shown, candidate.line)
        if verdict and verdict.out:
            where = f"after “{_shorten(before)}”" if before else "at the top"
            back = f"If it belongs to the article, write it into article.md {where}."
            message = f"The line “{candidate.text}” was left out: it looks like {verdict.what}."
            yield warning("I010", message, f"{verdict.hint} {back}".lstrip(), place)
        elif verdict:
            message = f"The line “{_shorten(candidate.text, 20)}” was kept, but it looks like {verdict.what}."
            yield warning(
                "I013", message, "Delete it from article.md if it is not part of the article.", place
            )
        if not (verdict and verdict.out):
            before = candidate.text


def _shorten(text: str, most: int = 8) -> str:
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]) + " …"


_SENTENCE_END = re.compile(r"[.!?…;:][»”’\"')\]\s]*$")


def _is_sentence(text: str) -> bool:
    """Whether ``text`` reads like running text: it ends like a sentence, or is too long for a heading."""
    return bool(_SENTENCE_END.search(text)) or len(text) > LONGEST_HEADING


# ── Plain text: lines to pieces ────────────────────────────────────────────────────────────


class _Line(Value, frozen=True):
    number: int
    indent: int
    text: str

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


class _Piece(Value, frozen=True):
    """A paragraph, a heading or a list item: its words on one line, and where it began.

    ``mark`` is what a list item was marked with; ``plain`` is the piece with its mark, as it was written.
    """

    line: int
    lines: int
    text: str
    mark: str = ""
    indent: int = 0

    @property
    def plain(self) -> str:
        return f"{self.mark} {self.text}" if self.mark else self.text

    @property
    def number(self) -> int | None:
        return int(self.mark[:-1]) if self.mark[:1].isdigit() else None


_SPACES = re.compile(r"[ \t\v\f\x1c-\x1f\x85\u00a0\u2007\u202f]+")
_ITEM = re.compile(r"([-*•▪◦‣·–—]|[0-9]{1,3}[.)]) (\S.*)")


def _pieces(text: str) -> list[_Piece]:
    """Cut plain text into pieces: at blank lines, at list items, and at line ends that an author set."""
    groups = _groups(text)
    width = _wrap_width(groups)
    return [_piece(lines) for group in groups for lines in _runs(group, width)]


def _groups(text: str) -> list[list[_Line]]:
    """The lines of ``text`` with their spaces tidied, grouped between blank lines."""
    groups: list[list[_Line]] = [[]]
    for number, raw in enumerate(text.split("\n"), 1):
        tidy = _SPACES.sub(" ", raw.expandtabs(4)).strip()
        if not tidy:
            groups.append([])
            continue
        indent = re.match(r"[ \u00a0\u2007\u202f]*", raw.expandtabs(4))
        groups[-1].append(_Line(number, indent.end() if indent else 0, tidy))
    return [group for group in groups if group]


def _wrap_width(groups: Sequence[Sequence[_Line]]) -> int:
    """The width at which an editor broke the lines, or 0 where each line is a paragraph.

    The evidence is a line of 45 to 100 characters that stops in the middle of a sentence. Two of
    them are needed, and a third of all line ends inside paragraphs have to be like that.
    """
    ends = [(line, after) for group in groups for line, after in pairwise(group)]
    ends = [(line, after) for line, after in ends if not _ITEM.fullmatch(after.text)]
    cut = [line.width for line, after in ends if _is_cut(line, after)]
    return max(cut) if len(cut) >= 2 and len(cut) * 3 >= len(ends) else 0


def _is_cut(line: _Line, after: _Line) -> bool:
    """Whether ``line`` stops in the middle of a sentence that ``after`` goes on with."""
    return 45 <= line.width <= 100 and not _SENTENCE_END.search(line.text) and after.text[0].islower()


def _runs(group: Sequence[_Line], width: int) -> Iterator[list[_Line]]:
    """The lines of one group, those of one piece together."""
    run: list[_Line] = []
    items = 0
    for line in group:
        before = run[-1] if run else None
        if _ITEM.fullmatch(line.text) and (before is None or items or _SENTENCE_END.search(before.text)):
            items += 1
            joined = False
        elif before is None:
            joined = False
        elif _ITEM.fullmatch(run[0].text) and line.indent >= run[0].indent + 2:
            joined = True
        else:
            # An editor breaks a line where the next word would not have fitted; people do so earlier.
            fits = before.width + 1 + len(line.text.split(" ")[0]) <= width
            joined = width > 0 and (_is_cut(before, line) or (not fits and before.width <= width * 1.2))
        if not joined and run:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _piece(lines: Sequence[_Line]) -> _Piece:
    text = " ".join(line.text for line in lines)
    item = _ITEM.fullmatch(text)
    mark, words = (item[1], item[2]) if item else ("", text)
    return _Piece(lines[0].number, len(lines), words, mark, lines[0].indent)


def _with_lists(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Keep the mark of a true list item; of any other piece the mark is part of its words."""
    return [
        piece if not piece.mark or _is_item(pieces, index) else _Piece(piece.line, piece.lines, piece.plain)
        for index, piece in enumerate(pieces)
    ]


def _is_item(pieces: Sequence[_Piece], index: int) -> bool:
    """Numbers have to count up, and a mark that can be a sign of its own (``*``, ``–``) has to come twice."""
    piece = pieces[index]
    beside = [_beside(pieces, index, -1), _beside(pieces, index, +1)]
    if piece.number is not None:
        return any(
            other and other.number == piece.number + step and other.mark[-1] == piece.mark[-1]
            for other, step in zip(beside, (-1, +1), strict=True)
        )
    if piece.mark in "*–—" or (piece.mark == "-" and piece.text[0].isdigit()):
        return any(other and other.mark == piece.mark for other in beside)
    return True


def _beside(pieces: Sequence[_Piece], index: int, step: int) -> _Piece | None:
    """The nearest item before or after on the same level, in the same unbroken run of items."""
    at = index + step
    while 0 <= at < len(pieces) and pieces[at].mark and pieces[at].indent >= pieces[index].indent:
        if pieces[at].indent == pieces[index].indent:
            return pieces[at]
        at += step
    return None


# ── Plain text: pieces to Markdown ─────────────────────────────────────────────────────────


def _from_text(text: str, shown: str, language: str) -> _Draft:
    pieces = _pieces(text)
    candidates = [
        _Candidate(piece.text, piece.line, piece.lines == 1 and piece.number is None) for piece in pieces
    ]
    verdicts = _verdicts(_with_numbers(candidates, pieces))
    findings = list(_tell(candidates, verdicts, shown))
    kept = [
        (piece, verdict)
        for piece, verdict in zip(pieces, verdicts, strict=True)
        if not (verdict and verdict.out)
    ]
    pieces = _with_lists([piece for piece, _ in kept])
    if not pieces or not _is_title(pieces[0]):
        hint = (
            "Write the title alone on the first line, without a full stop, and leave a blank line below it."
        )
        raise _no_title(Place(shown, pieces[0].line if pieces else None), hint)
    allowed = [not verdict or verdict.section for _, verdict in kept]
    headings = _headings(pieces, allowed)
    for index, doubtful in headings.items():
        if doubtful:
            message = f"The line “{pieces[index].text}” was taken for a heading."
            hint = "Delete the “## ” before it in article.md if it is not one."
            findings.append(note("I011", message, hint, Place(shown, pieces[index].line)))
    body = _body(pieces, headings)
    blocks = _prove(body, [_said(piece) for piece in pieces], shown)
    _require(read.check_outline(blocks, shown))
    return _Draft(pieces[0].text, _settings({"language": language}, shown) + body, tuple(findings))


def _with_numbers(candidates: Sequence[_Candidate], pieces: Sequence[_Piece]) -> list[_Candidate]:
    """A lone “5. min read” is judged with its number; an item of a counted list stays where it is."""
    return [
        candidate
        if piece.number is None or _is_item(pieces, index)
        else _Candidate(piece.plain, candidate.line, piece.lines == 1)
        for index, (candidate, piece) in enumerate(zip(candidates, pieces, strict=True))
    ]


def _is_title(piece: _Piece) -> bool:
    """A title has letters, is not a list item, and does not go on like a paragraph."""
    return (
        not piece.mark
        and len(piece.text) <= LONGEST_TITLE
        and any(map(str.isalpha, piece.text))
        and not re.search(r"[.;:,][»”’\"')\]]*$", piece.text)
    )


def _headings(pieces: Sequence[_Piece], allowed: Sequence[bool]) -> dict[int, bool]:
    """Which pieces are headings, and whether that is in doubt.

    A heading has the shape of one and stands before running text. Of two such lines in a row the first
    is doubtful; of more than two all but the last are lines of text.
    """
    found: dict[int, bool] = {}
    shaped = [
        index > 0 and allowed[index] and _has_heading_shape(piece, pieces[index + 1 : index + 2])
        for index, piece in enumerate(pieces)
    ]
    index = 1
    while index < len(pieces):
        if not shaped[index]:
            index += 1
            continue
        start = index
        while index < len(pieces) and shaped[index]:
            index += 1
        if index == len(pieces):  # nothing stands below: these are the article's last lines
            break
        length = index - start
        below, last = pieces[index], pieces[index - 1]
        if not (below.mark or _is_sentence(below.text)):
            continue
        # A list or a shorter paragraph below, and a line that may be the lead, leave a doubt.
        doubtful = bool(below.mark) or len(below.text) <= len(last.text) or index - 1 == 1 or length > 2
        found[index - 1] = doubtful
        if length == 2:
            found[start] = True
    return found


def _has_heading_shape(piece: _Piece, below: Sequence[_Piece]) -> bool:
    first = piece.text.split(" ")[0]
    return (
        not piece.mark
        and piece.lines <= 2
        and len(piece.text) <= LONGEST_HEADING
        and any(map(str.isalpha, piece.text))
        and bool(re.match(r"[^\W_]|[«“\"'(¿¡]", piece.text))
        and not (first.isalpha() and first.islower())
        and not re.search(r"[.!…;:,][»”’\"')\]]*$", piece.text)
        and not re.search(rf"\w{{4,}}[.…;] +{_CAPITAL}", piece.text)
        and not (
            below and not below[0].mark and len(below[0].text) < len(piece.text) and len(piece.text) > 80
        )
    )


_BLOCK_START = re.compile(r"[-+](?=\s|$)|-(?=[-\s]*$)|#(?=#{0,5}(?:\s|$))|>|\||:::")
_NUMBER_START = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")


def _escape(text: str) -> str:
    """``text`` as one line of Markdown that is a paragraph of these words, whatever it begins with."""
    escaped = markup.escape_markdown(text)
    if _BLOCK_START.match(escaped):
        return "\\" + escaped
    return _NUMBER_START.sub(r"\1\\\2", escaped, count=1) if _NUMBER_START.match(escaped) else escaped


def _escape_heading(markdown: str) -> str:
    """In a heading only number signs at the end mean something."""
    return re.sub(r"(^|\s)(#+)$", r"\1\\\2", markdown)


def _body(pieces: Sequence[_Piece], headings: dict[int, bool]) -> str:
    parts = [f"# {_escape_heading(markup.escape_markdown(pieces[0].text))}"]
    index = 1
    while index < len(pieces):
        piece = pieces[index]
        if piece.mark:
            end = index
            while end < len(pieces) and pieces[end].mark:
                end += 1
            parts.append(_list(pieces[index:end]))
            index = end
            continue
        if index in headings:
            parts.append(f"## {_escape_heading(markup.escape_markdown(piece.text))}")
        else:
            parts.append(_escape(piece.text))
        index += 1
    return "\n\n".join(parts) + "\n"


class _Level:
    """An open list: how far its source was indented, how far its text is, and what it counts."""

    def __init__(self, indent: int, column: int, number: int | None, sign: str) -> None:
        self.indent = indent
        self.column = column
        self.number = number
        self.sign = sign


def _list(items: Sequence[_Piece]) -> str:
    """Items in a row, as lists inside lists where they were indented."""
    lines: list[str] = []
    levels: list[_Level] = []
    for item in items:
        while len(levels) > 1 and item.indent < levels[-1].indent:
            levels.pop()
        fresh = not levels or (item.indent >= levels[-1].indent + 2 and len(levels) < DEEPEST_LIST)
        if fresh:
            column = levels[-1].column + len(_mark(levels[-1])) if levels else 0
            levels.append(_Level(item.indent, column, item.number, item.mark[-1]))
        level = levels[-1]
        if not fresh:
            goes_on = item.number == (None if level.number is None else level.number + 1)
            if not goes_on:
                # Markdown would count on from a list of the same sign, so the next list takes the other.
                same = level.number is not None and item.number is not None
                level.sign = ({".": ")", ")": "."}[level.sign]) if same else item.mark[-1]
                fresh = True
            level.number = item.number
        if lines and fresh and (len(levels) == 1 or item.number is not None):
            lines.append("")  # without it a list that begins with another number than 1 would not be one
        lines.append(" " * level.column + _mark(level) + _escape(item.text))
    return "\n".join(lines)


def _mark(level: _Level) -> str:
    return "- " if level.number is None else f"{level.number}{level.sign} "


def _settings(values: dict[str, str | list[str]], shown: str) -> str:
    """The settings at the head of an article, in TOML, known to be valid."""
    # The strings of JSON are strings of TOML too.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    workspace.load("\n".join(lines).encode(), ArticleSettings, shown)
    return "\n".join([source.FENCE, *lines, source.FENCE, "", ""])


# ── The proof ──────────────────────────────────────────────────────────────────────────────

_Said = tuple[tuple[str, ...], int | None]


def _said(piece: _Piece) -> _Said:
    return tuple(piece.text.split()), piece.number if piece.mark else None


def _block_said(block: Block) -> _Said:
    return tuple(plain(block.content).split()), block.number if block.kind is Kind.ITEM else None


def _prove(body: str, expected: Sequence[_Said], shown: str) -> tuple[Block, ...]:
    """Read the finished Markdown back: it has to say what is ``expected``, block by block, word for word."""
    blocks, findings = read.parse(body, shown)
    _require(findings)
    for said, block in zip(expected, blocks, strict=False):
        if said != _block_said(block):
            raise _cannot(shown, " ".join(said[0]))
    if len(expected) != len(blocks):
        raise _cannot(shown, body)
    return blocks


def _cannot(shown: str, text: str) -> FeuilletError:
    message = f"The passage “{_shorten(text)}” would not come out word for word."
    hint = "Write it in a simpler way, or begin the file with +++ settings to keep it as it is."
    return _stop(error("I003", message, hint, Place(shown, None, text)))


# ── An article that is one already ─────────────────────────────────────────────────────────


def _from_article(text: str, shown: str) -> _Draft:
    """Someone has decided about this file before: check it, and change nothing."""
    head, body, first_line = source.split(text, shown)
    workspace.load(head.encode(), ArticleSettings, shown, 2)
    blocks, findings = read.parse(body, shown, first_line)
    findings += read.check_outline(blocks, shown)
    _require(findings)
    return _Draft(plain(blocks[0].content), text, findings)


# ── Markdown ───────────────────────────────────────────────────────────────────────────────

_ATX = re.compile(r" {0,3}#{1,6}(?=\s|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
_LEFT_OUT_KINDS = (Kind.TITLE, Kind.LEAD, Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE)


def _from_markdown(text: str, shown: str, language: str) -> _Draft:
    """Keep the author's lines as they are, but for leftovers, levels of headings and no-break spaces."""
    front, lines, first_line = _front_matter(text)
    lines = [_plain_spaces(line) for line in lines]
    settings, title, findings = _read_front_matter(front, shown, language)
    blocks, problems = read.parse("\n".join(lines), shown, first_line)
    _require(problems)
    starts = Counter(block.place.line for block in blocks)
    spans = [_span(blocks, index, lines, first_line, starts) for index in range(len(blocks))]
    candidates = [
        _Candidate(plain(block.content), block.place.line, block.kind in _LEFT_OUT_KINDS and span is not None)
        for block, span in zip(blocks, spans, strict=True)
    ]
    verdicts = [
        verdict if block.kind in _LEFT_OUT_KINDS else None
        for verdict, block in zip(_verdicts(candidates), blocks, strict=True)
    ]
    try:
        draft = _rewrite(lines, blocks, spans, verdicts, title, shown)
    except FeuilletError as problem:
        if problem.findings[0].code != "I003" or not any(verdict and verdict.out for verdict in verdicts):
            raise
        # Without the leftovers the rest would read differently (two lists would count on): keep them.
        verdicts = [verdict and _Verdict(verdict.what, False) for verdict in verdicts]
        draft = _rewrite(lines, blocks, spans, verdicts, title, shown)
    findings += [*_tell(candidates, verdicts, shown), *_pictures(blocks), *draft.findings]
    return _Draft(draft.title, _settings(settings, shown) + draft.text, tuple(findings))


def _plain_spaces(line: str) -> str:
    """``line`` with plain spaces for no-break ones; at its start they are dropped, lest they indent it."""
    line = re.sub(r"[\v\f\x1c-\x1f\x85]", " ", line)
    start = re.match(r"\s*", line)
    at = start.end() if start else 0
    return re.sub(r"[\u00a0\u2007\u202f]", "", line[:at]) + re.sub(r"[\u00a0\u2007\u202f]", " ", line[at:])


def _span(
    blocks: Sequence[Block], index: int, lines: Sequence[str], first_line: int, starts: Counter[int | None]
) -> range | None:
    """The lines that are this block and nothing else, as indexes; None where that is not plain to see.

    A heading may have two lines, the second its underline; anything else only one.
    """
    block = blocks[index]
    if block.place.line is None or starts[block.place.line] > 1:
        return None
    first = block.place.line - first_line
    last = first
    if block.kind in (Kind.TITLE, Kind.HEADING):
        if not _ATX.match(lines[first]):
            last = next((at for at in range(first + 1, len(lines)) if _UNDERLINE.match(lines[at])), -1)
        return range(first, last + 1) if last >= first else None
    alone = first + 1 >= len(lines) or not lines[first + 1].strip() or first + 1 + first_line in starts
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    holds_more = (
        block.kind is Kind.ITEM
        and after is not None
        and after.kind is Kind.ITEM
        and after.level > block.level
    )
    return range(first, first + 1) if alone and not holds_more and block.number is None else None


def _rewrite(
    lines: Sequence[str],
    blocks: Sequence[Block],
    spans: Sequence[range | None],
    verdicts: Sequence[_Verdict | None],
    title: str,
    shown: str,
) -> _Draft:
    """The lines of the article that stay, with the levels its headings have to have."""
    out = [bool(verdict and verdict.out) for verdict in verdicts]
    kept = [index for index in range(len(blocks)) if not out[index]]
    headings = [index for index in kept if blocks[index].kind in (Kind.TITLE, Kind.HEADING)]
    findings: list[Finding] = []

    first = blocks[kept[0]] if kept else None
    opens = bool(headings) and headings[0] == kept[0]
    own_title = opens and (not title or _is_only_title(blocks, headings, title))
    if not own_title and not title:
        line = first.place.line if first else None
        raise _no_title(Place(shown, line), "Begin the text with a line “# Title”.")
    if title and own_title and first and _fold(plain(first.content)) != _fold(_plain_words(title)):
        message = f"The title “{_plain_words(title)}” in the head was left out: the text has its own."
        findings.append(
            warning("I014", message, "Change the first line of article.md to have the other.", Place(shown))
        )

    levels = _levels([blocks[index].level for index in headings], own_title)
    result: list[str | None] = list(lines)
    for index, span in enumerate(spans):
        if out[index] and span is not None:
            for line in span:
                result[line] = None
    changed = [index for index, level in zip(headings, levels, strict=True) if blocks[index].level != level]
    for index, level in zip(headings, levels, strict=True):
        span = spans[index]
        if span is None:  # an empty heading has no line; the outline's check names it
            continue
        result[span.start] = _heading_line([lines[line] for line in span], level)
        for line in span[1:]:
            result[line] = None
    if changed:
        count = "A heading has" if len(changed) == 1 else f"{len(changed)} headings have"
        message = f"{count} a new level, so that there is one title and no level is left out."
        findings.append(note("I012", message, "Look at the # signs in article.md.", blocks[changed[0]].place))

    body = _tidy([*([] if own_title else [f"# {_escape_heading(title)}", ""]), *_without(result)])
    outline = [
        msgspec.structs.replace(block, level=level, kind=Kind.TITLE if level == 1 else Kind.HEADING)
        for block, level in zip((blocks[index] for index in headings), levels, strict=True)
    ]
    by_index = dict(zip(headings, outline, strict=True))
    expected = [by_index.get(index, blocks[index]) for index in kept]
    if not own_title:
        expected.insert(
            0, Block(Kind.TITLE, markup.parse([title], lambda _: Place(shown))[0][0], Place(shown), 1)
        )
    _require(read.check_outline(expected, shown))
    _prove(body, [_block_said(block) for block in expected], shown)
    return _Draft(plain(expected[0].content), body, tuple(findings))


def _is_only_title(blocks: Sequence[Block], headings: Sequence[int], title: str) -> bool:
    """Whether the first heading is the article's title, not a section below the one in its head."""
    first = blocks[headings[0]]
    same = _fold(plain(first.content)) == _fold(_plain_words(title))
    return same or (first.level == 1 and not any(blocks[index].level == 1 for index in headings[1:]))


def _plain_words(markdown: str) -> str:
    return plain(markup.parse([markdown], lambda _: Place())[0][0])


def _levels(levels: Sequence[int], own_title: bool) -> list[int]:
    """The levels that headings need: one title, all else below it, and no step down of more than one."""
    result = [1] if own_title else []
    above: list[int] = []
    for level in levels[len(result) :]:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        result.append(min(len(above) + 1, 6))
    return result


def _heading_line(lines: Sequence[str], level: int) -> str:
    if len(lines) == 1:
        return "#" * level + _ATX.sub("", lines[0], count=1)
    words = " ".join(re.sub(r"(\\| {2,})$", "", line).strip() for line in lines[:-1])
    return f"{'#' * level} {_escape_heading(words)}"


def _without(lines: Iterable[str | None]) -> list[str]:
    return [line for line in lines if line is not None]


def _tidy(lines: Iterable[str]) -> str:
    """``lines`` with single blank lines between them, and one line end at the end."""
    text = "\n".join(line if line.strip() else "" for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n").rstrip() + "\n"


def _pictures(blocks: Sequence[Block]) -> Iterator[Finding]:
    for block in blocks:
        if block.kind is Kind.ALTERNATIVE:
            message = f"The article shows the picture “{block.media}”, which is not brought along."
            yield note("I015", message, "Copy it to that place beside article.md.", block.place)


# ── The front matter of Markdown files ─────────────────────────────────────────────────────


def _front_matter(text: str) -> tuple[list[str], list[str], int]:
    """The YAML lines between two ``---``, the lines of the text, and the number of the text's first line."""
    lines = text.split("\n")
    opened = lines[0].rstrip() == "---" and re.match(r"\s*(#|[\w\"'][^:]*:(\s|$))", "\n".join(lines[1:]))
    if opened:
        for index, line in enumerate(lines[1:], 1):
            if line.rstrip() in ("---", "..."):
                return lines[1:index], lines[index + 1 :], index + 2
    return [], lines, 1


def _read_front_matter(
    lines: Sequence[str], shown: str, language: str
) -> tuple[dict[str, str | list[str]], str, list[Finding]]:
    """The settings and the title (as Markdown) that a YAML head gives, and what it holds besides.

    A head that says ``fr-FR`` agrees with a ``language`` of ``fr``, which is then taken as it is.
    """
    settings: dict[str, str | list[str]] = {"language": language}
    title = ""
    findings: list[Finding] = []
    for key, value in _metadata(lines, shown).items():
        place = Place(
            shown,
            next((at for at, line in enumerate(lines, 2) if re.match(rf"['\"]?{re.escape(key)}\b", line)), 1),
        )
        found = _FITS[key](value) if key in _FITS else None
        if not found:
            hint = (
                _IMPRINT_HINT
                if key in ("author", "date")
                else "If readers need it, write it into the settings of article.md."
            )
            findings.append(warning("I014", f"“{key}” in the head of the file was left out.", hint, place))
        elif key == "title" and isinstance(found, str):
            title = found
        elif key in ("description", "keywords"):
            settings[key] = found
        elif isinstance(found, str) and found.split("-")[0] != language.split("-")[0]:
            settings["language"] = found
    return settings, title, findings


def _metadata(lines: Sequence[str], shown: str) -> dict[str, markup.Node]:
    """The head of a file as pandoc reads it: each value a node of its tree."""
    if not lines:
        return {}
    reader = pandoc.MARKDOWN.replace("-yaml_metadata_block", "+yaml_metadata_block")
    data = "\n".join(["---", *lines, "---", ""]).encode()
    tree = json.loads(
        pandoc.run(["--sandbox", "--from", reader, "--to", "json"], data, place=Place(shown, 1))
    )
    meta: dict[str, markup.Node] = tree["meta"]
    return meta


def _words(value: markup.Node) -> str:
    """A value of the head as one line of Markdown, or nothing where it is not words."""
    if value["t"] == "MetaString":
        return markup.escape_markdown(" ".join(value["c"].split()))
    if value["t"] == "MetaBlocks" and len(value["c"]) == 1 and value["c"][0]["t"] in ("Para", "Plain"):
        value = {"t": "MetaInlines", "c": value["c"][0]["c"]}
    if value["t"] != "MetaInlines":
        return ""
    reader = markup.Reader(lambda _: Place())
    words = markup.to_markdown(reader.inlines(value["c"]))
    return "" if reader.findings or reader.notes or "\n" in words else words.strip()


def _text(value: markup.Node) -> str:
    words = _words(value)
    return _plain_words(words) if words else ""


def _tag(value: markup.Node) -> str:
    tag = _text(value)
    try:
        return msgspec.convert({"language": tag}, ArticleSettings).language
    except msgspec.ValidationError:
        return ""


def _keywords(value: markup.Node) -> list[str]:
    words = [_text(item) for item in value["c"]] if value["t"] == "MetaList" else _text(value).split(",")
    return [word.strip() for word in words if word.strip()]


_FITS: dict[str, Callable[[markup.Node], str | list[str]]] = {
    "language": _tag,
    "lang": _tag,
    "title": _words,
    "description": _text,
    "keywords": _keywords,
}
