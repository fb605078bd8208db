"""Make the Word, OpenDocument, RTF, EPUB and HTML files of the cases: ``python -m tests.make_office_cases``.

They are written by hand, part by part, so that they are small, the same each time, and hold what no library
would write: bombs, documents of another kind, a document type. What comes of them stands beside them and is
accepted with ``pytest --accept``.
"""

# ruff: noqa: E501  (markup reads best on one line)

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

CASES = Path(__file__).with_name("cases") / "import"

# ── Word ───────────────────────────────────────────────────────────────────────────────────

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
XMLNS = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in SPACES.items())
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"

STYLES = {
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Heading4": "heading 4",
    "Quote": "Quote",
    "Caption": "caption",
    "TOC1": "toc 1",
    "ListContinue": "List Continue",
}


def png(colour: bytes = b"\xc0\x30\x30") -> bytes:
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 8, 4, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\x00" + colour * 8) * 4)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "", level: int | None = None, numbers: int = 1) -> str:
    """A paragraph of runs (plain words may be given as they are)."""
    inner = "".join(part if part.startswith("<") else run(part) for part in runs)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbers}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(*blocks: str, span: int = 1, down: str = "") -> str:
    properties = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + down
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def table(*rows: list[str]) -> str:
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    width = max(len(row) for row in rows)
    grid = '<w:gridCol w:w="2000"/>' * width
    return (
        f'<w:tbl><w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>'
    )


def picture(identity: str, alternative: str = "", name: str = "Image 1") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="254000" cy="127000"/>'
        f'<wp:docPr id="1" name="{name}" descr="{alternative}"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{identity}"/>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="254000" cy="127000"/></a:xfrm>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def box(*paragraphs: str) -> str:
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="3" name="Zone"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def footnote_mark(number: int) -> str:
    return (
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'
    )


def ins(text: str) -> str:
    return f'<w:ins w:id="1" w:author="Dr Blanc" w:date="2026-01-01T00:00:00Z"><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:ins>'


def gone(text: str) -> str:
    return f'<w:del w:id="2" w:author="Dr Blanc" w:date="2026-01-01T00:00:00Z"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def docx(
    *body: str,
    notes: tuple[str, ...] = (),
    files: Mapping[str, bytes | str] | None = None,
    relations: str = "",
    properties: str = "",
) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in STYLES.items()
    )
    levels = [("bullet", "•"), ("decimal", "%1.")]
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{index}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text.replace("1", str(level + 1))}"/></w:lvl>'
            for level in range(3)
        )
        + "</w:abstractNum>"
        for index, (kind, text) in enumerate(levels, 1)
    )
    numbers = "".join(
        f'<w:num w:numId="{index}"><w:abstractNumId w:val="{index}"/></w:num>' for index in (1, 2)
    )
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORDML}.document.main+xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{SPACES["r"]}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{XML}<w:document {XMLNS}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"{XML}<w:styles {XMLNS}>{styles}</w:styles>",
        "word/numbering.xml": f"{XML}<w:numbering {XMLNS}>{abstract}{numbers}</w:numbering>",
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{RELATIONS}">'
        + "".join(
            f'<Relationship Id="{identity}" Type="{SPACES["r"]}/{kind}" Target="{target}"/>'
            for identity, kind, target in (
                ("rId1", "styles", "styles.xml"),
                ("rId2", "numbering", "numbering.xml"),
                ("rId3", "footnotes", "footnotes.xml"),
                ("rId4", "comments", "comments.xml"),
                ("rId5", "image", "media/image1.png"),
                ("rId6", "image", "media/image2.emf"),
            )
        )
        + '<Relationship Id="rId7" Type="'
        + SPACES["r"]
        + '/hyperlink" Target="https://sante.example.org/rdv" TargetMode="External"/>'
        + relations
        + "</Relationships>",
    }
    if notes:
        inner = "".join(
            f'<w:footnote w:id="{index}">{note}</w:footnote>' for index, note in enumerate(notes, 1)
        )
        parts["word/footnotes.xml"] = f"{XML}<w:footnotes {XMLNS}>{inner}</w:footnotes>"
    if properties:
        parts["docProps/core.xml"] = (
            f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{properties}</cp:coreProperties>'
        )
    return zipped({**parts, **(files or {})})


