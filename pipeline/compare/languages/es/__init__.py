"""Spanish, of Spain and the Americas: the parity gate's table."""

# ruff: noqa: E501 - tables: one idea, one line, however long

from __future__ import annotations

from pipeline.compare.languages import (
    EXCEPT,
    FOOT,
    LEXICAL,
    NOT,
    ONLY,
    POUND,
    SPECIAL,
    WITHOUT,
    Cue,
    Table,
    Unit,
)

_DAY, _WEEK = 1440.0, 10080.0

_HOURS = {
    "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "once": 11, "doce": 12,
}  # fmt: skip
# "hora y media" without its "una" is one word for the reader, as is "las ocho" where no noun follows.
_AND_A_HALF: dict[str, Unit] = {
    "hora y media": ("min", 60.0), "día y medio": ("min", _DAY), "semana y media": ("min", _WEEK),
    "mes y medio": ("month", 1.0), "año y medio": ("month", 12.0), "litro y medio": ("l", 1.0),
    "comprimido y medio": ("tablet", 1.0), "pastilla y media": ("tablet", 1.0), "tableta y media": ("tablet", 1.0),
    "cápsula y media": ("capsule", 1.0), "sobre y medio": ("sachet", 1.0), "gramo y medio": ("g", 1.0),
    "kilo y medio": ("g", 1e3),
}  # fmt: skip

_PARTS = {
    "tres cuartas partes": 0.75, "cuarta parte": 0.25, "tercera parte": 1 / 3, "dos terceras partes": 2 / 3, "dos tercios": 2 / 3,
    "quinta parte": 0.2, "décima parte": 0.1,
}  # fmt: skip

