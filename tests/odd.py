"""Long and odd articles, written here rather than kept: each as Markdown, with a catalog and its picture.

French and English say the same figures, as the parity gate asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

import polib

from tests.workbench import workspace

WORD = "anti" + "thyroparathyroido" * 4 + "pexiques"
ROWS = 300
COLUMNS = 12
WIDE_ROWS = 6
LONG_PAGES = 60


class Pair(NamedTuple):
    """Markdown in French, and the same in English."""

    fr: str
    en: str


TITLE = Pair(
    "Ce qu’il faut savoir avant, pendant et après un traitement par cellules de moelle osseuse : préparer "
    "sa venue, comprendre chaque étape du parcours de soins et reprendre ensuite la vie de tous les jours",
    "What to know before, during and after a treatment with cells taken from bone marrow: getting ready to "
    "come in, understanding each step of the care pathway and then going back to your life of every day, too",
)

_SENTENCES = (
    Pair(
        "Le soignant vous explique chaque geste et répond à vos questions.",
        "The nurse explains each step to you and answers your questions.",
    ),
    Pair(
        "Le prélèvement se fait sous anesthésie locale, dans une salle calme.",
        "The sample is taken under local anaesthetic, in a quiet room.",
    ),
    Pair(
        "Votre médecin suit la guérison et adapte le traitement à votre état.",
        "Your doctor follows the healing and adapts the treatment to your condition.",
    ),
    Pair(
        "La moelle osseuse fabrique les cellules du sang tout au long de la vie.",
        "Bone marrow makes the cells of the blood throughout life.",
    ),
    Pair(
        "Reposez-vous, buvez de l’eau et mangez ce qui vous fait envie.",
        "Rest, drink water and eat what you feel like.",
    ),
    Pair(
        "Une douleur légère est fréquente et passe avec le temps.",
        "A mild pain is common and goes away with time.",
    ),
    Pair(
        "Gardez le pansement propre et sec, et lavez-vous les mains.",
        "Keep the dressing clean and dry, and wash your hands.",
    ),
    Pair(
        "Parlez de vos allergies et de vos médicaments à l’équipe.",
        "Tell the team about your allergies and your medicines.",
    ),
    Pair(
        "Un proche peut vous accompagner et rester auprès de vous.",
        "Someone close to you can come along and stay with you.",
    ),
)


class Odd(NamedTuple):
    """An article to be: its title, key points, and blocks, each a way to write units of words in Markdown."""

    title: Pair
    points: tuple[Pair, ...]
    blocks: tuple[tuple[str, tuple[Pair, ...]], ...]
    caption: Pair | None = None
    parts: tuple[str, ...] = ()  # those that a leaflet carries


def prose(index: int, sentences: int = 4) -> Pair:
    """A paragraph that no other is like: its number is in it."""
    chosen = [_SENTENCES[(index + step) % len(_SENTENCES)] for step in range(sentences)]
    return Pair(
        " ".join([f"Au jour {index}, vous revenez à la consultation.", *(fr for fr, _ in chosen)]),
        " ".join([f"On day {index}, you come back to the clinic.", *(en for _, en in chosen)]),
    )


def same(text: str) -> Pair:
    return Pair(text, text)


def paragraph(pair: Pair) -> tuple[str, tuple[Pair, ...]]:
    return "{}", (pair,)


def heading(pair: Pair, level: int = 2) -> tuple[str, tuple[Pair, ...]]:
    return "#" * level + " {}", (pair,)


def bullets(items: Sequence[tuple[int, Pair]]) -> tuple[str, tuple[Pair, ...]]:
    """A list; each item comes with its depth, from 0."""
    return "\n".join("    " * depth + "- {}" for depth, _ in items), tuple(pair for _, pair in items)


def table(rows: Sequence[Sequence[Pair]]) -> tuple[str, tuple[Pair, ...]]:
    """A table, its head first."""
    line = "|" + " {} |" * len(rows[0])
    rule = "|" + " --- |" * len(rows[0])
    return "\n".join([line, rule, *[line] * (len(rows) - 1)]), tuple(pair for row in rows for pair in row)


def note(number: int, pair: Pair) -> tuple[str, tuple[Pair, ...]]:
    return f"[^{number}]: {{}}", (pair,)


def wide_table() -> tuple[str, tuple[Pair, ...]]:
    """Words that are long enough that no product has twelve columns of them side by side."""
    head = [Pair("Examen", "Test")]
    head += [Pair(f"Consultation{column}", f"Appointment{column}") for column in range(1, COLUMNS)]
    rows = [
        [Pair(f"Analyse {row}", f"Analysis {row}")]
        + [Pair(f"programmation{row}x{column}", f"programming{row}x{column}") for column in range(1, COLUMNS)]
        for row in range(1, WIDE_ROWS + 1)
    ]
    return table([head, *rows])


def everything() -> Odd:
    """Every odd thing but great length, in one article."""
    number = count(1)

    def text(sentences: int = 3) -> tuple[str, tuple[Pair, ...]]:
        return paragraph(prose(next(number), sentences))

    steep = [(depth, prose(next(number), 1)) for depth in range(6)]
    steep += [
        (5, Pair(f"Le mot {WORD} tient ici.", f"The word {WORD} fits here.")),
        (0, prose(next(number), 1)),
    ]
    lines = Pair(
        "Comment se passent les jours qui suivent la greffe, ce que vous sentez, ce que vous pouvez manger, "
        "qui vous rend visite, comment dormir, quand vous lever, et à quel moment vous rentrez chez vous "
        "avec vos proches et vos affaires personnelles",
        "How the days after the graft go, what you feel, what you can eat, who comes to visit you, how to "
        "sleep, when to get up, and at which moment you go home again with the people close to you and with "
        "your personal belongings",
    )
    point = Pair(f"Le traitement {WORD} aide à guérir.", f"The treatment {WORD} helps you heal.")
    notes = [
        *(prose(100 + index, 9 if index == 3 else 2) for index in range(1, 6)),
        Pair(f"Le mot {WORD} vient du grec.", f"The word {WORD} comes from Greek."),
    ]
    marks = tuple(
        paragraph(Pair(f"{prose(200 + index, 2).fr}[^{index}]", f"{prose(200 + index, 2).en}[^{index}]"))
        for index in range(1, 7)
    )
    link = f"[{WORD}](https://example.org/{WORD})"
    return Odd(
        TITLE,
        (point,),
        (
            text(),
            text(),
            heading(lines),
            text(),
            heading(Pair(f"Le mot {WORD} en titre", f"The word {WORD} as a heading")),
            paragraph(point),
            paragraph(Pair(f"Voyez {link} pour en savoir plus.", f"See {link} to learn more.")),
            heading(Pair(f"Plus bas : {WORD}", f"Further down: {WORD}"), 3),
            text(),
            heading(Pair("Une liste profonde", "A deep list")),
            text(1),
            bullets(steep),
            heading(Pair("Une figure plus haute que la page", "A figure higher than the page")),
            paragraph(Pair("La colonne vertébrale porte le corps.", "The spine carries the body.")),
            text(),
            heading(Pair("Un tableau large", "A wide table")),
            text(1),
            wide_table(),
            text(1),
            table(
                [
                    [Pair("Mot", "Word"), Pair("Sens", "Meaning")],
                    [same(WORD), Pair("un mot très long", "a very long word")],
                    [Pair("moelle", "marrow"), same(WORD)],
                ]
            ),
            heading(Pair("Des notes", "Some notes")),
            *marks,
            *(note(index, pair) for index, pair in enumerate(notes, 1)),
        ),
        Pair(f"La colonne, du crâne au bassin, {WORD}.", f"The spine, from skull to pelvis, {WORD}."),
        ("Une liste profonde", "Une figure plus haute que la page"),
    )


def long_table() -> Odd:
    head = (Pair("Jour de suivi", "Follow-up day"), Pair("Soin", "Care"), Pair("Contrôle", "Check"))
    cares = (
        Pair("pansement", "dressing"),
        Pair("visite", "visit"),
        Pair("repos à la maison et repas légers", "rest"),
    )
    rows = [
        (
            Pair(f"jour {day}", f"day {day}"),
            cares[day % 3],
            Pair(f"contrôle {day}", f"check {day}"),
        )
        for day in range(1, ROWS + 1)
    ]
    return Odd(Pair("Un tableau long", "A long table"), (), (paragraph(prose(1)), table([head, *rows])))


def half_a_page() -> Odd:
    return Odd(
        Pair(f"Le mot {WORD}", f"The word {WORD}"), (), tuple(paragraph(prose(day)) for day in range(1, 4))
    )


def longer_than_a_page() -> Odd:
    """A paragraph, and a cell of a table, that no page holds."""
    parts = [prose(day, 9) for day in range(1, 10)]
    much = Pair(" ".join(fr for fr, _ in parts), " ".join(en for _, en in parts))
    rows = [[Pair("Mot", "Word"), Pair("Sens", "Meaning")], [Pair("moelle", "marrow"), much]]
    title = Pair("Un très long paragraphe", "A very long paragraph")
    return Odd(title, (), (paragraph(prose(50)), paragraph(much), table(rows)))


def sixty_pages() -> Odd:
    """Some 60 pages of the brochure: sections of prose, with a list and a footnote in each."""
    blocks: list[tuple[str, tuple[Pair, ...]]] = [paragraph(prose(9000))]
    for section in range(1, LONG_PAGES // 2 + 1):
        start = section * 100
        blocks.append(heading(Pair(f"Étape {section} du parcours", f"Step {section} of the pathway")))
        blocks += [paragraph(prose(start + index, 8)) for index in range(7)]
        blocks.append(bullets([(0, prose(start + 20 + index, 1)) for index in range(4)]))
        marked = prose(start + 30, 3)
        blocks.append(paragraph(Pair(f"{marked.fr}[^{section}]", f"{marked.en}[^{section}]")))
        blocks.append(note(section, prose(start + 40, 2)))
    return Odd(Pair("Un très long parcours", "A very long pathway"), (), tuple(blocks))


ARTICLES = {
    "bizarre": everything(),
    "demi-page": half_a_page(),
    "tableau-long": long_table(),
    "long-paragraphe": longer_than_a_page(),
    "soixante-pages": sixty_pages(),
}

# Four times as high as wide: at the width of any column, higher than its page.
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 400" width="100" height="400">'
    '<rect x="1" y="1" width="98" height="398" fill="none" stroke="#12505b" stroke-width="2"/>{}</svg>'
).format("".join(f'<ellipse cx="50" cy="{y}" rx="30" ry="12" fill="#e8c9b0"/>' for y in range(24, 400, 32)))


def write(folder: Path) -> Path:
    """The base workspace in ``folder``, its article replaced by the odd ones."""
    workspace(folder, remove=("sources",))
    for name, odd in ARTICLES.items():
        place = folder / "sources" / name
        place.mkdir(parents=True)
        (place / "article.md").write_text("".join(_markdown(odd)), "utf-8")
        _catalog(odd).save(str(place / "en.po"))
        if odd.caption:
            (place / "colonne.svg").write_text(FIGURE, "utf-8")
    return folder


ALTERNATIVE = Pair("Une colonne de vertèbres.", "A column of vertebrae.")


def _markdown(odd: Odd) -> Iterator[str]:
    yield '+++\nlanguage = "fr"\n'
    if odd.points:
        yield "key_points = [" + ", ".join(f'"{point.fr}"' for point in odd.points) + "]\n"
    if odd.parts:
        yield "[parts]\nleaflet = [" + ", ".join(f'"{part}"' for part in odd.parts) + "]\n"
    if odd.caption:
        yield '[[figures]]\nfile = "colonne.svg"\nafter = "La colonne vertébrale"\n'
        yield f'alternative = "{ALTERNATIVE.fr}"\ncaption = "{odd.caption.fr}"\n'
    yield f"+++\n\n# {odd.title.fr}\n"
    for pattern, pairs in odd.blocks:
        yield "\n" + pattern.format(*(pair.fr for pair in pairs)) + "\n"


def _catalog(odd: Odd) -> polib.POFile:
    catalog = polib.POFile()
    catalog.metadata = {"Language": "en", "Content-Type": "text/plain; charset=UTF-8"}
    pairs = [odd.title, *(pair for _, units in odd.blocks for pair in units)]
    pairs += [ALTERNATIVE, odd.caption] if odd.caption else []
    for fr, en in dict.fromkeys(pairs):
        catalog.append(polib.POEntry(msgid=fr, msgstr=en))
    for fr, en in odd.points:
        catalog.append(polib.POEntry(msgid=fr, msgstr=en, msgctxt="key point"))
    return catalog