def start(title: str = "Votre opération de la cataracte") -> str:
    return p(title, style="Title") + p(
        "Ce que vous devez savoir avant de venir, et comment se passe la journée."
    )


BOLD, RED = "<w:b/>", '<w:color w:val="C00000"/>'

GOOD = docx(
    start(),
    p("Avant l’opération", style="Heading1"),
    p(
        "Prenez votre ",
        run("traitement", BOLD),
        " habituel",
        footnote_mark(1),
        ", ",
        run("sauf", "<w:i/>"),
        " avis contraire. Voyez ",
        f'<w:hyperlink r:id="rId7">{run("la page des rendez-vous")}</w:hyperlink>',
        ".",
    ),
    p("une carte d’identité ;", level=0),
    p("vos ordonnances :", level=0),
    p("la dernière ;", level=1),
    p("celle d’avant.", level=1),
    p("Le jour venu", style="Heading4"),
    p("Arrivez à 7 h.", level=0, numbers=2),
    p("Donnez votre nom.", level=0, numbers=2),
    p(
        "Il faut 10",
        run("6", '<w:vertAlign w:val="superscript"/>'),
        " unités de vitamine B",
        run("12", '<w:vertAlign w:val="subscript"/>'),
        ".",
    ),
    table(
        [cell(p("Moment")), cell(p("Geste"))],
        [cell(p("Matin")), cell(p("Une goutte"))],
        [cell(p("Soir")), cell(p("Deux gouttes"))],
    ),
    p("« On m’a tout expliqué. »", style="Quote"),
    p(picture("rId5", "Un œil vu de face, la pupille dilatée.")),
    p("L’œil après les gouttes.", style="Caption"),
    p("Appelez-nous au moindre doute."),
    notes=(p("Notez-le sur une feuille."),),
    files={"word/media/image1.png": png()},
    properties="<dc:title>Cataracte</dc:title><dc:creator>Dr Claire Blanc</dc:creator><dc:description>Avant et après une opération de la cataracte.</dc:description><cp:keywords>cataracte, œil</cp:keywords>",
)

TRACKED = docx(
    start(),
    p("Venez à jeun."),
    p("Prenez ", gone("deux"), ins("trois"), " comprimés le matin."),
    p("Le soir, rien."),
)