TABLE = Table(
    tag="es",
    decimal=",",
    word=r"(?i:(?:" + "|".join(_PARTS) + r")\b|a la(?= (?:semana|hora|noche)\b)|"
    r"(?<!\buna )(?<!\bun )(?<![\d] )(?:" + "|".join(_AND_A_HALF) + r")\b|"
    r"(?<=\ba )las? (?:" + "|".join(_HOURS) + r")(?: y media)?(?= *(?:[.,;:)!?]|$))|[^\W\d_]+)",
    length=1.1,
    numbers={
        "cero": 0, "uno": 1, "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
        "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15,
        "dieciséis": 16, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19, "veinte": 20, "veintiuno": 21, "veintiún": 21,
        "veintiuna": 21, "veintidós": 22, "veintidos": 22, "veintitrés": 23, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25,
        "veintiséis": 26, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "treinta": 30, "cuarenta": 40,
        "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90,
        **{
            stem + ending: value
            for stem, value in (("doscient", 200), ("trescient", 300), ("cuatrocient", 400), ("quinient", 500), ("seiscient", 600), ("setecient", 700), ("ochocient", 800), ("novecient", 900))
            for ending in ("os", "as")
        },
    },
    multipliers={
        "cien": 100, "ciento": 100, "cientos": 100, "mil": 1000, "miles": 1000, "millón": 10**6, "millones": 10**6,
        "millardo": 10**9, "millardos": 10**9,
    },
    ordinals={
        **{
            stem + ending: value
            for stem, value in (("primer", 1), ("segund", 2), ("tercer", 3), ("quint", 5), ("sext", 6), ("séptim", 7), ("octav", 8), ("noven", 9), ("décim", 10), ("undécim", 11), ("duodécim", 12), ("decimoquint", 15), ("vigésim", 20), ("decimotercer", 13), ("decimocuart", 14))
            for ending in ("o", "a", "as")
        },
        "primer": 1, "tercer": 3, "primeros": 1, "terceros": 3, "cuarta": 4, "cuartas": 4, "decimotercer": 13,
    },
    ordinal_suffixes=frozenset(["ª", "er", "ero", "era", "do", "da", "ro", "ra", "to", "ta", "mo", "ma", "vo", "va", "no", "na"]),
    fractions={
        "medio": 0.5, "media": 0.5, "medios": 0.5, "medias": 0.5, "mitad": 0.5, "cuarto": 0.25, "cuartos": 0.25,
        "tercio": 1 / 3, "tercios": 1 / 3, "quintos": 0.2, "décimas": 0.1, **_PARTS,
    },
    collectives={
        "docena": 12, "docenas": 12, "decena": 10, "decenas": 10, "quincena": 15, "veintena": 20, "treintena": 30, "cuarentena": 40,
        "cincuentena": 50, "centena": 100, "centenar": 100, "centenares": 100, "millar": 1000, "millares": 1000, "par": 2,
    },
    soft=frozenset(
        ["un", "uno", "una", "cero", "primero", "primera", "primer", "primeros", "primeras", "segundo", "segunda", "segundas", "tercero", "tercera", "tercer", "cuarta", "cuarto", "docenas", "decenas", "decena", "centenares", "millares", "veintena", "cuarentena", "tercio", "par", "octavo"]
    ),
    articles=frozenset(("un", "una")),
    and_="y",
    and_after=10,
    of=frozenset(("de", "del", "la", "el", "un", "una", "las", "los", "-")),
    half_adjectives=frozenset(("medio", "media", "medios", "medias")),
    halves=dict.fromkeys(("y media", "y medio"), 0.5) | {"y cuarto": 0.25},
    between=frozenset(
        ["-", "de", "pequeño", "pequeña", "pequeños", "pequeñas", "gran", "grande", "grandes", "primer", "primeros", "primera", "primeras", "último", "últimos", "última", "últimas", "próximo", "próximos", "próxima", "próximas", "otro", "otra", "otros", "otras", "buen", "buena", "buenos", "buenas", "solo", "sola", "único", "única", "más", "siguientes"]
    ),
    joins=frozenset(["a", "-", "–", "—", "o", "u", "y", "e", ",", "al", "hasta", "x"]),
    ranges=frozenset(["a", "-", "–", "—", "al", "hasta"]),
    range_starts=frozenset(["de", "del", "entre", "desde"]),
    between_two=frozenset(["entre"]),
    range_fillers=frozenset(["unos", "unas", "aproximadamente", "las", "los", "la", "el"]),
    ratios=frozenset(["de", "cada", "sobre"]),
    loose_ratios=frozenset(["de"]),
    exact={(8, "día"): ("week", 1), (15, "día"): ("week", 2), (15, "quincena"): ("week", 2)},
    plural_multipliers=frozenset(["cientos", "miles", "millones"]),
    wholes={
        **{phrase: (1.5, unit) for phrase, unit in _AND_A_HALF.items()},
        **{f"{article} {word}": (float(hour), ("min", 60.0)) for word, hour in _HOURS.items() for article in ("la", "las")},
        **{f"{article} {word} y media": (hour + 0.5, ("min", 60.0)) for word, hour in _HOURS.items() for article in ("la", "las")},
    },
    limits={
        **dict.fromkeys(("al menos", "por lo menos", "como mínimo", "mínimo", "un mínimo de", "mínimo de", "no menos de", "a partir de", "a partir de los", "mayor o igual a", "≥"), "least"),
        **dict.fromkeys(("como máximo", "máximo", "un máximo de", "máximo de", "no más de", "hasta", "a lo sumo", "como mucho", "menor o igual a", "≤", "máxima de", "máxima es de"), "most"),
        **dict.fromkeys(("más de", "superior a", "superiores a", "por encima de", "mayor de", "mayores de", "mayor que", "supere", "supera", "superan", "superar", "exceda", "excede", "exceder", "excedan", "sobrepasa", "sobrepase", "sobrepasar", "rebase", "más allá de", ">"), "more"),
        **dict.fromkeys(("menos de", "inferior a", "inferiores a", "por debajo de", "menor de", "menores de", "menor que", "<"), "less"),
    },
    limits_after={
        **dict.fromkeys(("como mínimo", "al menos", "mínimo", "o más", "y más", "por lo menos", "o mayores", "o superior", "en adelante", "o mayor", "cumplidos"), "least"),
        **dict.fromkeys(("como máximo", "máximo", "o menos", "y menos", "a lo sumo", "como mucho", "o inferior", "máx"), "most"),
    },
    limit_fillers=frozenset(["no", "nunca", "de", "los", "las", "la", "el", "a", "que", "(", "unos", "unas", "un", "una", "aproximadamente"]),
    units={
        **dict.fromkeys(("nanogramo", "nanogramos"), ("g", 1e-9)),
        **dict.fromkeys(("microgramo", "microgramos"), ("g", 1e-6)),
        **dict.fromkeys(("miligramo", "miligramos"), ("g", 1e-3)),
        **dict.fromkeys(("gramo", "gramos", "gr"), ("g", 1.0)),
        **dict.fromkeys(("kilo", "kilos", "kilogramo", "kilogramos"), ("g", 1e3)),
        **dict.fromkeys(("microlitro", "microlitros"), ("l", 1e-6)),
        **dict.fromkeys(("mililitro", "mililitros"), ("l", 1e-3)),
        **dict.fromkeys(("centilitro", "centilitros"), ("l", 1e-2)),
        **dict.fromkeys(("decilitro", "decilitros"), ("l", 1e-1)),
        **dict.fromkeys(("litro", "litros"), ("l", 1.0)),
        **dict.fromkeys(("unidad", "unidades", "unidad internacional", "unidades internacionales"), ("unit", 1.0)),
        **dict.fromkeys(("milimol", "milimoles"), ("mol", 1e-3)),
        **dict.fromkeys(("milímetro", "milímetros"), ("m", 1e-3)),
        **dict.fromkeys(("centímetro", "centímetros"), ("m", 1e-2)),
        **dict.fromkeys(("metro", "metros"), ("m", 1.0)),
        **dict.fromkeys(("kilómetro", "kilómetros"), ("m", 1e3)),
        **dict.fromkeys(("pie", "pies"), (FOOT, 0.3048)),
        **dict.fromkeys(("pulgada", "pulgadas"), (FOOT, 0.0254)),
        **dict.fromkeys(("milla", "millas"), (FOOT, 1609.3)),
        **dict.fromkeys(("libra", "libras"), (POUND, 453.6)),
        **dict.fromkeys(("onza", "onzas"), (POUND, 28.35)),
        **dict.fromkeys(("por ciento", "por cien"), ("%", 1.0)),
        **dict.fromkeys(("grado", "grados", "grados centígrados", "grados celsius", "grado centígrado"), ("°", 1.0)),
        **dict.fromkeys(("euro", "euros"), ("€", 1.0)),
        **dict.fromkeys(("franco", "francos"), ("CHF", 1.0)),
        **dict.fromkeys(("dólar", "dólares"), ("$", 1.0)),
        **dict.fromkeys(("caloría", "calorías", "kilocaloría", "kilocalorías"), ("kcal", 1.0)),
        **dict.fromkeys(("segundo", "segundos", "seg"), ("min", 1 / 60)),
        **dict.fromkeys(("minuto", "minutos"), ("min", 1.0)),
        **dict.fromkeys(("hora", "horas", "hs", "hrs"), ("min", 60.0)),
        **dict.fromkeys(("día", "días", "jornada", "jornadas"), ("min", _DAY)),
        **dict.fromkeys(("noche", "noches"), ("night", 1.0)),
        **dict.fromkeys(("semana", "semanas", "sem"), ("min", _WEEK)),
        **dict.fromkeys(("mes", "meses"), ("month", 1.0)),
        **dict.fromkeys(("trimestre", "trimestres"), ("month", 3.0)),
        **dict.fromkeys(("semestre", "semestres"), ("month", 6.0)),
        **dict.fromkeys(("año", "años"), ("month", 12.0)),
        **dict.fromkeys(("vez", "veces", "ocasiones"), ("time", 1.0)),
        **dict.fromkeys(("comprimido", "comprimidos", "pastilla", "pastillas", "tableta", "tabletas", "comp", "píldora", "píldoras"), ("tablet", 1.0)),
        **dict.fromkeys(("cápsula", "cápsulas"), ("capsule", 1.0)),
        **dict.fromkeys(("gota", "gotas"), ("drop", 1.0)),
        **dict.fromkeys(("dosis",), ("dose", 1.0)),
        **dict.fromkeys(("inhalación", "inhalaciones", "puff", "puffs", "bocanada", "bocanadas"), ("puff", 1.0)),
        **dict.fromkeys(("pulverización", "pulverizaciones", "nebulización", "nebulizaciones"), ("spray", 1.0)),
        **dict.fromkeys(("sobre", "sobres", "sobrecito", "sobrecitos"), ("sachet", 1.0)),
        **dict.fromkeys(("ampolla", "ampollas"), ("ampoule", 1.0)),
        **dict.fromkeys(("frasco", "frascos", "vial", "viales"), ("vial", 1.0)),
        **dict.fromkeys(("parche", "parches"), ("patch", 1.0)),
        **dict.fromkeys(("supositorio", "supositorios"), ("suppository", 1.0)),
        **dict.fromkeys(("inyección", "inyecciones", "pinchazo", "pinchazos"), ("injection", 1.0)),
        **dict.fromkeys(("vaso", "vasos"), ("glass", 1.0)),
        **dict.fromkeys(("taza", "tazas"), ("cup", 1.0)),
        **dict.fromkeys(("sesión", "sesiones"), ("session", 1.0)),
        **dict.fromkeys(("persona", "personas", "paciente", "pacientes"), ("person", 1.0)),
        **dict.fromkeys(("cucharadita", "cucharaditas", "cucharilla", "cucharillas", "cucharada de café", "cucharadas de café", "cucharada de postre", "cuchara de café", "cucharas de café"), ("teaspoon", 1.0)),
        **dict.fromkeys(("cucharada", "cucharadas", "cucharada sopera", "cucharadas soperas", "cuchara sopera", "cucharas soperas", "cucharada grande"), ("tablespoon", 1.0)),
    },
    months=(
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre"),
        ("ene", "feb", "", "abr", "", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
        ("", "", "", "", "", "", "", "", "setiembre", "", "", ""),
    ),
    doubtful_months=frozenset(["ene", "feb", "abr", "jun", "jul", "ago", "sept", "oct", "nov", "dic"]),
    before_months=frozenset(["en", "de", "desde", "hasta", "a", "finales", "principios", "mediados", "y", "o"]),
    date_joins=frozenset(["-", "–", "al", "a", "y", "o"]),
    date_of=frozenset(["de", "del"]),
    weekdays=(
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        ("", "", "miercoles", "", "", "sabado", ""),
    ),
    weekday_plural="s?",
    decades=frozenset(["años"]),
    centuries=frozenset(["siglo", "siglos"]),
    clock={"mediodía": 720, "medianoche": 0},
    halves_of_day={
        "de la mañana": 0, "h de la mañana": 0, "horas de la mañana": 0, "de la madrugada": 0, "de la tarde": 12, "h de la tarde": 12,
        "horas de la tarde": 12, "de la noche": 12, "h de la noche": 12, "horas de la noche": 12, "del mediodía": 12,
        "a m": 0, "p m": 12, "am": 0, "pm": 12,
    },
    loose_halves=frozenset(["de"]),
    dotted=r"(?i)\b[ap]\. ?m\.?(?!\w)",
    clock_before=frozenset(["las", "la", "de", "a", "desde", "hasta", "entre"]),
    sure_clock=frozenset(["las"]),
    per=frozenset(("por", "/")),
    soft_per=frozenset(("al", "a la", "cada", "en")),
    before_soft_per=frozenset(("vez", "veces", "mg", "g", "ml", "µg", "mcg", "kg", "ui", "comprimido", "comprimidos", "cápsula", "cápsulas", "gota", "gotas", "litros", "unidades")),
    frequencies=(
        ((r"\bun día sí y otro no\b|\bun día sí,? otro no\b|\b(?:a|en) días alternos\b|\bdías alternos\b|\bcada (?:dos|2) días\b|"
         r"\buno de cada dos días\b|\bun día de cada dos\b|\b(?:en )?noches alternas\b"), "min", 2 * _DAY, True, 2),
        (r"\bcada (?:dos|2) semanas\b|\bcada quince días\b|\bcada 15 días\b|\bquincenal\w*|\bsemanas alternas\b", "min", 2 * _WEEK, True, 2),
        (r"\bcada (?:dos|2) meses\b|\bbimestral\w*|\bbimensual\w*|\bmeses alternos\b", "month", 2, True, 2),
        (r"\bcada (?:dos|2) años\b|\bbienal\w*", "month", 24, True, 2),
        ((r"\bdiari[oa]s?\b|\bdiariamente\b|\bcotidian\w+|\btodos los días\b|\bcada (?:día|mañana|tarde|noche|jornada)\b|"
         r"\btodas las (?:mañanas|tardes|noches)\b|\ba diario\b|\bdía a día\b|\bdurante el día\b|\ben el día\b|\bpor noche\b|"
         r"\b24 h(?:oras)?\b|\bpor la mañana y por la (?:noche|tarde)\b|\bmañana y (?:noche|tarde)\b|\ben un día\b"), "min", _DAY, False, 1),
        (r"\b(?:por|(?:en )?cada) (?:toma|dosis|vez|administración)\b|\ba la vez\b|\bde una vez\b", "dose", 1, False, 0),
        (r"\bsemanal\w*|\btodas las semanas\b|\bcada semana\b|\ben una semana\b", "min", _WEEK, False, 1),
        (r"\bmensual\w*|\btodos los meses\b|\bcada mes\b", "month", 1, False, 1),
        (r"\banual\w*|\btodos los años\b|\bcada año\b", "month", 12, False, 1),
        (r"\bsemestral\w*|\bbianual\w*", "month", 6, False, 2),
        (r"\btrimestral\w*", "month", 3, False, 3),
        (r"\bcada hora\b|\btodas las horas\b", "min", 60, False, 1),
        ((r"\bmañana y (?:noche|tarde)\b|\bpor la mañana y (?:otr[oa] )?por la (?:noche|tarde)\b|\bamb[oa]s\b|\bl[oa]s dos\b|\bdobl\w+|\bduplic\w+|"
         r"\bbilateral\w*|\bpareja\b|\ba la mitad\b|\buno a otro\b"), "", 0, False, 2),
        (r"\bmañana,? (?:mediodía|tarde),? y (?:la )?noche\b|\btripl\w+|\bdesayuno,? (?:la )?comida y (?:la )?cena\b", "", 0, False, 3),
        (r"\b(?:sol[oa]|únic[oa]s?|uni\w+|mono\w+|en ayunas|ayunas|otr[oa])\b", "", 0, False, 1),
    ),
    every=r"\b(?:cada|todos los|todas las)(?: (?:aproximadamente|unas|unos))?\s*$",
    always=r"\b(?:las )?24 ?h(?:oras)?(?: (?:del|al) día)?,? (?:y )?(?:los )?7 días (?:de|a) la semana\b|\b(?:las )?24 ?h(?:oras)? (?:del|al) día\b|\b24/7\b|\b24/24\b|"
    r"\blas 24 horas\b|\blos (?:7|siete) días de la semana\b|\bdía y noche\b",
    cues=(
        # What looks like a negation and is none
        Cue(r"\bno (?:solo|sólo|solamente)\b|\bno obstante\b|\bsin (?:lugar a )?dudas?\b|\bsin embargo\b|\bsí y (?:el )?otro no\b|\bnada más (?=\w+[aei]r\b)|"
            r"\bsin cesar\b|\bsin parar\b|\bmás o menos\b|\bno importa\b|\bno\. ?(?=\d)|\bverdad que no\b|\bpor si solo\b|\bde sobra\b|\bhac\w+ falta\b|\bpor falta de\b(?= tiempo)|"
            r"\bni más ni menos\b|\bde nada\b|\bsin falta\b|\bademás\b|\btan solo\b(?= (?:un|una) )", ""),
        Cue(r"\bsolo\b(?= (?:por|con) (?:su|ayuda))|\bpor s[ií] sol[oa]s?\b|\bestar? sol[oa]s?\b|\bdesaparecen? sol[oa]s?\b", ""),
        # Negations that other words may stand for
        Cue(r"\bsin (?:que )?(?:sobrepas\w+|super\w+|exced\w+|rebas\w+|pasar)\b", NOT, "limit"),
        Cue(r"\bno (?:dude|duden|dudes|dudar)\b|\bsin dudar\w*\b|\bno vacil\w+", NOT, "hesitate"),
        Cue(r"\bno (?:se )?(?:olvid\w+|deje de|dejen de|dejar de)\b", NOT, "forget"),
        Cue(r"\bno (?:espere|esperen|tarde|tarden|esperar|demore\w*|retrase\w*)\b", NOT, "soon"),
        Cue(r"\bsin (?:demora|esperar|tardar|tardanza|dilación|perder tiempo)\b", SPECIAL, "soon", False),
        Cue(r"\b(?:no|nunca|jamás) (?:(?:se|lo|la|debe|deben|deberá|debería|puede|hay que|ha de) ){0,3}(?:sobrepas\w+|super(?:e|en|ar)\w*|exced\w+|rebas\w+|pas(?:e|ar) de)|"
            r"\bno (?:[\w'-]+ ){0,6}?más (?:de|que)(?= (?:\d|un|dos|tres|cuatro|cinco|seis|siete|ocho|diez|quince|veinte|lo ))|\b(?:nunca|jamás) (?:[\w'-]+ ){0,5}?más (?:de|que)\b", NOT, "limit", False),
        Cue(r"\bno (?:[\w'-]+ ){0,4}?menos de\b", NOT, "least", False),
        Cue(r"\bno se muev\w+|\bno moverse\b|\bsin mover\w*|\bno (?:debe )?mover\w*", NOT, "still"),
        Cue(r"\b(?:mientras|hasta que) (?:\w+ ){0,2}?no\b", NOT, "until"),
        Cue(r"\bya no\b|\bno (?:[\w'-]+ ){1,3}?más\b(?! (?:de|que|\w+s? que)\b)(?=[ .,;:]*(?:$|[.,;:]))", NOT, "no more"),
        # Only, except
        Cue(r"\b(?:a no ser|a menos) que\b|\bsalvo\b|\bexcepto\b|\bcon excepción\b|\ba excepción\b|\bsi no es\b|\bexceptuando\b|\bquitando\b", EXCEPT),
        Cue(r"\bno (?:[\w'-]+ ){1,6}?más que(?! (?:\d|un|una|dos|tres)\b)", ONLY, "only"),
        Cue(r"\bsi no\b|\bde lo contrario\b|\ben caso contrario\b|\bo no\b|\bsino\b|\ben su defecto\b|\ba falta de\b", LEXICAL, "otherwise", False),
        Cue(r"\blo contrario\b|\bde otr[oa] (?:modo|manera|forma)\b|\botra cosa\b", SPECIAL, "otherwise", False),
        Cue(r"\bno (?:únicamente|simplemente)\b", LEXICAL, "", False),
        Cue(r"\bno (?:tiene que |hay que |se )?(?:pag\w+|abon\w+|cuesta)\b|\bsin (?:coste|costo|cargo|pagar)\b", NOT, "free", False),
        Cue(r"\bno (?:(?:es|será|resulta) (?:necesari[oa]|preciso|obligatori[oa])|(?:le )?hace falta|necesit\w+)\b(?! (?:ningun|nada|nunca))", NOT, "little"),
        # of your own accord is without asking, where a treatment is changed
        Cue(r"\b(?:interr[uú]mp|suspend|dej|cambi|modifi|ajust|abandon|reduzc|aument)\w* (?:[\w'-]+ ){0,4}?(?:por su (?:propia )?cuenta|por iniciativa propia)\b", WITHOUT, "", False),
        # No, not, never
        Cue(r"\bno\b(?:[^.;:!?,()]{0,45}?\b(?:nada|nunca|jamás|ningun[oa]s?|ningún|nadie|tampoco|en absoluto|en ningún caso|bajo ningún concepto)\b"
            r"(?: (?:en absoluto|ningun[oa]|ningún))?)?", NOT),
        Cue(r"\b(?:nunca|jamás|nadie|ningun[oa]s?|ningún|nada|tampoco|ni|en ningún caso|bajo ningún concepto|bajo ninguna circunstancia)\b(?: (?:siquiera|jamás|más))?", NOT),
        # Restrictions
        Cue(r"\bsin (?:riesgos?|peligro|interrupción|problemas?|dificultad\w*|gravedad|esfuerzo|molestias?|complicaciones|hilos?|cable|receta)\b", WITHOUT, "", False),
        Cue(r"\bsin(?: que| ningún| ninguna| ningunos)?\b|\ben ausencia de\b", WITHOUT),
        Cue(r"\blibres? de\b|\bcarentes? de\b|\bdesprovist\w+", WITHOUT, "", False),
        Cue(r"\b(?:solo|sólo|solamente|únicamente|exclusivamente|nada más que)\b|\breservad[oa]s? (?:a|al|para)\b|\bexclusiv[oa]s? (?:para|de)\b", ONLY, "only"),
        Cue(r"\bsol[oa]s?\b|\bsimplemente\b|\breservad\w+|\bexclusiv\w+|\bsiempre y cuando\b|\ba condición\b|\bcon la condición\b|\bestrictamente\b|"
            r"\búnic[oa]s?\b|\bcomo mucho\b|\bsi (?:es )?neces\w+|\bsi lo neces\w+|\ben caso (?:de )?neces\w+|\bbasta\w*|\bsuficien\w+|\bapenas\b|\bmer[oa]\b", ONLY, "only", False),
        Cue(r"\bfuera de\b|\baparte de\b|\bademás de\b|\botr[oa]s? que\b|\bdistint\w+ (?:de|a)\b|\bexclu\w+|\bmenos\b(?= (?:los?|las?|el|en)\b)", EXCEPT, "", False),
        # Words that deny in themselves
        Cue(r"(?:(?<=^)|(?<=[.;:,!?¡¿] )|(?<=debe )|(?<=deben )|(?<=se )|(?<= y ))evit(?:e|en|ar|a|ad)\b|\bprohibid[oa]s?\b|\bse prohíbe\b|\bcontraindicad[oa]s?\b|\bdesaconsej\w+|"
            r"\b(?:absténgase|absténganse)\b", NOT, "forbid"),
        Cue(r"\binnecesari\w+", LEXICAL, "little"),
        Cue(r"\bevit\w+|\babst(?:en|ien|én|uv)\w*|\balej\w+|\blejos\b|\bfuera del? (?:alcance|la vista)|\bal abrigo\b|\bproteg\w+|\bprotéj\w+|\bresguard\w+|\bmanteng\w+ apart\w+", LEXICAL, "avoid", False),
        Cue(r"\bdej(?:e|en|ar|a|ado|ó|es) de\b|\bdej(?:e|ar|arlo|arla)\b|\bsuspend\w+|\bsuspens\w+|\binterr[uú]mp\w+|\binterrup\w+|\bdet(?:en|ien|én)\w+|\bces\w+|\bparar?\b|\bpare\b|\babandon\w+", LEXICAL, "stop", False),
        Cue(r"\bprohíb\w+|\bprohib\w+|\bcontraindic\w+|\bdesaconsej\w+|\bexclu\w+|\bvet\w+|\bdescart\w+|\bno recomend\w+", LEXICAL, "forbid", False),
        Cue(r"\bimposib\w+|\bincapa\w+|\bimpid\w+|\bimped\w+|\bincompatib\w+|\bpreven\w+|\bno apt\w+", LEXICAL, "unable", False),
        Cue(r"\bfalt\w+|\bcare[cn]\w+|\bausen\w+|\bvac[ií][oa]s?\b|\bayun\w+|\bexent\w+|\bexim\w+|\bindolor\w+|\bdéficit\w*|\bdeficien\w+|\bprivad[oa]s? de\b|\blibres?\b", LEXICAL, "lack", False),
        Cue(r"\bfrac[as]\w+|\bfall\w+|\bolvid\w+|\bomit\w+|\bomis\w+|\bsalt(?:ar|arse|e|ado)\b", LEXICAL, "fail", False),
        Cue(r"\brechaz\w+|\brehus\w+|\bmiedo\b|\btem(?:e|er|or|a)\b|\bcancel\w+|\banul\w+|\bcerrad\w+|\bdifer\w+|\bignor\w+|\bneg(?:ar|arse|ó|ado)\w*|\bniegu?\w*|\bdeneg\w+|\bdevuelv\w+", LEXICAL, "refuse", False),
        Cue(r"\brar[oa]s?\b|\braramente\b|\brara vez\b|\bpoc[oa]s?\b|\bexcepcional\w*|\bdifícil\w*|\bdificult\w*|\bcasi\b|\binútil\w*|\bin(?:sufi|efic|adecu|apropi|correct|complet|activ|visib|sensib|frecuen|usual|cómod|conscien|establ|odor|color|tact|ofens|nece)\w*|"
            r"\bdes(?:conoc|agrad|cuid|favor|apare)\w+|\bnegativ\w+|\bilegal\w*|\bimpr\w+|\birregul\w+|\binmóvil\w*|\bbaj[oa]s? en\b", LEXICAL, "little", False),
        Cue(r"\bcomo máximo\b|\bmáximo\b|\bcomo mucho\b|\ba lo sumo\b", SPECIAL, "limit"),
        Cue(r"\bmáxim\w+|\bhasta\b(?! que)|\blímite\w*|\blimit\w+|\bmás allá\b|\bsuper(?:e|en|ar|a|an|ior|iores)\b|\bexced\w+|\bsobrepas\w+|\bpor encima\b", SPECIAL, "limit", False),
        Cue(r"\bal menos\b|\bpor lo menos\b|\bcomo mínimo\b|\bmínim\w+|\bo más\b", SPECIAL, "least", False),
        Cue(r"\ben (?:vez|lugar) de\b|\bmejor que\b|\bantes que\b|\bmás bien\b|\bpreferi\w+", LEXICAL, "instead", False),
        Cue(r"\bhasta que\b|\besper\w+|\ben cuanto\b|\bantes de que\b|\bmientras\b|\bdeje (?:pasar|transcurrir)\b", SPECIAL, "until", False),
        Cue(r"\bdesapare\w+|\btermin\w+|\bacab\w+|\bpasad[oa]s?\b|\bced\w+|\bremit\w+", SPECIAL, "no more", False),
        Cue(r"\bdemasiad\w+|\ben exceso\b|\bexcesiv\w+", LEXICAL, "too", False),
        Cue(r"\binmóvil\w*|\bquiet[oa]s?\b|\ben reposo\b|\bimmóvil\w*", SPECIAL, "still", False),
        Cue(r"\binmediat\w+|\benseguida\b|\ben seguida\b|\bde inmediato\b|\brápid\w+|\bcuanto antes\b|\blo antes posible\b|\bpronto\b|\burgen\w+|\bya mismo\b", SPECIAL, "soon", False),
        Cue(r"\brecuer\w+|\bacuérd\w+|\basegúr\w+|\basegur\w+|\bprocur\w+|\bcuid\w+|\bteng\w+ (?:\w+ )?(?:en cuenta|presente)", SPECIAL, "forget", False),
        Cue(r"\bgratuit\w*|\bgratis\b", SPECIAL, "free", False),
        Cue(r"\blibremente\b|\bcon (?:toda )?(?:confianza|libertad|gusto)\b|\ba su disposición\b|\bcuando (?:lo )?(?:quiera|desee)\b", SPECIAL, "hesitate", False),
    ),
    coordinators=r"\b(?:y|e|o|u|ni)\b",
    collapses=r"^(?:no\b|ni\b|sin\b|nunca\b|tampoco\b)",
    function_words=frozenset(
        ["el", "la", "los", "las", "lo", "un", "una", "unos", "unas", "de", "del", "a", "al", "y", "e", "o", "u", "ni", "en", "con", "sin", "por", "para", "desde", "hasta", "entre", "sobre", "bajo", "ante", "tras", "que", "quien", "cual", "cuyo", "cuando", "donde", "como", "si", "se", "su", "sus", "le", "les", "me", "nos", "usted", "ustedes", "él", "ella", "ellos", "ellas", "esto", "este", "esta", "estos", "estas", "ese", "esa", "eso", "es", "son", "está", "están", "ser", "estar", "ha", "han", "hay", "haber", "no", "sí", "más", "pero", "sino", "porque", "pues", "muy", "también", "ya", "puede", "pueden", "debe", "deben", "todo", "toda", "todos", "todas", "cada", "durante", "antes", "después", "qué", "cómo", "cuándo", "cuánto", "dónde"]
    ),
    abbreviations=frozenset(["dr", "dra", "dres", "sr", "sra", "srta", "prof", "d", "dña", "p", "ej", "etc", "aprox", "art", "núm", "nº", "n", "av", "avda", "c", "pág", "págs", "cap", "fig", "vol", "ed", "máx", "mín", "tel", "tfno", "ref", "ud", "uds", "vd", "a", "m", "j", "st", "ene", "feb", "abr", "jun", "jul", "ago", "sept", "oct", "nov", "dic", "ext"]),
    titles=frozenset(("dr", "dra", "doctor", "doctora", "prof", "profesor", "profesora", "sr", "sra", "srta", "señor", "señora", "señorita", "don", "doña")),
    acronyms={
        "rm": "mri", "rmn": "mri", "irm": "mri", "sida": "aids", "vih": "hiv", "oms": "who", "orl": "ent", "adn": "dna", "arn": "rna",
        "arnm": "mrna", "epoc": "copd", "imc": "bmi", "aine": "nsaid", "aines": "nsaid", "erge": "gerd", "vhc": "hcv", "vhb": "hbv",
        "tac": "ct", "tc": "ct", "ui": "iu", "em": "ms", "ela": "als", "ldl": "ldl", "fc": "hr", "ta": "bp", "pa": "bp",
        "ive": "abortion", "vph": "hpv", "vrs": "rsv", "ue": "eu", "eeuu": "us", "usa": "us", "eeg": "eeg", "ecg": "ecg", "tsh": "tsh", "uci": "icu",
        "avk": "vka", "its": "sti", "ets": "std", "tdah": "adhd", "tcc": "cbt", "rcp": "cpr", "bcg": "bcg", "dmae": "amd", "fiv": "ivf",
        "tp": "pt", "ira": "aki", "irc": "ckd", "erc": "ckd", "hta": "hypertension", "eii": "ibd", "onu": "un", "vsg": "esr", "ph": "ph", "diu": "iud", "inr": "inr",
    },
    common_names=frozenset(
        ["agencia", "instituto", "ministerio", "organización", "sociedad", "autoridad", "seguro", "seguridad", "social", "centro", "hospital", "servicio", "clínica", "consejo", "universidad", "federación", "asociación", "caja", "salud", "sanidad", "estado", "unión", "señor", "señora", "doctor", "doctora", "profesor", "dr", "dra", "sr", "sra", "no", "sí", "internet", "urgencias", "farmacia", "laboratorio", "pascua", "navidad", "norte", "sur", "este", "oeste", "tierra", "tarjeta", "calle", "avenida", "plaza", "usted", "francia", "francés", "español", "españa"]
    ),
)  # fmt: skip
