"""French, of France, Belgium, Switzerland and Canada: the parity gate's table."""

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
)

_DAY, _WEEK = 1440.0, 10080.0

TABLE = Table(
    tag="fr",
    decimal=",",
    word=r"[^\W\d_]+'?",
    length=1.12,
    numbers={
        "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
        "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
        "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
        "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
    },
    multipliers={
        "cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9,
        "milliards": 10**9,
    },
    ordinals={
        "premier": 1, "première": 1, "premiers": 1, "premières": 1, "1er": 1, "second": 2, "seconde": 2,
        "deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7,
        "huitième": 8, "neuvième": 9, "dixième": 10, "onzième": 11, "douzième": 12, "treizième": 13, "quatorzième": 14, "seizième": 16, "quinzième": 15,
        "vingtième": 20,
    },
    ordinal_suffixes=frozenset(["er", "ers", "re", "res", "ère", "ères", "e", "es", "ème", "èmes", "ième", "ièmes", "nd", "nde"]),
    fractions={
        "demi": 0.5, "demie": 0.5, "demis": 0.5, "demies": 0.5, "moitié": 0.5, "quart": 0.25, "quarts": 0.25,
        "tiers": 1 / 3,
    },
    collectives={
        "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "dizaines": 10, "centaines": 100, "milliers": 1000, "douzaines": 12,
        "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
    },
    soft=frozenset(
        ["un", "une", "neuf", "second", "seconde", "deuxième", "premier", "première", "premiers", "premières", "quarantaine", "zéro", "dizaines", "centaines", "milliers", "douzaines", "vingtaine", "dizaine", "tiers", "quart"]
    ),
    articles=frozenset(("un", "une")),
    and_="et",
    and_after=20,
    of=frozenset(("de", "d'", "du", "des", "la", "le", "l'", "un", "une", "-")),
    half_adjectives=frozenset(("demi", "demie", "demis", "demies")),
    halves=dict.fromkeys(("et demi", "et demie", "et demis", "et demies"), 0.5) | {"et quart": 0.25},
    between=frozenset(
        ["-", "de", "d'", "petit", "petite", "petites", "petits", "grand", "grande", "grands", "grandes", "premier", "premiers", "première", "premières", "dernier", "derniers", "dernière", "dernières", "prochain", "prochains", "prochaine", "prochaines", "autre", "autres", "bon", "bonne", "bons", "bonnes", "seul", "seule"]
    ),
    joins=frozenset(["à", "-", "–", "—", "ou", "et", ",", "au", "x"]),
    ranges=frozenset(["à", "-", "–", "—", "au"]),
    range_starts=frozenset(["de", "d'", "du", "entre", "des"]),
    between_two=frozenset(["entre"]),
    range_fillers=frozenset(["environ", "au", "à", "d'"]),
    ratios=frozenset(["sur"]),
    exact={(8, "jour"): ("week", 1), (15, "jour"): ("week", 2), (15, "quinzaine"): ("week", 2), (8, "huitaine"): ("week", 1)},
    scores=True,
    plural_multipliers=frozenset(["cents", "millions", "milliards"]),
    limits={
        **dict.fromkeys(("au moins", "d' au moins", "au minimum", "minimum", "un minimum de", "pas moins de", "à partir de", "dès", "supérieur ou égal à", "supérieure ou égale à", "≥"), "least"),
        **dict.fromkeys(("au plus", "au maximum", "maximum", "un maximum de", "pas plus de", "jusqu' à", "inférieur ou égal à", "inférieure ou égale à", "≤", "tout au plus", "maximale de", "maximale est de"), "most"),
        **dict.fromkeys(("plus de", "plus d'", "plus que", "supérieur à", "supérieure à", "supérieurs à", "supérieures à", "au - dessus de", "au - delà de", "dépasse", "dépassent", "dépassez", "dépasser", "dépassait", "excède", "excéder", "excédez", ">"), "more"),
        **dict.fromkeys(("moins de", "moins d'", "inférieur à", "inférieure à", "inférieurs à", "inférieures à", "en dessous de", "au - dessous de", "en - dessous de", "<"), "less"),
    },
    limits_after={
        **dict.fromkeys(("au moins", "au minimum", "minimum", "ou plus", "et plus", "ou davantage", "révolus"), "least"),
        **dict.fromkeys(("au plus", "au maximum", "maximum", "ou moins", "et moins", "max"), "most"),
    },
    limit_fillers=frozenset(["pas", "jamais", "de", "d'", "les", "des", "à", "que", "(", "environ", "un", "une"]),
    units={
        **dict.fromkeys(("nanogramme", "nanogrammes"), ("g", 1e-9)),
        **dict.fromkeys(("microgramme", "microgrammes"), ("g", 1e-6)),
        **dict.fromkeys(("milligramme", "milligrammes"), ("g", 1e-3)),
        **dict.fromkeys(("gramme", "grammes"), ("g", 1.0)),
        **dict.fromkeys(("kilo", "kilos", "kilogramme", "kilogrammes"), ("g", 1e3)),
        **dict.fromkeys(("microlitre", "microlitres"), ("l", 1e-6)),
        **dict.fromkeys(("millilitre", "millilitres"), ("l", 1e-3)),
        **dict.fromkeys(("centilitre", "centilitres"), ("l", 1e-2)),
        **dict.fromkeys(("décilitre", "décilitres"), ("l", 1e-1)),
        **dict.fromkeys(("litre", "litres"), ("l", 1.0)),
        **dict.fromkeys(("unité", "unités", "unité internationale", "unités internationales"), ("unit", 1.0)),
        **dict.fromkeys(("millimole", "millimoles"), ("mol", 1e-3)),
        **dict.fromkeys(("millimètre", "millimètres"), ("m", 1e-3)),
        **dict.fromkeys(("centimètre", "centimètres"), ("m", 1e-2)),
        **dict.fromkeys(("mètre", "mètres"), ("m", 1.0)),
        **dict.fromkeys(("pied", "pieds"), (FOOT, 0.3048)),
        **dict.fromkeys(("pouce", "pouces"), (FOOT, 0.0254)),
        **dict.fromkeys(("mile", "miles"), (FOOT, 1609.3)),
        **dict.fromkeys(("livre", "livres"), (POUND, 453.6)),
        **dict.fromkeys(("once", "onces"), (POUND, 28.35)),
        **dict.fromkeys(("kilomètre", "kilomètres"), ("m", 1e3)),
        **dict.fromkeys(("pour cent", "pourcent", "p . 100"), ("%", 1.0)),
        **dict.fromkeys(("degré", "degrés", "degrés celsius", "degré celsius"), ("°", 1.0)),
        **dict.fromkeys(("euro", "euros"), ("€", 1.0)),
        **dict.fromkeys(("franc", "francs"), ("CHF", 1.0)),
        **dict.fromkeys(("dollar", "dollars", "us $", "dollars américains"), ("$", 1.0)),
        **dict.fromkeys(("calorie", "calories", "kilocalorie", "kilocalories"), ("kcal", 1.0)),
        **dict.fromkeys(("seconde", "secondes"), ("min", 1 / 60)),
        **dict.fromkeys(("minute", "minutes"), ("min", 1.0)),
        **dict.fromkeys(("heure", "heures"), ("min", 60.0)),
        **dict.fromkeys(("jour", "jours", "journée", "journées", "j", "j."), ("min", _DAY)),
        **dict.fromkeys(("nuit", "nuits"), ("night", 1.0)),
        **dict.fromkeys(("semaine", "semaines", "sem"), ("min", _WEEK)),
        **dict.fromkeys(("mois",), ("month", 1.0)),
        **dict.fromkeys(("trimestre", "trimestres"), ("month", 3.0)),
        **dict.fromkeys(("an", "ans", "année", "années"), ("month", 12.0)),
        **dict.fromkeys(("fois", "reprises"), ("time", 1.0)),
        **dict.fromkeys(("comprimé", "comprimés", "cp", "cpr"), ("tablet", 1.0)),
        **dict.fromkeys(("gélule", "gélules", "capsule", "capsules"), ("capsule", 1.0)),
        **dict.fromkeys(("goutte", "gouttes"), ("drop", 1.0)),
        **dict.fromkeys(("dose", "doses"), ("dose", 1.0)),
        **dict.fromkeys(("bouffée", "bouffées"), ("puff", 1.0)),
        **dict.fromkeys(("pulvérisation", "pulvérisations"), ("spray", 1.0)),
        **dict.fromkeys(("sachet", "sachets"), ("sachet", 1.0)),
        **dict.fromkeys(("ampoule", "ampoules"), ("ampoule", 1.0)),
        **dict.fromkeys(("flacon", "flacons"), ("vial", 1.0)),
        **dict.fromkeys(("patch", "patchs", "patches"), ("patch", 1.0)),
        **dict.fromkeys(("suppositoire", "suppositoires"), ("suppository", 1.0)),
        **dict.fromkeys(("injection", "injections", "piqûre", "piqûres"), ("injection", 1.0)),
        **dict.fromkeys(("verre", "verres"), ("glass", 1.0)),
        **dict.fromkeys(("tasse", "tasses"), ("cup", 1.0)),
        **dict.fromkeys(("séance", "séances"), ("session", 1.0)),
        **dict.fromkeys(("personne", "personnes", "patient", "patients", "patientes"), ("person", 1.0)),
        **dict.fromkeys(
            ("cuillère à café", "cuillères à café", "cuillerée à café", "cuillerées à café", "cuillère à thé",
             "cuillères à thé", "c . à c", "cuiller à café", "cuillers à café", "càc"),
            ("teaspoon", 1.0),
        ),
        **dict.fromkeys(
            ("cuillère à soupe", "cuillères à soupe", "cuillerée à soupe", "cuillerées à soupe", "c . à s",
             "cuiller à soupe", "cuillers à soupe", "cuillère à table", "cuillères à table", "càs"),
            ("tablespoon", 1.0),
        ),
    },
    months=(
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre"),
        ("janv", "févr", "", "avr", "", "", "juil", "", "sept", "oct", "nov", "déc"),
    ),
    doubtful_months=frozenset(["mars", "mai", "sept", "oct", "avr", "déc", "nov", "janv", "juil", "févr"]),
    before_months=frozenset(["en", "de", "fin", "début", "mi", "depuis", "mi-", "dès", "et", "ou", "à", "d'ici", "courant"]),
    date_joins=frozenset(["-", "–", "au", "à", "et", "ou"]),
    date_of=frozenset(["de"]),
    weekdays=(("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),),
    weekday_plural="s?",
    day_labels=frozenset(["j"]),
    decades=frozenset(["années"]),
    centuries=frozenset(["siècle", "siècles"]),
    roman_ordinals=True,
    clock={"midi": 720, "minuit": 0},
    halves_of_day={"du matin": 0, "de l' après - midi": 12, "du soir": 12},
    clock_before=frozenset(["à", "vers", "dès", "avant", "après", "jusqu'à"]),
    hour_is_time=True,
    per=frozenset(("par", "/")),
    soft_per=frozenset(("chaque",)),
    before_soft_per=frozenset(),
    frequencies=(
        (r"\b(?:un|1) jour sur (?:deux|2)\b|\btous les deux jours\b", "min", 2 * _DAY, True, 2),
        (r"\b(?:une|1) semaine sur (?:deux|2)\b", "min", 2 * _WEEK, True, 2),
        (r"\b(?:un|1) mois sur (?:deux|2)\b", "month", 2, True, 2),
        (r"\b(?:une|1) année sur (?:deux|2)\b|\b(?:un|1) an sur (?:deux|2)\b", "month", 24, True, 2),
        ((r"\bquotidien\w*|\bjournali[eè]r\w*|\btous les jours\b|\bchaque (?:jour|matin|soir|nuit)\b|"
         r"\btous les (?:matins|soirs)\b|\btoutes les nuits\b|\bau quotidien\b|\bdans la journée\b|"
         r"\bpar nuit\b|\b24 h(?:eures)?\b|\bmatin et soir\b|\bpar 24 ?h"), "min", _DAY, False, 1),
        (r"\bpar (?:prise|dose)\b|\b(?:à )?chaque (?:prise|dose|fois)\b|\bà la fois\b", "dose", 1, False, 0),
        (r"\bhebdomadaires?\b|\btoutes les semaines\b|\bchaque semaine\b|\bhebdomadairement\b",
         "min", _WEEK, False, 1),
        (r"\bmensuel\w*|\btous les mois\b|\bchaque mois\b", "month", 1, False, 1),
        (r"\bannuel\w*|\btous les ans\b|\bchaque année\b", "month", 12, False, 1),
        (r"\bbiannuel\w*|\bsemestriel\w*", "month", 6, False, 2),
        (r"\btrimestriel\w*", "month", 3, False, 3),
        (r"\btoutes les heures\b|\bchaque heure\b", "min", 60, False, 1),
        ((r"\bmatin et (?:le )?soir\b|\bles deux\b|\btous deux\b|\btoutes deux\b|\bbiquotidien\w*|\bdoubl\w+|"
         r"\bbilatéra\w+|\bcouple\b|\bpaire\b|\b[ld]'un et l'autre\b"), "", 0, False, 2),
        (r"\bmatin,? midi et (?:le )?soir\b|\btripl\w+", "", 0, False, 3),
        (r"\b(?:seul|seule|unique|uniques|uni\w+|mono\w+|à jeun)\b", "", 0, False, 1),
    ),
    every=r"(?:\btoutes les|\btous les|\bchaque)(?: environ)?\s*$",
    always=r"\b24 ?h(?:eures)? ?(?:sur|/) ?24(?: ?h)?\b(?:,? ?(?:et )?7 ?j(?:ours)? ?(?:sur|/) ?7\b)?|\b24/24\b|"
    r"\b7 ?j(?:ours)? ?(?:sur|/) ?7\b|\bjour et nuit\b",
    cues=(
        # What looks like a negation and is none
        Cue(r"\bnon seulement\b|\bn'importe\b|\bn'est-ce pas\b|\bsans doute\b|\bpas à pas\b|\bsi ce n'est\b|"
            r"\b(?:un|le|premiers?|chaque|du|faux) pas\b(?! de)|\bpourquoi pas\b|\bpersonnes?\b(?! ne\b| n')|"
            r"\bsans cesse\b|\bne (?:\w+ )?cess\w+ (?:de |d')|\bplus ou moins\b|\bà seul\w*\b|"
            r"\b(?:de|en) plus\b", ""),
        Cue(r"(?:\bavant que?|\bcrain\w+ que?|\bcrainte que?|\bpeur que?|\bsans que?|\bévite\w* que?|"
            r"\bempêche\w* que?)[^.;:!?]{0,25}?\bn(?:e\b|')(?![^.;:!?]{0,30}\b(?:pas|jamais|plus|rien)\b)", ""),
        # Negations that other words may stand for
        Cue(r"\bsans (?:jamais )?dépasser\b", NOT, "limit"),
        Cue(r"\bn(?:e |')(?:vous )?hésit\w+ (?:pas|surtout pas)|\bne pas hésiter", NOT, "hesitate"),
        Cue(r"\bn(?:e |')(?:vous )?oubli\w+ (?:surtout )?(?:pas|jamais)|\bne pas oublier|"
            r"\bne manquez pas|\bne pas manquer de", NOT, "forget"),
        Cue(r"\bne (?:tardez|attendez) (?:surtout )?pas|\bne pas (?:tarder|attendre)", NOT, "soon"),
        Cue(r"\bsans (?:plus )?(?:tarder|attendre|délai)", SPECIAL, "soon", False),
        Cue(r"\bne (?:\w+ ){0,3}dépass\w+ (?:pas|jamais)|\bne (?:\w+ ){0,2}(?:pas|jamais) (?:être )?dépass\w+|"
            r"\bn(?:e |')(?:\w+ ){1,4}(?:pas|jamais) (?:\w+ ){0,5}?plus (?:de|d'|que|souvent|longtemps)\b|"
            r"\bpas plus (?:de|d'|que)\b|\bjamais plus (?:de|d'|que)\b", NOT, "limit"),
        Cue(r"\bn(?:e |')(?:\w+ ){1,3}pas (?:\w+ ){0,3}?moins (?:de|d')|\bpas moins (?:de|d')", NOT, "least"),
        Cue(r"\bne bouge\w* (?:surtout )?(?:pas|plus)|\bne pas bouger", NOT, "still"),
        Cue(r"\btant qu(?:e |')[^.;:!?,]{1,30}?\bn(?:e |')[^.;:!?,]{1,30}?\bpas\b", NOT, "until"),
        # ne … que; ne … pas, plus, jamais, aucun, rien, ni
        Cue(r"\bn(?:e |')(?:[\w'-]+ ){0,4}?[\w'-]+ (?:pas|point) (?:seulement|uniquement|que )", LEXICAL, "", False),
        Cue(r"\bn(?:e |')(?:[\w'-]+ ){1,4}?qu(?:'|e )(?:au bout|à partir)", ONLY, "only", False),
        Cue(r"\bn(?:e |')(?:(?!pas\b|jamais\b|plus\b|aucune?\b|rien\b|ni\b)[\w'’()-]+ ){1,9}?"
            r"(?:plus )?(?:qu'|que\b)(?! [^.;:!?,]{0,25}\bne\b)", ONLY, "only"),
        Cue(r"\b(?:aucune?|nul|nulle|personne|rien|jamais|ni)\b [^.;:!?,]{0,45}?\bn(?:e\b|')"
            r"(?:(?! (?:pas|que)\b)[^.;:!?])*?(?=[ .;:!?,]|$)", NOT),
        Cue(r"\bn(?:e\b|')(?:(?!\b(?:pas|jamais|aucune?|rien)\b)[^.;:!?,()]){0,40}?\bplus\b", NOT, "no more"),
        Cue(r"\bn(?:e\b|')[^.;:!?,()]{0,75}?\b(?:aucune?|pas|jamais|rien|plus|point|personne|guère|nulle part|"
            r"ni)\b(?: (?:encore|du tout|non plus))?(?: (?:aucune?|en aucun cas|jamais|rien))?", NOT),
        Cue(r"\bn(?:e\b|')", NOT, "", False),
        Cue(r"\ben aucun cas\b|\bsous aucun prétexte\b|\bnullement\b|\bpas du tout\b", NOT),
        # Restrictions
        Cue(r"\bsans (?:danger|risques?|frais|interruption|problèmes?|difficultés?|fil|gravité|arrêt|effort|"
            r"gêne|encombre|relâche)\b", WITHOUT, "", False),
        Cue(r"\bsans (?:aucune? |jamais )?|\ben l'absence d", WITHOUT),
        Cue(r"\bdépourvue?s? d", WITHOUT, "", False),
        Cue(r"(?:(?<=^)|(?<=[.;:,!?] ))seule?s? (?:les?|la|l'|une?|des|ces?|cette|votre|vos)\b|\bréservée?s? (?:à|aux?)\b", ONLY, "only"),
        Cue(r"\bseulement\b|\buniquement\b|\bexclusivement\b|\brien que\b", ONLY, "only"),
        Cue(r"\bseule?s?\b|\bjuste\b|\bsimplement\b|\bréservée?s?\b|\bexclusi\w+|\bà condition\b|\bstrictement\b|"
            r"\bunique\b|\bpas avant\b|\btout au plus\b|\bne fût-ce\b|\bque si\b|\ben cas de besoin\b|\bsi besoin\b|"
            r"\bsuffi\w+",
            ONLY, "only", False),
        Cue(r"\bsauf\b|\bhormis\b|\bexcepté\w*|\bà l'exception\b|\bà moins (?:que?|d')", EXCEPT),
        Cue(r"\ben dehors\b|\bmis à part\b|\bautres? que\b|\bà part\b|\bhors\b", EXCEPT, "", False),
        # Negation without "ne"
        Cue(r"\bou non\b|\bsinon\b|\bà défaut\b|\bou pas\b", LEXICAL, "otherwise", False),
        Cue(r"\bcontraire\b|\bautrement\b", SPECIAL, "otherwise", False),
        Cue(r"\bévitez\b|(?<=^)éviter\b|\bà éviter\b|\binterdit\w*|\bproscri\w+|\bdéconseill\w+|\bcontre-indiqué\w*|"
            r"\bà proscrire", LEXICAL, "forbid"),
        Cue(r"(?:(?<=^)|(?<=[.;:!?] ))(?:hésitez|oubliez|tardez|bougez)\b", LEXICAL, "fail"),
        Cue(r"\binutile de\b|\bpas la peine\b", LEXICAL, "little"),
        Cue(r"\bnon pas\b", NOT),
        Cue(r"\bnon (?!seulement|plus\b|pas\b|[,.;:!?])\w+|\basympt\w+|\bapyr\w+|\banonym\w+|\binco(?:nclu|lore|nnu|ntinen)\w*", LEXICAL, "little", False),
        Cue(r"\bpas\b|\bjamais\b|\baucune?\b|\bnon(?!-)\b|\bni\b|\brien\b|\bnulle?\b", NOT),
        Cue(r"\bnon-\w+", WITHOUT, "", False),
        # Table that deny in themselves
        Cue(r"\bévit\w+|\babst(?:en|ien)\w+|\bs'abstenir|\btenir à l'écart|\béloign\w+|\bhors de (?:la )?(?:portée|vue)",
            LEXICAL, "avoid", False),
        Cue(r"\barrêt(?:er|ez|e|ée?s?|ant)\b|\barrêt d|\bcess\w+|\binterrom\w+|\bsuspen\w+|\binterruption", LEXICAL, "stop", False),
        Cue(r"\binterdi\w+|\bdéfen(?:se|du)\w*|\bprohib\w+|\bproscri\w+|\bdéconseill\w+|\bcontre-indi\w+|\bexclu\w*|"
            r"\bbanni\w*|\bà proscrire|\bproscr\w+", LEXICAL, "forbid", False),
        Cue(r"\bimpossib\w+|\bincapa\w+|\bempêch\w+|\bincompatib\w+|\bprévenir\b|\binapte\w*",
            LEXICAL, "unable", False),
        Cue(r"\bmanqu\w+|\babsen\w+|\bvides?\b|\bvierge|\bcarence\w*|\bdéfici\w+|\bpénurie|\bprivée?s? d|\bà jeun\b|\blibre d|\bexempt\w*|"
            r"\bindemne|\bdispens\w+|\bindolore\w*|\béchapp\w+", LEXICAL, "lack", False),
        Cue(r"\béch(?:ou\w+|ec\w*)|\boubli\w*|\bomet\w*|\bomis\w*|\bsaut(?:er|ez|é|ée)\b|\braté\w*",
            LEXICAL, "fail", False),
        Cue(r"\brefus\w*|\bpeur\b|\bcrain\w+|\bloin d|\bannul\w+|\bfermée?s?\b|\bdiffér\w+|\bignor\w+|\bdément\w+|\brejet\w*", LEXICAL, "refuse", False),
        Cue(r"\brare\w*|\bpeu\b|\bexceptionnel\w*|\bdésa\w+|\b(?:in|im|ir)\w{2,}[ai]bles?\b|\bà peine\b|\bdifficile\w*|\binutile\w*|\bin(?:suffi|effic|adapt|appropri|connu|correct|"
            r"compl|habit|chang|stabl|soup|sensib|offens|attendu|actif|activ)\w*|\bmal (?:\w+é)|"
            r"\bnégati\w+|\bimpr\w+|\billis\w+", LEXICAL, "little", False),
        Cue(r"\bau maximum\b|\bmaximum\b|\bau plus\b(?! (?:tôt|vite|tard|près))", SPECIAL, "limit"),
        Cue(r"\bmaxim\w+|\bjusqu'|\blimit\w+|\bau-delà\b|\bplafonn\w+", SPECIAL, "limit", False),
        Cue(r"\bau moins\b|\bau minimum\b|\bminim\w+", SPECIAL, "least", False),
        Cue(r"\bplutôt qu|\bau lieu d|\bmais plutôt\b", LEXICAL, "instead", False),
        Cue(r"\bjusqu'à ce qu|\battend\w+|\bdès qu|\bavant qu|\btant qu", SPECIAL, "until", False),
        Cue(r"\bdispar\w+|\bfini\w*|\bpassée?s?\b", SPECIAL, "no more", False),
        Cue(r"\btrop\b", LEXICAL, "too", False),
        Cue(r"\bimmobile\w*|\bau repos\b", SPECIAL, "still", False),
        Cue(r"\bimmédiat\w*|\btout de suite|\baussitôt|\brapidement|\bvite\b|\bdans les plus brefs|\bau plus vite|"
            r"\bd'urgence|\bprompt\w+|\bau plus tôt", SPECIAL, "soon", False),
        Cue(r"\bpens(?:ez|er) (?:bien )?à|\bveill\w+|\brappel\w+|\bsouvenez|\bassurez-vous", SPECIAL, "forget", False),
        Cue(r"\bgratuit\w*", SPECIAL, "free", False),
        Cue(r"\blibre(?:s|ment)?\b|\bvolontiers\b|\bà votre disposition", SPECIAL, "hesitate", False),
    ),
    coordinators=r"\b(?:et|ou|ni)\b",
    collapses=r"^(?:n(?:e |')|ni\b|sans\b)",
    function_words=frozenset(
        ["le", "la", "les", "un", "une", "des", "du", "de", "d'", "l'", "qu'", "c'", "s'", "n'", "j'", "et", "ou", "où", "en", "au", "aux", "ce", "cet", "cette", "ces", "votre", "vos", "notre", "nos", "son", "sa", "ses", "leur", "leurs", "que", "qui", "dont", "il", "elle", "ils", "elles", "vous", "nous", "je", "pour", "par", "avec", "sans", "dans", "sur", "sous", "chez", "se", "faut", "sa", "on", "y", "tout", "toute", "tous", "toutes", "quand", "quel", "quelle", "comment", "pourquoi", "combien", "cela", "ça", "même", "depuis", "contre", "selon", "vers", "jusqu'", "est", "sont", "être", "avoir", "été", "ne", "pas", "plus", "si", "mais", "donc", "car", "comme", "lors", "très", "afin", "avant", "après", "pendant", "entre", "peut", "peuvent", "doit", "doivent", "ainsi", "aussi"]
    ),
    abbreviations=frozenset(["dr", "dre", "pr", "m", "mm", "mme", "mmes", "mlle", "p", "ex", "env", "etc", "art", "cf", "no", "n", "av", "bd", "st", "ste", "min", "max", "tél", "réf", "chap", "fig", "vol", "éd", "al", "c.-à-d", "janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc", "j", "c", "apr"]),
    titles=frozenset(("dr", "dre", "docteur", "docteure", "pr", "prof", "professeur", "professeure", "m", "mme",
                      "mlle", "monsieur", "madame", "mademoiselle", "mr", "me", "maître")),
    acronyms={
        "irm": "mri", "sida": "aids", "vih": "hiv", "oms": "who", "orl": "ent", "adn": "dna", "arn": "rna",
        "arnm": "mrna", "bpco": "copd", "imc": "bmi", "ains": "nsaid", "rgo": "gerd", "vhc": "hcv", "vhb": "hbv",
        "tdm": "ct", "ui": "iu", "aine": "nsaid", "sep": "ms", "sla": "als", "ldl": "ldl", "fc": "hr", "ta": "bp",
        "ivg": "abortion", "pma": "art", "vph": "hpv", "vrs": "rsv", "ror": "mmr", "dt": "dt", "ue": "eu",
        "usa": "us", "eeg": "eeg", "tsh": "tsh", "urgences": "a&e", "si": "icu", "usi": "icu", "avk": "vka",
        "ist": "sti", "mst": "std", "tdah": "adhd", "tcc": "cbt", "rcp": "cpr", "bcg": "bcg", "dmla": "amd",
        "fiv": "ivf", "tp": "pt", "ira": "aki", "irc": "ckd", "hta": "hypertension", "tca": "aptt",
        "mici": "ibd", "onu": "un", "pib": "gdp", "vs": "esr", "nfs": "cbc", "fsc": "cbc", "ph": "ph",
    },
    common_names=frozenset(
        ["agence", "institut", "ministère", "organisation", "société", "haute", "autorité", "assurance", "sécurité", "sociale", "centre", "hôpital", "service", "clinique", "conseil", "université", "fédération", "association", "caisse", "santé", "maladie", "état", "union", "monsieur", "madame", "docteur", "professeur", "dr", "pr", "m", "mme", "mlle", "non", "oui", "internet", "urgences", "pharmacie", "laboratoire", "samu", "smur", "chu", "gp", "pâques", "noël", "nord", "sud", "est", "ouest", "terre", "carte", "vitale", "rue", "avenue", "boulevard", "place"]
    ),
)  # fmt: skip