WORD = {
    "docx-good": GOOD,
    "docx-tracked": TRACKED,
    "docx-tracked-accepted": TRACKED,
    "docx-tracked-rejected": TRACKED,
    "docx-comments": docx(
        start(),
        p(
            '<w:commentRangeStart w:id="0"/>',
            "Restez à jeun six heures.",
            '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        ),
        p("Buvez de l’eau."),
        files={
            "word/comments.xml": f'{XML}<w:comments {XMLNS}><w:comment w:id="0" w:author="Dr Blanc">{p("Plutôt huit heures ?")}</w:comment></w:comments>'
        },
    ),
    "docx-text-box": docx(
        start(),
        p(
            "Le texte avant le cadre.",
            box(p("Attention :"), p("ne conduisez pas ce jour-là.")),
            " Et sa suite.",
        ),
        p("Le texte d’après."),
    ),
    "docx-fake-headings": docx(
        p("Votre opération de la cataracte"),
        p("Ce que vous devez savoir avant de venir."),
        p(run("Avant l’opération", BOLD)),
        p("Restez à jeun."),
        p(run("Après l’opération", BOLD)),
        p("Reposez-vous."),
        p(run("Ne vous frottez jamais l’œil.", BOLD)),
        p("Fin."),
    ),
    "docx-colours": docx(
        start(),
        p("Appelez-nous si ", run("l’œil devient rouge ou fait mal", RED), "."),
        p(
            "Ne prenez pas ",
            run("d’aspirine", '<w:highlight w:val="yellow"/>'),
            " sans avis. ",
            run("Deux", "<w:strike/>"),
            " Trois jours ",
            run("sans sport", '<w:u w:val="single"/>'),
            ".",
        ),
        p("Un ", run("secret", "<w:vanish/>"), " bien gardé."),
    ),
    "docx-tables": docx(
        start(),
        table(
            [cell(p("Heures"), span=2), cell(p("Gouttes"))],
            [
                cell(p("8 h")),
                cell(p("9 h")),
                cell(p("une"), p("dans l’œil droit"), down='<w:vMerge w:val="restart"/>'),
            ],
            [
                cell(p("20 h")),
                cell(table([cell(p("21 h")), cell(p("22 h"))]), p("ou plus tard")),
                cell(p(), down="<w:vMerge/>"),
            ],
        ),
        p("Un cadre :"),
        table([cell(p("Ne conduisez pas."))]),
        p("Fin."),
    ),
    "docx-embedded": docx(
        start(),
        p(
            "Un tableau : ",
            '<w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rId99"/></w:object></w:r>',
        ),
        p(
            "Un schéma : ",
            '<w:r><w:drawing><wp:inline><wp:docPr id="9" name="Diagramme"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds r:dm="rId20"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>',
        ),
        p("La dose : ", "<m:oMath><m:r><m:t>d=2×p</m:t></m:r></m:oMath>", "."),
        p(picture("rId6", "Une courbe.")),
        p(
            "Une case : ",
            '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>',
            " j’ai compris.",
        ),
        p("Avant l’opération 2", style="TOC1"),
        p("Voyez ", '<w:hyperlink w:anchor="_Toc1"><w:r><w:t>plus bas</w:t></w:r></w:hyperlink>', "."),
        relations=f'<Relationship Id="rId20" Type="{SPACES["r"]}/diagramData" Target="diagrams/data1.xml"/>',
        files={
            "word/media/image2.emf": b"\x01\x00\x00\x00 EMF",
            "word/diagrams/data1.xml": f"{XML}<dgm:dataModel {XMLNS}><a:t>Prélever</a:t><a:t>Modifier</a:t></dgm:dataModel>",
            "word/header1.xml": f"{XML}<w:hdr {XMLNS}>{p('Service d’ophtalmologie, document provisoire')}</w:hdr>",
            "word/footer1.xml": f"{XML}<w:ftr {XMLNS}>{p('3')}</w:ftr>",
            "word/vbaProject.bin": b"macro",
        },
    ),
    "docx-picture-without-alternative": docx(
        start(), p(picture("rId5", "image1.png")), p("Fin."), files={"word/media/image1.png": png()}
    ),
    "docx-title-note": docx(
        p("Votre opération", footnote_mark(1), style="Heading1"),
        p("Le chapeau du texte, une phrase entière."),
        p("Avant", footnote_mark(2), style="Heading1"),
        p("Rien."),
        notes=(p("Une note du titre."), p("Une note d’un intertitre.")),
    ),
    "docx-bullets": docx(
        start(),
        p("Apportez :"),
        p("•\tune carte d’identité ;"),
        p("•\tvos ordonnances :"),
        p("o\tla dernière ;"),
        p("o\tcelle d’avant."),
        p(
            "Le jour venu :",
            "<w:r><w:br/></w:r>",
            "– arrivez à 7 h ;",
            "<w:r><w:br/></w:r>",
            "– donnez votre nom.",
        ),
        p("Une question revient souvent."),
        p("– Et si j’ai peur ?"),
        p("- Une seule ligne avec un tiret."),
        p("Fin."),
    ),
    "docx-crossing-marks": docx(
        start(),
        p("Arrêtez les ", run("anti", BOLD), run("coagu", "<w:b/><w:i/>"), run("lants", "<w:i/>"), "."),
    ),
    "docx-figure-moved": docx(
        start(),
        p("Restez à jeun."),
        p(picture("rId5", "Un œil vu de face.")),
        p("Appelez-nous au moindre doute."),
        files={"word/media/image1.png": png()},
    ),
    "docx-no-title": docx(
        p("Un texte qui commence par une phrase entière et qui se termine par un point."), p("Un autre.")
    ),
    "docx-document-type": docx(
        start(),
        files={
            "word/document.xml": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "eeee">]><w:document {XMLNS}><w:body>{p("&e;")}</w:body></w:document>'
        },
    ),
    "docx-bomb": docx(start(), files={"word/media/image1.png": b"\0" * 6_000_000}),
    "docx-another-zip": zipped({"readme.txt": "Ceci n’est pas un document.", "data/x.csv": "a;b"}),
    "docx-workbook": zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}),
    "docx-encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + b"\0" * 504
    + "EncryptedPackage".encode("utf-16-le")
    + b"\0" * 480,
    "docx-old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + b"\0" * 504
    + "WordDocument".encode("utf-16-le")
    + b"\0" * 488,
    "docx-broken": GOOD[: len(GOOD) // 2],
    "docx-damaged": GOOD.replace(b"word/document.xml", b"word/dokument.xml"),
}

