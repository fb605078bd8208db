"""Modern Standard Arabic: the parity gate's table. Texts come without vowel marks, with Western digits.

What is one letter in Arabic and a word elsewhere (و and, ف so, ب with, ل to, ك as) is split from the words of
this table by the pattern of a word. A few turns of several words are one word for that pattern: fifteen, the
hours of the clock, "an hour and a half".
"""

# ruff: noqa: E501 - tables: one idea, one line, however long; Arabic is meant

from __future__ import annotations

from collections.abc import Iterable

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

_ONES = {
    1: "واحد واحدة واحدا احد أحد إحدى احدى",
    2: "اثنان اثنين إثنان إثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي",
    3: "ثلاثة ثلاث",
    4: "أربعة أربع اربعة اربع",
    5: "خمسة خمس",
    6: "ستة ست",
    7: "سبعة سبع",
    8: "ثمانية ثماني ثمان ثمانيا",
    9: "تسعة تسع",
    10: "عشرة عشر",
}
_TENS = {20: "عشر", 30: "ثلاث", 40: "أربع", 50: "خمس", 60: "ست", 70: "سبع", 80: "ثمان", 90: "تسع"}
_HUNDREDS = {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان", 9: "تسع"}
_NUMBERS: dict[str, int] = {
    "صفر": 0,
    **{form: value for value, forms in _ONES.items() for form in forms.split()},
    **{
        f"{form} {ten}": value + 10
        for value, forms in _ONES.items()
        if value < 10
        for form in forms.split()
        for ten in ("عشر", "عشرة")
    },
    **{stem + ending: value for value, stem in _TENS.items() for ending in ("ون", "ين")},
    "اربعون": 40, "اربعين": 40,
    **dict.fromkeys(("مئة", "مائة"), 100), **dict.fromkeys(("مئتان", "مئتين", "مائتان", "مائتين", "مئتا", "مائتا", "مئتي", "مائتي"), 200),
    **{stem + hundred: value * 100 for value, stem in _HUNDREDS.items() for hundred in ("مئة", "مائة")},
    "ثمانيمئة": 800, "ثمانمائة": 800, "ألفان": 2000, "ألفين": 2000, "ألفا": 2000,
}  # fmt: skip
_MULTIPLIERS = {
    "ألف": 1000,
    "آلاف": 1000,
    "الف": 1000,
    "مليون": 10**6,
    "ملايين": 10**6,
    "مليار": 10**9,
    "مليارات": 10**9,
    "مئات": 100,
    "مليونا": 10**6,
}

_ORDINAL_STEMS = {
    1: "أول أولى اول اولى", 2: "ثاني ثانية ثان", 3: "ثالث ثالثة", 4: "رابع رابعة", 5: "خامس خامسة", 6: "سادس سادسة", 7: "سابع سابعة",
    8: "ثامن ثامنة", 9: "تاسع تاسعة", 10: "عاشر عاشرة",
}  # fmt: skip
_ORDINALS = {f"ال{form}": value for value, forms in _ORDINAL_STEMS.items() for form in forms.split()}
_ORDINALS |= {
    f"ال{form} {ten}": value + 10
    for value, forms in {1: "حادي حادية", **{n: _ORDINAL_STEMS[n] for n in range(2, 10)}}.items()
    for form in forms.split()
    for ten in ("عشر", "عشرة")
}
_ORDINALS |= {
    form: value
    for value, forms in {3: "ثالث ثالثة", 4: "رابع رابعة", 5: "خامس خامسة", 6: "سادس سادسة", 1: "أول"}.items()
    for form in forms.split()
}

# Each noun that is counted: its forms after a number (one, few, many), and its duals.
_NOUNS: tuple[tuple[str, str, Unit], ...] = (
    ("نانوغرام نانوغراما نانوجرام", "", ("g", 1e-9)),
    ("ميكروغرام ميكروغراما ميكروغرامات ميكروجرام مكغ مكجم مكغم", "ميكروغرامين ميكروغرامان", ("g", 1e-6)),
    (
        "ملغ ملغم ملجم مغ مجم مليغرام مليغراما مليغرامات ملغرام ملغراما ملغرامات ملليغرام ملليغراما ملليغرامات ميليغرام ميلغرام مليجرام ملجرام ملليجرام ميليغرامات ميللغرام",
        "مليغرامين ملغرامين ملليغرامين",
        ("g", 1e-3),
    ),
    ("غ غم جم غرام غراما غرامات جرام جراما جرامات", "غرامين غرامان جرامين جرامان", ("g", 1.0)),
    (
        "كغ كغم كجم كيلوغرام كيلوغراما كيلوغرامات كيلوجرام كيلوجرامات كيلو كيلوجراما",
        "كيلوغرامين كيلوغرامان كيلوجرامين",
        ("g", 1e3),
    ),
    ("ميكرولتر ميكروليتر", "", ("l", 1e-6)),
    (
        "مل ملل ملليلتر مليلتر ملليتر مليليتر مليلترا مليلترات ميليلتر ملليلترات ميلليلتر سم³",
        "مليلترين ملليلترين",
        ("l", 1e-3),
    ),
    ("سل سنتيلتر سنتيلترا سنتيلترات", "سنتيلترين", ("l", 1e-2)),
    ("دل ديسيلتر دسل ديسيليتر", "", ("l", 1e-1)),
    ("لتر لترا لترات ليتر ليترا ليترات", "لترين لتران ليترين ليتران", ("l", 1.0)),
    ("وحدة وحدات و.د وحدة_دولية وحدات_دولية", "وحدتين وحدتان", ("unit", 1.0)),
    ("ملمول مليمول ملليمول", "", ("mol", 1e-3)),
    ("ميكرومول", "", ("mol", 1e-6)),
    ("مم ملم مليمتر ملليمتر مليمترا مليمترات", "مليمترين", ("m", 1e-3)),
    ("سم سنتيمتر سنتيمترا سنتيمترات سنتمتر", "سنتيمترين", ("m", 1e-2)),
    ("م متر مترا أمتار", "مترين متران", ("m", 1.0)),
    ("كم كيلومتر كيلومترا كيلومترات", "كيلومترين", ("m", 1e3)),
    ("قدم أقدام قدما", "قدمين", (FOOT, 0.3048)),
    ("بوصة بوصات", "بوصتين", (FOOT, 0.0254)),
    ("ميل أميال ميلا", "ميلين", (FOOT, 1609.3)),
    ("رطل أرطال رطلا", "رطلين", (POUND, 453.6)),
    ("أونصة أونصات", "أونصتين", (POUND, 28.35)),
    ("بالمئة بالمائة في_المئة في_المائة بالمية", "", ("%", 1.0)),
    ("درجة درجات درجة_مئوية درجات_مئوية °م مئوية", "درجتين درجتان", ("°", 1.0)),
    ("يورو", "", ("€", 1.0)),
    ("فرنك فرنكات فرنكا", "فرنكين", ("CHF", 1.0)),
    ("دولار دولارا دولارات", "دولارين", ("$", 1.0)),
    ("سعرة سعرات كيلوكالوري سعرة_حرارية سعرات_حرارية", "", ("kcal", 1.0)),
    ("ملم_زئبق ملم_زئبقي مم_زئبق", "", ("mmHg", 1.0)),
    ("ثانية ثوان ثواني ثا", "ثانيتين ثانيتان", ("min", 1 / 60)),
    ("دقيقة دقائق د", "دقيقتين دقيقتان", ("min", 1.0)),
    ("ساعة ساعات", "ساعتين ساعتان", ("min", 60.0)),
    ("يوم يوما أيام ايام", "يومين يومان", ("min", _DAY)),
    ("ليلة ليال ليالي", "ليلتين ليلتان", ("night", 1.0)),
    ("أسبوع أسبوعا أسابيع اسبوع اسابيع اسبوعا", "أسبوعين أسبوعان اسبوعين", ("min", _WEEK)),
    ("شهر شهرا أشهر شهور اشهر", "شهرين شهران", ("month", 1.0)),
    ("سنة سنوات سنين عام عاما أعوام", "سنتين سنتان عامين عامان", ("month", 12.0)),
    ("مرة مرات", "مرتين مرتان", ("time", 1.0)),
    ("قرص قرصا أقراص اقراص حبة حبات حبوب", "قرصين قرصان حبتين حبتان", ("tablet", 1.0)),
    ("كبسولة كبسولات كبسولا", "كبسولتين كبسولتان", ("capsule", 1.0)),
    ("قطرة قطرات", "قطرتين قطرتان", ("drop", 1.0)),
    ("جرعة جرعات", "جرعتين جرعتان", ("dose", 1.0)),
    ("بخة بخات استنشاق استنشاقات نفخة نفخات", "بختين بختان استنشاقين نفختين", ("puff", 1.0)),
    ("رشة رشات", "رشتين رشتان", ("spray", 1.0)),
    ("كيس كيسا أكياس ظرف ظروف", "كيسين كيسان ظرفين", ("sachet", 1.0)),
    ("أمبولة أمبولات أمبول", "أمبولتين أمبولتان", ("ampoule", 1.0)),
    ("قارورة قوارير قنينة زجاجة زجاجات", "قارورتين قارورتان زجاجتين", ("vial", 1.0)),
    ("لصقة لصقات رقعة", "لصقتين لصقتان", ("patch", 1.0)),
    ("تحميلة تحاميل", "تحميلتين تحميلتان", ("suppository", 1.0)),
    ("حقنة حقن إبرة إبر", "حقنتين حقنتان إبرتين", ("injection", 1.0)),
    ("كوب أكواب كوبا كأس كؤوس كأسا", "كوبين كوبان كأسين", ("glass", 1.0)),
    ("فنجان فناجين فنجانا", "فنجانين", ("cup", 1.0)),
    ("جلسة جلسات", "جلستين جلستان", ("session", 1.0)),
    ("شخص أشخاص شخصا مريض مرضى مريضا", "شخصين شخصان مريضين", ("person", 1.0)),
    ("ملعقة_صغيرة ملاعق_صغيرة ملعقة_شاي ملاعق_شاي", "ملعقتين_صغيرتين", ("teaspoon", 1.0)),
    ("ملعقة_كبيرة ملاعق_كبيرة ملعقة_طعام ملاعق_طعام", "ملعقتين_كبيرتين", ("tablespoon", 1.0)),
)


def _forms(words: str) -> list[str]:
    return [word.replace("_", " ") for word in words.split()]


_UNITS = {form: unit for ones, _, unit in _NOUNS for form in _forms(ones)}
# after eleven a noun has another ending, which shows in those that do not end in ة: "ملليلترا"
_UNITS |= {
    f"{form}ا": unit
    for form, unit in _UNITS.items()
    if len(form) > 3 and " " not in form and form[-1] not in "ةا"
}
_UNITS |= {
    f"ال{form}": unit
    for ones, _, unit in _NOUNS
    if unit[0] in ("min", "month", "night", "l", "g", "time")
    for form in _forms(ones)
    if len(form) > 2
}
for _word in ("الثانية", "د", "م"):
    del _UNITS[_word]

_HALVES = {"ونصف": 0.5, "ونصف الساعة": 0.5, "وربع": 0.25, "وثلث": 1 / 3}
_WHOLES: dict[str, tuple[float, Unit]] = {}
for _ones, _twos, _unit in _NOUNS:
    for _one in _forms(_ones):
        if len(_one) > 2 and _unit[0] not in ("%", "°", "mmHg", "kcal"):
            _WHOLES |= {f"{_one} {word}": (1.0, _unit) for word in ("واحد", "واحدة", "واحدا")}
            _WHOLES |= {f"{_one} {half}": (1 + value, _unit) for half, value in _HALVES.items()}
            _WHOLES |= {f"{_one} ونصف ال{other}": (1.5, _unit) for other in _forms(_ones)[:6]}
    for _two in _forms(_twos):
        _WHOLES |= {
            _two: (2.0, _unit),
            f"{_two} اثنتين": (2.0, _unit),
            f"{_two} اثنين": (2.0, _unit),
            f"ال{_two}": (2.0, _unit),
            # before another noun a dual loses its last letter: "ساعتا", "يومي"
            **{f"{_two} {half}": (2 + value, _unit) for half, value in _HALVES.items()},
        }

# The clock: "الساعة الثامنة والنصف مساء" is one word.
_HOUR_WORDS = {"الواحدة": 1, "الثانية عشرة": 12, "الحادية عشرة": 11} | {
    word: hour for word, hour in _ORDINALS.items() if word.endswith("ة") and " " not in word and hour > 1
}
_MINUTES = {
    "": 0,
    " والنصف": 30,
    " والربع": 15,
    " إلا ربعا": -15,
    " إلا الربع": -15,
    " والثلث": 20,
    " تماما": 0,
}
_PARTS = {
    "صباحا": 0, "صباح اليوم": 0, "فجرا": 0, "قبل الظهر": 0, "من الصباح": 0, "ظهرا": 12, "بعد الظهر": 12, "عصرا": 12, "مساء": 12, "من مساء": 12,
    "ليلا": 12, "من المساء": 12, "مساء اليوم": 12,
}  # fmt: skip


def _hour(hour: int, minutes: int, part: str) -> int:
    late = _PARTS.get(part, 0)
    if part == "ليلا" and hour in (12, 1, 2, 3, 4):
        late = 0
    return ((hour % 12 + (12 if late else 0)) * 60 + minutes) % 1440


_CLOCK = {
    f"{before}{word}{minutes} {part}": _hour(hour, later, part)
    for before in ("الساعة ", "")
    for word, hour in _HOUR_WORDS.items()
    for minutes, later in _MINUTES.items()
    for part in _PARTS
}
# … and without a half of the day it may be how long, as French has it: "8 h".
_WHOLES |= {
    f"الساعة {word}{minutes}": (hour + later / 60, ("min", 60.0))
    for word, hour in _HOUR_WORDS.items()
    for minutes, later in _MINUTES.items()
}

# "the six hours": the number comes after its noun.
_COUNTED = {
    "الساعات": "ساعات",
    "الأيام": "أيام",
    "الأسابيع": "أسابيع",
    "الأشهر": "أشهر",
    "الشهور": "شهور",
    "السنوات": "سنوات",
    "الدقائق": "دقائق",
    "الليالي": "ليال",
}
_WHOLES |= {
    f"{noun} ال{form}": (float(value), _UNITS[unit])
    for noun, unit in _COUNTED.items()
    for value, forms in _ONES.items()
    if value > 2
    for form in forms.split()
}
_FRACTIONS = {
    "نصف": 0.5,
    "النصف": 0.5,
    "ربع": 0.25,
    "الربع": 0.25,
    "ثلث": 1 / 3,
    "الثلث": 1 / 3,
    "ثلثي": 2 / 3,
    "ثلثا": 2 / 3,
    "ثلاثة أرباع": 0.75,
}

_SPLIT = sorted(
    {*_NUMBERS, *_MULTIPLIERS, *_UNITS, *_WHOLES, "نصف", "ربع", "الساعة", *_ORDINALS}
    - {"م", "د", "غ", "سل", "مم"},
    key=len,
    reverse=True,
)
_SPLIT_HEADS = sorted(
    {word.split(" ")[0] for word in _SPLIT if len(word.split(" ")[0]) > 1}, key=len, reverse=True
)


def _phrases(phrases: Iterable[str]) -> str:
    """A pattern of phrases; first words that go on alike are said together, or it would be long."""
    rests: dict[str, set[str]] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        rests.setdefault(first, set()).add(rest)
    alike: dict[frozenset[str], list[str]] = {}
    for first, after in rests.items():
        alike.setdefault(frozenset(after), []).append(first)
    return "|".join(
        f"(?:{'|'.join(sorted(firsts, key=len, reverse=True))}) (?:{'|'.join(sorted(after, key=len, reverse=True))})"
        for after, firsts in alike.items()
    )


_PHRASES = _phrases({word for word in (*_NUMBERS, *_ORDINALS, *_WHOLES, *_FRACTIONS) if " " in word})
_HOURS_RE = (
    r"(?:الساعة )?(?:" + "|".join(sorted(_HOUR_WORDS, key=len, reverse=True)) + r")"
    r"(?:"
    + "|".join(sorted(_MINUTES, key=len, reverse=True))
    + r") (?:"
    + "|".join(sorted(_PARTS, key=len, reverse=True))
    + r")(?!\w)"
)
# "at", "from", "until" and the word "hour" before a figure are one word, so that no hour is counted.
_AT = ("في", "من", "ومن", "حتى", "وحتى", "إلى", "قبل", "بعد", "منذ", "نحو", "حوالي", "عند", "بحلول", "بين")

_LEVANT = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
_EGYPT = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_MAGHREB = ("جانفي", "فيفري", "", "أفريل", "ماي", "جوان", "جويلية", "أوت", "", "", "", "")
_MOROCCO = ("", "", "", "", "", "", "يوليوز", "غشت", "شتنبر", "", "نونبر", "دجنبر")
_OTHER = ("", "", "", "إبريل", "", "", "", "اغسطس", "", "اكتوبر", "", "")

_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")

_AND = "[وف]?"

TABLE = Table(
    tag="ar",
    decimal=",",
    word=(
        # "at eight in the evening", "at 8"
        rf"(?:{_HOURS_RE}|(?:(?:{'|'.join(_AT)}) )?الساعة(?= ?\d)|"
        # fifteen, "an hour and a half", "one tablet"
        r"(?:" + _PHRASES + r")(?!\w)|"
        # what stands before a word of this table is a word by itself
        r"[وفبلك](?=(?:" + "|".join(_SPLIT_HEADS) + r")(?!\w)))|"
        r"[^\W\d_]+"
    ),
    length=0.85,
    numbers=_NUMBERS,
    multipliers=_MULTIPLIERS,
    ordinals=_ORDINALS,
    fractions=_FRACTIONS,
    collectives={"عشرات": 10, "دزينة": 12, "بضع": 3, "بضعة": 3},
    soft=frozenset([*_ONES[1].split(), "صفر", "عشرات", "بضع", "بضعة", "مئات", "ثان", "أول", "الأول", "الأولى", "الثاني", "الثانية", "ثلث", "الثلث", "ربع", "الربع"]),
    # a unit that has one of these before it, and no number, is one of it: "لمدة ساعة"
    articles=frozenset(["لمدة", "مدة", "خلال", "بعد", "قبل", "طوال", "غضون", "لفترة", "منذ", "نحو", "حوالي"]),
    and_="و",
    and_after=10,
    of=frozenset(["ال", "من"]),
    halves={"و نصف": 0.5, "و ربع": 0.25, "و النصف": 0.5, "و ثلث": 1 / 3},
    between=frozenset(["-", "و", "ب", "ل", "ف", "ك", "ال", "من", "كاملة", "كامل", "أول", "آخر", "صغيرة", "كبيرة"]),
    joins=frozenset(["إلى الساعة", "حتى الساعة", "إلى", "الى", "حتى", "-", "–", "—", "و", "أو", ",", "x"]),
    ranges=frozenset(["إلى الساعة", "حتى الساعة", "إلى", "الى", "حتى", "-", "–", "—"]),
    range_starts=frozenset(["من الساعة", "بين الساعة", "ومن الساعة", "من", "ومن", "بين", "ما"]),
    between_two=frozenset(["بين"]),
    range_fillers=frozenset(["الساعة", "نحو", "حوالي"]),
    ratios=frozenset(["من", "أصل", "كل"]),
    loose_ratios=frozenset(["من", "كل"]),
    exact={(15, "يوما"): ("week", 2), (8, "أيام"): ("week", 1)},
    plural_multipliers=frozenset(["آلاف", "ملايين", "مليارات", "مئات"]),
    wholes=_WHOLES,
    limits={
        **dict.fromkeys(("على الأقل", "ما لا يقل عن", "لا يقل عن", "لا تقل عن", "لا تقل", "لا يقل", "بحد أدنى", "حد أدنى", "كحد أدنى", "≥", "ابتداء من", "بدءا من"), "least"),
        **dict.fromkeys(("بحد أقصى", "حد أقصى", "كحد أقصى", "أقصاها", "أقصاه", "القصوى", "الأقصى", "≤", "على الأكثر", "لغاية"), "most"),
        **dict.fromkeys(("أكثر من", "لأكثر من", "أعلى من", "أكبر من", "فوق", "تزيد عن", "يزيد عن", "تزيد على", "يزيد على", "يتجاوز", "تتجاوز", "تجاوزت", "تجاوز", "يفوق", "تفوق", "أزيد من", "أطول من", "أثقل من", "تزيد", "يزيد", ">"), "more"),
        **dict.fromkeys(("أقل من", "أدنى من", "أصغر من", "تحت", "دون", "تقل عن", "يقل عن", "<"), "less"),
    },
    limits_after={
        **dict.fromkeys(("على الأقل", "كحد أدنى", "أو أكثر", "وأكثر", "فأكثر", "فما فوق", "وما فوق", "كحد ادنى", "أو أعلى"), "least"),
        **dict.fromkeys(("على الأكثر", "كحد أقصى", "بحد أقصى", "أو أقل", "وأقل", "فأقل", "فما دون", "كحد اقصى"), "most"),
    },
    limit_fillers=frozenset(["(", "الكمية", "الجرعة", "درجة", "الحرارة", "حرارتك", "حوالي", "نحو", "من", "عن", "على", "مدة", "هي", ":", "حرارة"]),
    units=_UNITS,
    months=(
        _EGYPT,
        _LEVANT,
        tuple(f"{one}/{two}" for one, two in zip(_LEVANT, _EGYPT, strict=True)),
        tuple(f"{two}/{one}" for one, two in zip(_LEVANT, _EGYPT, strict=True)),
        tuple(f"{one} / {two}" for one, two in zip(_LEVANT, _EGYPT, strict=True)),
        tuple(f"{two} / {one}" for one, two in zip(_LEVANT, _EGYPT, strict=True)),
        tuple(f"{two} ({one})" for one, two in zip(_LEVANT, _EGYPT, strict=True)),
        tuple(f"{one} ({two})" for one, two in zip(_LEVANT, _EGYPT, strict=True)),
        _MAGHREB,
        _MOROCCO,
        _OTHER,
    ),
    doubtful_months=frozenset(["مارس"]),
    before_months=frozenset(["في", "شهر", "من", "حتى", "منذ", "خلال", "أوائل", "أواخر", "منتصف", "قبل", "بعد", "بين"]),
    date_of=frozenset(["من", "من شهر", "شهر", "عام", "سنة", "لعام"]),
    date_joins=frozenset(["-", "–", "إلى", "حتى", "و", "أو"]),
    weekdays=(
        _DAYS,
        *(tuple(prefix + day for day in _DAYS) for prefix in ("و", "ب", "ف")),
        tuple("لل" + day.removeprefix("ال") for day in _DAYS),
        tuple("يوم " + day.removeprefix("ال") for day in _DAYS),
        ("الإثنين", "الثلثاء", "الاربعاء", "", "", "", "الاحد"),
        ("والإثنين", "", "والاربعاء", "", "", "", "والاحد"),
    ),
    day_labels=frozenset(),
    centuries=frozenset(["القرن"]),
    clock={"منتصف الليل": 0, "الظهيرة": 720, **_CLOCK},
    halves_of_day={**_PARTS, "من بعد الظهر": 12, "ص": 0, "م": 12, "من صباح": 0},
    clock_before=frozenset(["الساعة", "من", "ومن", "إلى", "حتى", *(f"{word} الساعة" for word in _AT)]),
    sure_clock=frozenset(["الساعة", "في الساعة"]),
    per=frozenset(("/",)),
    soft_per=frozenset(("في", "كل", "لكل", "ب")),
    before_soft_per=frozenset(["مرة", "مرات", "مرتين", "مرتان", "ملغ", "ملجم", "مل", "غ", "كغ", "مرة واحدة", "قرص", "أقراص", "حبات", "قطرات"]),
    frequencies=(
        (r"\bيوما? بعد يوم\b|\bمرة كل يومين\b|\bكل يومين\b|\bيوم نعم ويوم لا\b|\bكل ثاني يوم\b", "min", 2 * _DAY, True, 2),
        (r"\bكل أسبوعين\b|\bنصف شهري\w*", "min", 2 * _WEEK, True, 2),
        (r"\bكل شهرين\b", "month", 2, True, 2),
        (r"\bكل (?:سنتين|عامين)\b", "month", 24, True, 2),
        ((r"\b[وف]?(?:ال)?يومي(?:ا|ة)?\b|\bكل (?:يوم|صباح|مساء|ليلة)\b|\b(?:في|ب)?اليوم الواحد\b|\bبشكل يومي\b|\b24 ساعة\b|\bصباحا ومساء\b|\bفي الليلة\b|"
         r"\bفي اليوم\b|\bصباح مساء\b"), "min", _DAY, False, 1),
        (r"\b(?:في|ل)? ?(?:كل |ال)(?:جرعة|مرة)(?: الواحدة)?\b|\bدفعة واحدة\b|\bفي آن واحد\b", "dose", 1, False, 0),
        (r"\b[وف]?(?:ال)?أسبوعي(?:ا|ة)?\b|\bكل أسبوع\b|\bفي الأسبوع\b", "min", _WEEK, False, 1),
        (r"\b[وف]?(?:ال)?شهري(?:ا|ة)?\b|\bكل شهر\b|\bفي الشهر\b", "month", 1, False, 1),
        (r"\b[وف]?(?:ال)?سنوي(?:ا|ة)?\b|\bكل (?:سنة|عام)\b|\bفي (?:السنة|العام)\b", "month", 12, False, 1),
        (r"\bنصف سنوي\w*|\bكل ستة أشهر\b", "month", 6, False, 2),
        (r"\bربع سنوي\w*|\bفصلي\w*", "month", 3, False, 3),
        (r"\bكل ساعة\b|\bفي الساعة\b(?! ?\d| ال)", "min", 60, False, 1),
        (r"\bصباحا ومساء\b|\bكلا\b|\bكلتا\b|\bكلتي\b|\bكلي\b|\bمضاعف\w*|\bتضاعف\w*|\bضعف\w*|\bزوج\w*|\bمزدوج\w*|\b\w{3,}(?:تين|تان)\b|\b[وف]?ال\w{3,}(?:ين|ان)\b|\bمعا\b|\b(?:ل)?نصفين\b", "", 0, False, 2),
        (r"\bصباحا وظهرا ومساء\b|\bثلاثي\w*", "", 0, False, 3),
        (r"\b(?:فقط|وحيد\w*|واحد\w*|وحده\w*|وحدها|أحاد\w+|الريق|فارغة|مرة|إحدى|أحد)\b", "", 0, False, 1),
    ),
    every=r"(?:^|\W)(?:كل|مرة كل)\s*$",
    always=r"\bعلى مدار (?:الساعة|24 ساعة)\b(?:,? (?:و)?(?:طوال|كل) أيام الأسبوع)?|\b24/7\b|\b24/24\b|\b(?:طوال|كل|جميع) أيام الأسبوع\b|\bليل(?:ا|) نهار(?:ا|)\b|\bليلا ونهارا\b|\b24 ساعة (?:في اليوم|يوميا)\b(?:,? (?:و)?7 أيام في الأسبوع)?",
    cues=(
        # What looks like a negation and is none
        Cue(rf"\b{_AND}ليس فقط\b|\b{_AND}لا (?:بد|شك|سيما|يزال|تزال|زال|زالت|مانع|بأس|ريب|حرج)\b|\bألا وهو\b|\b{_AND}ما زال\w*|\b{_AND}ما (?:لا يقل|يقل)\b(?! )|\bبلا شك\b|\bدون شك\b|"
            r"\bحتى لو\b|\bغير أن\b|\b[وف]?لا يقتصر\b|\bإلا أن\b(?! ي)|\bعاجلا أم آجلا\b|\bإما\b", ""),
        # Unless, except
        Cue(rf"\b{_AND}(?:ما لم|إلا إذا|إلا في|باستثناء|ما عدا|عدا|ماعدا|فيما عدا|سوى إذا|اللهم إلا|خلا|ما خلا)\b", EXCEPT),
        # Only
        Cue(rf"\b{_AND}(?:لا|لن|لم|ليس|ليست|ألا|يجب ألا|وما|ما) (?:[^\s.;:!?,]+ ){{1,8}}?(?:إلا|سوى|غير)(?! أن\b)\b", ONLY, "only"),
        # Negations that other words may stand for
        Cue(rf"\b{_AND}(?:لا|ألا|بألا|دون أن) (?:تتردد\w*|يتردد\w*)|\b(?:دون|بلا|بدون) تردد\b", NOT, "hesitate"),
        Cue(rf"\b{_AND}(?:لا|ألا|بألا) (?:تنس\w*|ينس\w*|تغفل\w*|يفوت\w*)", NOT, "forget"),
        Cue(rf"\b{_AND}(?:لا|ألا|بألا) (?:تنتظر\w*|تتأخر\w*|تؤجل\w*|تؤخر\w*)", NOT, "soon"),
        Cue(r"\b(?:دون|بدون|بلا|من دون) (?:تأخير|إبطاء|انتظار|تأجيل|تأخر)\b", SPECIAL, "soon", False),
        Cue(rf"\b{_AND}(?:(?:على |يجب |ينبغي |ب)?أ?لا|لا|ألا|لن|عدم|دون) (?:[^\s.;:!?,]+ ){{0,2}}?(?:ت?تجاوز\w*|يتجاوز\w*|تزيد|يزيد|تزد|تتعد\w*|يتعد\w*|تفوق|يفوق)|\bعدم تجاوز\b|\bدون (?:أن )?(?:ت|ي)?تجاوز\w*|"
            rf"\b{_AND}(?:لا|لن|ألا|ليس) (?:[^\s.;:!?,]+ ){{0,6}}?(?:أكثر|لأكثر|أطول|أعلى)(?: من)?\b", NOT, "limit", False),
        Cue(rf"\b{_AND}(?:ما )?(?:لا|ألا) (?:ي|ت)قل\b(?: عن\b)?|\b{_AND}(?:لا|ألا) (?:[^\s.;:!?,]+ ){{0,3}}?أقل من\b", SPECIAL, "least", False),
        Cue(rf"\b{_AND}(?:لا|ألا|بألا|دون أن) (?:تتحرك\w*|يتحرك\w*)|\b(?:عدم|دون|بلا|بدون) (?:ال)?حرك\w*|\bعدم التحرك\b", NOT, "still"),
        Cue(rf"\bطالما (?:لم|لا)\b|\bما دام\w* (?:[^\s.;:!?,]+ )?(?:لم|لا)\b|\bإلى أن\b|\b{_AND}ريثما\b", NOT, "until", False),
        Cue(rf"\b{_AND}(?:لم|لن) (?:[^\s.;:!?,]+ ){{1,3}}?بعد (?:الآن|اليوم)\b|\b{_AND}لم (?:يعد|تعد|نعد|أعد)\b", NOT, "no more"),
        Cue(rf"\b{_AND}إلا(?= ف)|\b{_AND}إذا لم\b(?= يكن ذلك)|\bأم لا\b|\bأو لا\b|\b{_AND}خلاف(?:ا )?(?:ل)?ذلك\b|\bعكس ذلك\b|\bفي حال(?:ة)? عدم\b", LEXICAL, "otherwise", False),
        Cue(r"\bغير ذلك\b|\bالعكس\b|\bبالعكس\b|\bبطريقة أخرى\b", SPECIAL, "otherwise", False),
        Cue(r"\b(?:دون|بدون|بلا|من دون) (?:مقابل|أجر|رسوم|تكلفة)\b", NOT, "free", False),
        Cue(rf"\b{_AND}(?:لا|ألا|لن) (?:[^\s.;:!?,]+ ){{0,3}}?(?:دفع|تدفع\w*)\b", NOT, "free", False),
        # "لا توقف العلاج من تلقاء نفسك": of your own accord is without asking, if it is denied
        Cue(rf"\b{_AND}(?:لا|ألا|عدم) (?:[^\s.;:!?,]+ ){{1,5}}?من (?:تلقاء نفس|ذات نفس)\w+", NOT),
        Cue(r"\bمن (?:تلقاء|ذات) نفس\w+", ""),
        Cue(r"\bمن (?:تلقاء|ذات) نفس\w+", LEXICAL, "lack", False),
        # No, not, never
        Cue(rf"\b{_AND}(?:لا (?:داعي|حاجة|ضرورة|لزوم|يلزم|تلزم)|ليس (?:من ال)?ضروري\w*|ليس هناك (?:داع|حاجة))\b", NOT, "little"),
        Cue(rf"\b{_AND}(?:لا|لم|لن|ليس|ليست|ليسوا|لست|لسنا|ألا|بألا|لئلا|كيلا|ما من|كلا)\b(?:[^.;:!?,()]{{0,45}}?\b(?:أبدا|مطلقا|إطلاقا|بتاتا|على الإطلاق|قط|أي شيء|بأي حال|أحد)\b)?", NOT),
        Cue(r"\b[وفبل]?عدم (?:ال)?(?:راحة|ارتياح|انتظام|تحمل|قدرة|وضوح|كفاية|استقرار|توازن|رضا)\w*", LEXICAL, "lack", False),
        Cue(r"\b[وفبل]?عدم\b", NOT),
        # Restrictions
        Cue(r"\b(?:بدون|دون|بلا|من دون|من غير|بغير) (?:خطر|مخاطر|خطورة|مشكلة|مشاكل|صعوبة|توقف|انقطاع|وصفة|مضاعفات|أي خطر)\b|\bبعد أخذ\b", WITHOUT, "", False),
        Cue(rf"\b{_AND}(?:من )?(?:بدون|دون|بلا|من غير|بغير)\b(?! \d)(?: أي| أن)?|\bفي غياب\b", WITHOUT),
        Cue(r"\bخال(?:ي|ية|)\b|\bالخالي\w*|\bغير\b", WITHOUT, "", False),
        Cue(rf"\b{_AND}(?:فقط|حصرا|حصريا|لا غير|وحسب|فحسب|إنما)\b|\bمخصص\w* (?:لل|ل)\w+(?= فقط)|\bيقتصر\b|\bتقتصر\b|\bاقتصر\w*", ONLY, "only"),
        Cue(r"\bوحده\w*|\bمجرد\b|\bمخصص\w*|\bشريطة\b|\bبشرط\b|\bشرط\b|\bعند (?:الحاجة|الضرورة|اللزوم)\b|\bيكفي\b|\bتكفي\b|\bكاف\w*|\bوحيد\w*|\bالوحيد\w*|\bبالكاد\b|\bواحد[ةا]?\b|\bحصري\w*|\bإذا لزم\b", ONLY, "only", False),
        Cue(r"\bخارج\b|\bسوى\b|\bبخلاف\b|\bاستثن\w+|\bإلا\b|\bبمعزل\b|\bإضافة إلى\b|\bعلاوة على\b", EXCEPT, "", False),
        # Words that deny in themselves
        Cue(rf"(?:(?<=^)|(?<=[.;:,!?] )|(?<=\bيجب )|(?<=\bينبغي )){_AND}(?:تجنب\w*|امتنع\w*|امتنعي|امتنعوا|احذر\w*|تفاد\w*|تجن|ال?امتناع)\b|"
            rf"\b{_AND}(?:يمنع|ممنوع\w*|يحظر|محظور\w*|ي?حرم|تمنع|تحظر|تجنب|امتنع|الامتناع|امتنعي)\b|\b{_AND}لا ينصح\b|\bموانع\b", NOT, "forbid"),
        Cue(r"\b[وفبلي]?(?:ت|ي|ال|لل)?(?:تجنب|جتنب|اجتناب|امتن|متنع|متناع|تفاد|بتعد|ابتعد|بتعاد)\w*|\bبعيد\w*|\bأبعد\w*|\b(?:احم|حماية|حفظ)\w*|\bبعيدا عن متناول\b|\bأبق\w* بعيدا|\bحذر\w*|\bيقي\b", LEXICAL, "avoid", False),
        Cue(r"\b[وفبل]?(?:ال|لل)?(?:ت|ي|أ|ن)?(?:وقف|توقف|إيقاف|ايقاف|قطع|انقطاع|تنقطع|كف|أقلع|إقلاع)\w{0,4}\b|\bأوقف\w*|\bتوقف\w*|\bعلق\w*|\bتعليق\b", LEXICAL, "stop", False),
        Cue(r"\b[وفبل]?(?:ال)?(?:ي|ت)?(?:منع|منوع|حظر|حظور|محظور|ممنوع|محرم|موانع|مضاد استطباب)\w*|\bاستبعا\w+|\bيستبعد\b", LEXICAL, "forbid", False),
        Cue(r"\bمستحيل\w*|\b[وفي]?(?:ت|ي)?عجز\w*|\bعاجز\w*|\bيتعذر\b|\bتعذر\w*|\bمتعذر\w*|\bيحول دون\b|\bوقاية\b|\bيعيق\b|\bتعيق\b|\bيعوق\b", LEXICAL, "unable", False),
        Cue(r"\b(?:ال|ب|و|ل)*(?:نقص|نقصان|غياب|فقدان|انعدام|خلو|فارغ|صائم|صيام|صوم|افتقار|إعفاء)\w*|\bعلى الريق\b|\bيفتقر\b|\bيخلو\b|\bتخلو\b|\bمعفى\b|\bمحروم\w*|\bغائب\w*", LEXICAL, "lack", False),
        Cue(r"\b[وف]?(?:ت|ي|ن|أ)?(?:فشل|نسي|نسيت|نس|أغفل|إغفال|فات|فوت|تفوت|نسيان|أهمل|إهمال|تهمل|سهو|تخط|تخطي)\w*|\bنسي\w*|\bفائت\w*|\bالمنسي\w*|\bالفائت\w*", LEXICAL, "fail", False),
        Cue(r"\b[وف]?(?:ت|ي|ن)?(?:رفض|خاف|خش|ألغ|إلغاء|أنكر|تجاهل|رد)\w*|\bخوف\w*|\bمغلق\w*|\bتغلق\b|\bيغلق\b|\bبدلا\b|\bعوضا\b|\bخلاف\w*|\bتختلف\b|\bيختلف\b|\bمختلف\w*", LEXICAL, "refuse", False),
        Cue(r"\bناد?ر\w*|\bنادر\w*|\bقليل\w*|\bقلما\b|\bصعب\w*|\bصعوب\w*|\bيصعب\b|\bيندر\b|\bسلبي\w*|\bالسلبي\w*|\bضعيف\w*|\bغير \w+|\bعديم\w*|\bبالكاد\b|\bاستثنائي\w*|\bمجهول\w*|\bبالغ الندرة\b", LEXICAL, "little", False),
        Cue(r"\b(?:ك|ب)حد أقصى\b|\bالحد الأقصى\b|\bعلى الأكثر\b|\bأقصاه\w?\b", SPECIAL, "limit"),
        Cue(r"\bأقصى\b|\bالأقصى\b|\bالقصوى\b|\bقصوى\b|\bحتى\b|\bلغاية\b|\b(?:ت|ي)?تجاوز\w*|\bيتجاوز\w*|\bيزيد\b|\bتزيد\b|\bأكثر\b|\bفوق\b|\bحدود\b|\bيتعد\w*", SPECIAL, "limit", False),
        Cue(r"\bعلى الأقل\b|\b(?:ك|ب)حد أدنى\b|\bأدنى\b|\bالأدنى\b|\bأقل\b", SPECIAL, "least", False),
        Cue(r"\bبدلا من\b|\bعوضا عن\b|\bوليس\b|\bلا (?=في |على |من )\b|\bبدل\b|\bأفضل من\b|\bبالأحرى\b", LEXICAL, "instead", False),
        Cue(r"\bحتى\b|\bإلى أن\b|\b[وف]?(?:ت|ي)?نتظر\w*|\bانتظر\w*|\bانتظار\w*|\bقبل أن\b|\bحالما\b|\bبمجرد\b|\bفور\b|\bما دام\w*|\bطالما\b", SPECIAL, "until", False),
        Cue(r"\b(?:ت|ي)?(?:ختف|زول|نته|نقض|زال)\w*|\bاختف\w*|\bانته\w*|\bانقض\w*|\bزوال\b|\bمض\w+", SPECIAL, "no more", False),
        Cue(r"\bجدا\b|\bمفرط\w*|\bالمفرط\w*|\bأكثر من اللازم\b|\bالإفراط\b|\bزائد\w*|\bأكثر مما\b|\bمبالغ\w*", LEXICAL, "too", False),
        Cue(r"\bساكن\w*|\bثابت\w*|\bسكون\b|\bراحة\b|\bبلا حراك\b", SPECIAL, "still", False),
        Cue(r"\bفورا\b|\bعلى الفور\b|\bحالا\b|\bسريعا\b|\bبسرعة\b|\bفي أقرب\b|\bأسرع\b|\bعاجل\w*|\bمباشرة\b|\bفور\b|\bفوري\w*|\bبادر\w*|\bطارئ\w*|\bالطوارئ\b", SPECIAL, "soon", False),
        Cue(r"\bتذكر\w*|\bتأكد\w*|\bاحرص\w*|\bاحرصي\b|\bيرجى\b|\bتذكير\w*|\bانتبه\w*|\bالحرص\b|\bتحقق\w*", SPECIAL, "forget", False),
        Cue(r"\bمجان\w*|\bالمجان\w*|\bبالمجان\b", SPECIAL, "free", False),
        Cue(r"\bبحرية\b|\bبكل سرور\b|\bتفضل\w*|\bمتى شئت\b|\bنرحب\b|\bيسعدنا\b|\bفي أي وقت\b|\bرهن\b", SPECIAL, "hesitate", False),
    ),
    # "and" is a letter of the next word: a negation that has it goes on from one that stands before it
    coordinators=r"(?:\b(?:أو|أم|ثم|و)\b|\bو\w+|\b(?:لا|لم|لن|ألا|دون|بدون|عدم)\b[^.;:!?]{0,50}\b)",
    collapses=r"^(?:و(?:لا|لم|لن|ليس|دون|بدون|بلا|عدم)\b|فلا\b|لا\b|عدم\b)",
    function_words=frozenset(
        ["في", "من", "إلى", "الى", "على", "عن", "مع", "أو", "أم", "ثم", "بل", "لكن", "ولكن", "إن", "أن", "إذا", "لو", "لا", "لم", "لن", "ما", "هل", "كل", "بعض", "أي", "هذا", "هذه", "ذلك", "تلك", "هؤلاء", "الذي", "التي", "الذين", "اللواتي", "هو", "هي", "هم", "هن", "أنت", "أنتم", "أنا", "نحن", "كان", "كانت", "يكون", "تكون", "قد", "لقد", "كما", "عند", "عندما", "حتى", "بعد", "قبل", "خلال", "أثناء", "بين", "تحت", "فوق", "دون", "بدون", "غير", "منذ", "حيث", "لدى", "لديك", "لك", "له", "لها", "لهم", "به", "بها", "فيه", "فيها", "منه", "منها", "عليه", "عليها", "عليك", "إليه", "إليك", "يجب", "ينبغي", "يمكن", "يمكنك", "وفي", "ومن", "وعلى", "أيضا", "جدا", "فقط", "يتم", "تم", "مثل", "وهو", "وهي", "التالي", "أما", "لذلك", "لأن", "أنه", "أنها", "كذلك", "عدم", "إلا", "وقد", "ولا", "فلا"]
    ),
    abbreviations=frozenset(["د", "أ", "م", "ص", "ت", "ب", "هـ", "مثلا", "إلخ", "ج", "ق"]),
    titles=frozenset(["الدكتور", "الدكتورة", "د", "دكتور", "دكتورة", "الطبيب", "الطبيبة", "السيد", "السيدة", "الأستاذ", "الأستاذة", "البروفيسور"]),
)  # fmt: skip