# ── The others ─────────────────────────────────────────────────────────────────────────────

ODF = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "text": "text",
            "style": "style",
            "table": "table",
            "draw": "drawing",
            "fo": "xsl-fo-compatible",
            "svg": "svg-compatible",
            "meta": "meta",
            "form": "form",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(body: str, files: Mapping[str, bytes | str] | None = None) -> bytes:
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties fo:color="#c00000"/></style:style>'
        '<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    )
    content = f'{XML}<office:document-content {ODF} office:version="1.3"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    header = '<office:master-styles><style:master-page style:name="S"><style:header><text:p>En-tête du service</text:p></style:header></style:master-page></office:master-styles>'
    meta = "<office:meta><dc:title>Cataracte</dc:title><meta:initial-creator>x</meta:initial-creator><dc:creator>Dr Blanc</dc:creator><dc:language>fr-FR</dc:language></office:meta>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f'{XML}<office:document-styles {ODF} office:version="1.3">{header}</office:document-styles>',
            "meta.xml": f'{XML}<office:document-meta {ODF} office:version="1.3">{meta}</office:document-meta>',
            **(files or {}),
        }
    )


ODT_BODY = (
    '<text:h text:outline-level="1">Votre opération</text:h><text:p>Le chapeau du texte, une phrase entière.</text:p>'
    '<text:h text:outline-level="2">Avant</text:h>'
    '<text:p>Prenez <text:span text:style-name="T1">trois</text:span> comprimés<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Avec de l’eau.</text:p></text:note-body></text:note>, <text:span text:style-name="T2">jamais plus</text:span>.<office:annotation><dc:creator>x</dc:creator><text:p>Est-ce sûr ?</text:p></office:annotation></text:p>'
    '<text:list text:style-name="L1"><text:list-item><text:p>une carte ;</text:p></text:list-item><text:list-item><text:p>une ordonnance.</text:p></text:list-item></text:list>'
    '<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>Moment</text:p></table:table-cell><table:table-cell><text:p>Geste</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Matin</text:p></table:table-cell><table:table-cell><text:p>Une goutte</text:p></table:table-cell></table:table-row></table:table>'
    '<text:p><draw:frame draw:name="Image1" svg:width="2cm" svg:height="1cm"><draw:image xlink:href="Pictures/x.png"/><svg:desc>Un œil vu de face.</svg:desc></draw:frame></text:p>'
    "<text:p>Voici un cadre.<draw:frame><draw:text-box><text:p>Ne conduisez pas.</text:p></draw:text-box></draw:frame> Sa suite.</text:p>"
    '<text:p>Un <text:span text:style-name="T3">secret</text:span>.</text:p>'
)
ODT_CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>deux</text:p></text:deletion></text:changed-region></text:tracked-changes>'
    '<text:h text:outline-level="1">Votre opération</text:h><text:p>Prenez <text:change text:change-id="c1"/>trois comprimés.</text:p>'
)

PAGE = """<!DOCTYPE html>
<html lang="fr-FR"><head><meta charset="utf-8"><title>La cataracte - Clinique</title>
<meta name="description" content="Avant et après l’opération."><meta name="author" content="Claire Blanc">
<style>p { color: red }</style><script>alert("x")</script><link rel="stylesheet" href="https://x.example/a.css"></head>
<body><header><a href="/">Accueil</a> <img src="https://x.example/logo.png" alt="Clinique"></header>
<nav><ul><li><a href="/a">Nos services</a></li><li><a href="/b">Nous trouver</a></li></ul></nav>
<div id="cookie-banner"><p>Ce site utilise des cookies.</p><button>Tout accepter</button></div>
<main><h1>Votre opération de la cataracte</h1><p>Ce que vous devez savoir avant de venir.</p>
<h3>Avant l’opération</h3>
<p>Prenez <b>trois</b> comprimés, <span style="color:#c00">jamais plus</span>&nbsp;; voyez <a href="/rdv">la page</a> ou <a href="https://sante.example.org/">ce site</a>.</p>
<ul><li>une carte ;</li><li>une ordonnance.</li></ul>
<img src="https://x.example/oeil.jpg" alt="Un œil vu de face.">
<figure><img src="data:image/png;base64,PNG" alt="Une paupière."><figcaption>La paupière se ferme.</figcaption></figure>
<table><tr><th>Moment</th><th>Geste</th></tr><tr><td>Matin</td><td>Une goutte<br>ou deux</td></tr></table>
<iframe src="https://video.example/1"></iframe>
<form action="/x"><label>Votre avis <textarea></textarea></label><button>Envoyer</button></form>
<p style="display: none">Invisible.</p>
<p>Partager sur Facebook</p>
<script>track()</script></main>
<aside><h2>À lire aussi</h2><p>Un autre article</p></aside>
<footer>© Clinique 2026</footer></body></html>
"""
LATIN = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Été</title></head><body><h1>L’été à l’hôpital</h1><p>Une chaîne élevée, 20 €.</p></body></html>'

RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\colortbl;\red0\green0\blue0;\red192\green0\blue0;}{\info{\title Cataracte}}"
    r"{\header En-t\'eate du service\par}"
    r"{\pard\b Votre op\'e9ration\par}{\pard Ce que vous devez savoir, une phrase enti\'e8re.\par}"
    r"{\pard Prenez {\b trois} comprim\'e9s, {\cf2 jamais plus}, {\strike deux} jours.{\*\annotation {\pard Vraiment ?}}\par}"
    r"{\pard Fin.\par}}"
)


def epub(body: str) -> bytes:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Votre opération</dc:title><dc:creator>Dr Blanc</dc:creator><dc:language>fr</dc:language></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="n"/><itemref idref="a"/></spine></package>'
    )
    page = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>',
            "O/p.opf": opf,
            "O/a.xhtml": page.format(body),
            "O/nav.xhtml": page.format("<nav><ol><li>Table</li></ol></nav>"),
            "O/i/x.png": png(),
        }
    )


FILES: dict[str, tuple[str, bytes]] = {
    **{name: (".docx", data) for name, data in WORD.items()},
    "odt-good": (".odt", odt(ODT_BODY, {"Pictures/x.png": png(b"\x30\x30\xc0")})),
    "odt-tracked": (".odt", odt(ODT_CHANGES)),
    "odt-tracked-accepted": (".odt", odt(ODT_CHANGES)),
    "odt-tracked-rejected": (".odt", odt(ODT_CHANGES)),
    "html-saved-page": (
        ".html",
        PAGE.replace("PNG", base64.b64encode(png(b"\x30\xc0\x30")).decode()).encode(),
    ),
    "html-too-deep": (".html", b"<h1>Titre</h1>" + b"<div>" * 400 + b"Un texte." + b"</div>" * 400),
    "html-latin-1": (".htm", LATIN.encode("cp1252")),
    "html-mixed-encodings": (".html", "<h1>Été</h1><p>Une chaîne".encode() + " élevée.</p>".encode("cp1252")),
    "rtf-good": (".rtf", RTF.encode("ascii")),
    "rtf-tracked": (".rtf", rb"{\rtf1 {\pard Titre\par}{\pard Un {\revised\revauth1 ajout}.\par}}"),
    "epub-good": (
        ".epub",
        epub(
            '<h1>Votre opération</h1><p>Le chapeau, une phrase.</p><h2>Avant</h2><p>Restez <em>à jeun</em>.</p><img src="i/x.png" alt="Un œil vu de face."/><script>x()</script>'
        ),
    ),
    "extension-wrong": (".odt", GOOD),
    "extension-text": (".txt", GOOD),
    "extension-doc-that-is-text": (".docx", b"Un texte tout simple.\n"),
}
CHANGES = {
    name: name.rsplit("-", 1)[1].removesuffix("ed")
    for name in FILES
    if name.endswith(("-accepted", "-rejected"))
}


def main() -> None:
    for name, (suffix, data) in FILES.items():
        folder = CASES / name
        folder.mkdir(exist_ok=True)
        (folder / f"input{suffix}").write_bytes(data)
        assert len(data) < 30_000, name
        if name in CHANGES:
            (folder / "changes").write_text(CHANGES[name] + "\n")


if __name__ == "__main__":
    main()
