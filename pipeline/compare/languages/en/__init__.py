"""English, British first: the parity gate's table."""

# ruff: noqa: E501 - tables: one idea, one line, however long

from __future__ import annotations

from pipeline.compare.languages import (
    EXCEPT,
    FOOT,
    LEXICAL,
    NOT,
    ONLY,
    PINT,
    POUND,
    SPECIAL,
    WITHOUT,
    Cue,
    Table,
)

_DAY, _WEEK = 1440.0, 10080.0

TABLE = Table(
    tag="en",
    decimal=".",
    word=r"[^\W\d_]+(?:'[^\W\d_]+)?",
    length=1.0,
    numbers={
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
        "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
        "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    },
    multipliers={
        "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "hundreds": 100,
        "thousands": 1000, "millions": 10**6, "billions": 10**9,
    },
    ordinals={
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
        "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "sixteenth": 16, "fifteenth": 15, "twentieth": 20,
    },
    ordinal_suffixes=frozenset(("st", "nd", "rd", "th")),
    fractions={
        "half": 0.5, "halves": 0.5, "quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3,
        "fifths": 0.2, "tenths": 0.1,
    },
    collectives={"dozen": 12, "dozens": 12, "fortnight": 2, "couple": 2},
    soft=frozenset(("one", "first", "second", "third", "fourth", "fifth", "zero", "dozens", "couple", "overnight", "third", "quarter")),
    articles=frozenset(("a", "an", "one", "single")),
    and_="and",
    and_after=100,
    of=frozenset(("of", "a", "an", "the", "your", "-")),
    halves=dict.fromkeys(("and a half", "and one half", "and one - half"), 0.5) | {"and a quarter": 0.25},
    between=frozenset(
        ["-", "level", "heaped", "small", "large", "full", "more", "other", "first", "last", "next", "consecutive", "whole", "further", "extra", "additional", "single", "full-sized", "big", "different", "separate", "complete", "of"]
    ),
    joins=frozenset(["to", "-", "–", "—", "and", "or", ",", "x", "by", "through"]),
    ranges=frozenset(["to", "-", "–", "—", "through"]),
    range_starts=frozenset(["between", "from"]),
    between_two=frozenset(["between"]),
    range_fillers=frozenset(["about", "around", "to"]),
    ratios=frozenset(["of", "in"]),
    loose_ratios=frozenset(["of", "in"]),
    exact={},
    wholes={"twice": (2, ("time", 1)), "thrice": (3, ("time", 1)), "overnight": (1, ("night", 1))},
    plural_multipliers=frozenset(["hundreds", "thousands", "millions", "billions"]),
    limits={
        **dict.fromkeys(("at least", "a minimum of", "minimum", "no less than", "not less than", "no fewer than", "greater than or equal to", "≥"), "least"),
        **dict.fromkeys(("at most", "up to", "a maximum of", "maximum", "no more than", "not more than", "no longer than", "not longer than", "no later than", "not exceeding", "less than or equal to", "at the most", "≤", "maximum of"), "most"),
        **dict.fromkeys(("more than", "over", "above", "longer than", "greater than", "older than", "higher than", "beyond", "later than", "in excess of", "exceed", "exceeds", "exceeding", "upwards of", "better than", ">"), "more"),
        **dict.fromkeys(("less than", "fewer than", "under", "below", "lower than", "younger than", "shorter than", "<"), "less"),
    },
    limits_after={
        **dict.fromkeys(("or more", "and over", "or over", "or older", "and older", "or above", "and above", "minimum", "or longer", "or higher", "at least", "and up"), "least"),
        **dict.fromkeys(("or less", "or fewer", "at most", "at the most", "maximum", "or younger", "and under", "or under", "or below", "and below", "max"), "most"),
    },
    limit_fillers=frozenset(["the", "a", "an", "of", "(", "about", "his", "her", "your"]),
    units={
        **dict.fromkeys(("nanogram", "nanograms"), ("g", 1e-9)),
        **dict.fromkeys(("microgram", "micrograms", "microgramme", "microgrammes"), ("g", 1e-6)),
        **dict.fromkeys(("milligram", "milligrams", "milligramme", "milligrammes"), ("g", 1e-3)),
        **dict.fromkeys(("gram", "grams", "gramme", "grammes"), ("g", 1.0)),
        **dict.fromkeys(("kilo", "kilos", "kilogram", "kilograms", "kgs"), ("g", 1e3)),
        **dict.fromkeys(("microlitre", "microlitres", "microliter", "microliters"), ("l", 1e-6)),
        **dict.fromkeys(("millilitre", "millilitres", "milliliter", "milliliters", "mls"), ("l", 1e-3)),
        **dict.fromkeys(("centilitre", "centilitres"), ("l", 1e-2)),
        **dict.fromkeys(("decilitre", "decilitres"), ("l", 1e-1)),
        **dict.fromkeys(("litre", "litres", "liter", "liters"), ("l", 1.0)),
        **dict.fromkeys(("unit", "units", "international unit", "international units"), ("unit", 1.0)),
        **dict.fromkeys(("millimole", "millimoles"), ("mol", 1e-3)),
        **dict.fromkeys(("millimetre", "millimetres", "millimeter", "millimeters"), ("m", 1e-3)),
        **dict.fromkeys(("centimetre", "centimetres", "centimeter", "centimeters"), ("m", 1e-2)),
        **dict.fromkeys(("metre", "metres", "meter", "meters"), ("m", 1.0)),
        **dict.fromkeys(("kilometre", "kilometres", "kilometer", "kilometers"), ("m", 1e3)),
        **dict.fromkeys(("per cent", "percent", "pc"), ("%", 1.0)),
        **dict.fromkeys(("degree", "degrees", "degrees celsius", "degree celsius", "degrees centigrade"),
                        ("°", 1.0)),
        **dict.fromkeys(("euro", "euros"), ("€", 1.0)),
        **dict.fromkeys(("foot", "feet", "ft"), (FOOT, 0.3048)),
        **dict.fromkeys(("inch", "inches"), (FOOT, 0.0254)),
        **dict.fromkeys(("yard", "yards"), (FOOT, 0.9144)),
        **dict.fromkeys(("mile", "miles"), (FOOT, 1609.3)),
        **dict.fromkeys(("pound", "pounds", "lb", "lbs"), (POUND, 453.6)),
        **dict.fromkeys(("ounce", "ounces", "oz"), (POUND, 28.35)),
        **dict.fromkeys(("stone",), (POUND, 6350.0)),
        **dict.fromkeys(("pint", "pints"), (PINT, 0.568)),
        **dict.fromkeys(("dollar", "dollars"), ("$", 1.0)),
        **dict.fromkeys(("franc", "francs"), ("CHF", 1.0)),
        **dict.fromkeys(("calorie", "calories", "kilocalorie", "kilocalories"), ("kcal", 1.0)),
        **dict.fromkeys(("second", "seconds", "secs"), ("min", 1 / 60)),
        **dict.fromkeys(("minute", "minutes", "mins"), ("min", 1.0)),
        **dict.fromkeys(("hour", "hours", "hr", "hrs", "hourly"), ("min", 60.0)),
        **dict.fromkeys(("day", "days"), ("min", _DAY)),
        **dict.fromkeys(("night", "nights"), ("night", 1.0)),
        **dict.fromkeys(("week", "weeks", "weekly", "wk", "wks"), ("min", _WEEK)),
        **dict.fromkeys(("fortnight", "fortnights"), ("min", 2 * _WEEK)),
        **dict.fromkeys(("month", "months", "monthly"), ("month", 1.0)),
        **dict.fromkeys(("year", "years", "yearly", "yr", "yrs"), ("month", 12.0)),
        **dict.fromkeys(("time", "times"), ("time", 1.0)),
        **dict.fromkeys(("tablet", "tablets", "pill", "pills"), ("tablet", 1.0)),
        **dict.fromkeys(("capsule", "capsules"), ("capsule", 1.0)),
        **dict.fromkeys(("drop", "drops"), ("drop", 1.0)),
        **dict.fromkeys(("dose", "doses"), ("dose", 1.0)),
        **dict.fromkeys(("puff", "puffs"), ("puff", 1.0)),
        **dict.fromkeys(("spray", "sprays"), ("spray", 1.0)),
        **dict.fromkeys(("sachet", "sachets"), ("sachet", 1.0)),
        **dict.fromkeys(("ampoule", "ampoules"), ("ampoule", 1.0)),
        **dict.fromkeys(("vial", "vials"), ("vial", 1.0)),
        **dict.fromkeys(("patch", "patches"), ("patch", 1.0)),
        **dict.fromkeys(("suppository", "suppositories"), ("suppository", 1.0)),
        **dict.fromkeys(("injection", "injections"), ("injection", 1.0)),
        **dict.fromkeys(("glass", "glasses"), ("glass", 1.0)),
        **dict.fromkeys(("cup", "cups"), ("cup", 1.0)),
        **dict.fromkeys(("session", "sessions"), ("session", 1.0)),
        **dict.fromkeys(("person", "people", "patient", "patients"), ("person", 1.0)),
        **dict.fromkeys(("teaspoon", "teaspoons", "teaspoonful", "teaspoonfuls", "teaspoonsful", "tsp"),
                        ("teaspoon", 1.0)),
        **dict.fromkeys(("tablespoon", "tablespoons", "tablespoonful", "tablespoonfuls", "tbsp"),
                        ("tablespoon", 1.0)),
    },
    months=(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december"),
        ("jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sept", "oct", "nov", "dec"),
        ("", "", "", "", "", "", "", "", "sep", "", "", ""),
    ),
    capital_months=True,
    doubtful_months=frozenset(["may", "march", "mar", "jan", "sept", "sep", "dec", "oct", "nov", "jun", "jul", "aug"]),
    before_months=frozenset(["in", "of", "since", "by", "until", "from", "to", "and", "or", "early", "late", "mid", "mid-", "between", "during", "last", "next", "this", "through", "end"]),
    date_joins=frozenset(["-", "–", "to", "and", "or"]),
    date_of=frozenset(["of"]),
    weekdays=(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),),
    weekday_plural="s?",
    day_labels=frozenset(["d"]),
    decade_ending="s",
    centuries=frozenset(["century", "centuries"]),
    clock={"noon": 720, "midday": 720, "midnight": 0},
    halves_of_day={
        "am": 0, "pm": 12, "a m": 0, "p m": 12, "noon": 12, "midday": 12, "midnight": 0, "in the morning": 0,
        "in the afternoon": 12, "in the evening": 12, "at night": 12,
    },
    loose_halves=frozenset(["in", "at"]),
    oclock=frozenset(["o'clock"]),
    past=frozenset(["past"]),
    soft_clock={"lunchtime": 720, "lunch": 720, "lunchtimes": 720},
    clock_before=frozenset(["at", "around", "about", "by", "until", "till", "from", "between", "to", "before", "after", "and"]),
    doubtful_clock=frozenset(["and", "before", "after", "about"]),
    sure_clock=frozenset(["at"]),
    dotted=r"(?i)\b[ap]\.m\.?(?!\w)",
    per=frozenset(("per", "/")),
    soft_per=frozenset(("a", "an", "each", "every")),
    before_soft_per=frozenset(("once", "twice", "thrice", "times")),
    frequencies=(
        ((r"\bevery (?:other|second) (?:day|night|morning|evening)\b|\b(?:on )?alternate (?:days?|nights)\b|"
         r"\bevery (?:two|2) days\b"), "min", 2 * _DAY, True, 2),
        ((r"\bevery (?:other|second) week\b|\bfortnightly\b|\bevery fortnight\b|\bon alternate weeks\b|"
         r"\bevery (?:two|2) weeks\b"), "min", 2 * _WEEK, True, 2),
        (r"\bevery (?:other|second) month\b", "month", 2, True, 2),
        (r"\bevery (?:other|second) year\b", "month", 24, True, 2),
        ((r"\bdaily\b|\beveryday\b|\b(?:every|each) (?:single )?(?:day|morning|evening|night)\b|\bnightly\b|"
         r"\bday[- ]to[- ]day\b|\bper night\b|\ba night\b|\b24[- ]hours?\b|\bin (?:one|a) day\b|"
         r"\bat night\b|\bmorning and (?:evening|night)\b"),
         "min", _DAY, False, 1),
        (r"\b(?:per|each|every|a) dose\b|\bat a time\b|\beach time\b", "dose", 1, False, 0),
        (r"\bweekly\b|\b(?:every|each) week\b|\bin (?:one|a) week\b",
         "min", _WEEK, False, 1),
        (r"\bmonthly\b|\b(?:every|each) month\b", "month", 1, False, 1),
        (r"\byearly\b|\bannual\w*\b|\b(?:every|each) year\b", "month", 12, False, 1),
        (r"\bsix-monthly\b|\btwice-yearly\b|\bhalf-yearly\b|\bbiannual\w*", "month", 6, False, 2),
        (r"\bquarterly\b|\bevery quarter\b", "month", 3, False, 3),
        (r"\b(?:every|each) hour\b|\bhourly\b", "min", 60, False, 1),
        ((r"\bboth\b|\beither\b|\bcouple\b|\bpair\b|\bdoubl\w+|\bmorning and (?:evening|night)\b|\bbilateral\w*|"
         r"\beach other\b|\banother\b"), "", 0, False, 2),
        (r"\bmorning,? (?:noon|midday|lunchtime),? and (?:evening|night)\b|\btripl\w+", "", 0, False, 3),
        (r"\b(?:once|single|sole|only|anyone|someone|no one|everyone|another|uni\w+)\b", "", 0, False, 1),
    ),
    every=r"\b(?:every|each)(?: (?:about|roughly))?\s*$",
    always=r"\b24 hours a day\b(?:,? (?:and )?(?:7|seven) days a week\b)?|\b24/7\b|\b(?:7|seven) days a week\b|"
    r"\b(?:a|r)ound the clock\b|\bday and night\b|\b24[- ]hour\b",
    cues=(
        # What looks like a negation and is none
        Cue(r"\bnot only\b|\bno doubt\b|\bno matter\b|\bno\. ?(?=\d)|\bnot to mention\b|\bonly just\b|"
            r"\bif only\b|\bregardless\b|\bnevertheless\b|\bnonetheless\b|\bthe less\b", ""),
        # Negations that other words may stand for
        Cue(r"\b(?:do not|don't|never|not) hesitate|\bno hesitation", NOT, "hesitate"),
        Cue(r"\b(?:do not|don't|never|not) (?:forget|fail|omit)", NOT, "forget"),
        Cue(r"\b(?:do not|don't) (?:wait|delay|put off)", NOT, "soon"),
        Cue(r"\bwithout (?:any )?(?:delay|waiting)", SPECIAL, "soon", False),
        Cue(r"\b(?:do not|don't|never|not|cannot) (?:be )?(?:exceed\w*|go (?:over|above|beyond))|"
            r"\b(?:no|not|never)(?: \w+){0,3}? (?:more|longer|later) than\b|"
            r"(?:\b(?:not|never)|n't)(?: [\w']+){1,7}? (?:more than|longer than|(?:above|over)(?= \d))", NOT, "limit"),
        Cue(r"\b(?:no|not|never)(?: \w+){0,3}? (?:less|fewer) than\b", NOT, "least"),
        Cue(r"\b(?:do not|don't|without) mov\w+", NOT, "still"),
        Cue(r"\bif not\b|\bor not\b|\bwhether or not\b|\bor else\b|\bfailing\b", LEXICAL, "otherwise", False),
        Cue(r"\botherwise\b", SPECIAL, "otherwise", False),
        Cue(r"\b(?:no longer|not any ?more|no more)\b(?! than)", NOT, "no more"),
        Cue(r"\bnot (?:just|merely|simply|solely)\b", LEXICAL, "", False),
        Cue(r"\bno (?:extra )?(?:charge|cost|fee)|\b(?:not|n't) (?:have to |need to )?pay\b", NOT, "free"),
        Cue(r"\bfree\b(?! (?:of|from)\b(?! charge))", SPECIAL, "free", False),
        Cue(r"\bnot until\b|\bnot before\b", ONLY, "only", False),
        Cue(r"\b(?:are|is|have|has|was|were) (?:still )?yet to\b|\byet un\w+", LEXICAL, "", False),
        # "… than those who did not": the other language says nothing
        Cue(r"\b(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should|may|might)(?: not|n't)(?= ?(?:[.,;:!?)(]|$|and |or ))", LEXICAL, "", False),
        # No, not, never
        Cue(r"\b(?:nor|neither)\b", NOT, "nor"),
        Cue(r"\b(?:not|never|cannot|\w+n't|no longer|no more|nobody|no one|none|nothing|nowhere|no)\b"
            r"(?: (?:yet|at all|ever|any ?more|any longer|under any circumstances))?", NOT),
        Cue(r"\bany ?more\b|\bunder any circumstances\b", LEXICAL, "", False),
        # Restrictions
        Cue(r"\bwithout\b|(?<!toll)-free\b|\bin the absence of\b", WITHOUT),
        Cue(r"\btoll-free\b|\bwalk-in\b|\bdrop-in\b|\bfree (?:of|from)\b(?! charge)|\bnon-?\w{3,}|\bover[- ]the[- ]counter|\bdevoid", WITHOUT, "", False),
        Cue(r"\b\w{3,}(?<!un)(?<!regard)(?<!neverthe)(?<!b)less(?:ly)?\b", WITHOUT, "", False),
        Cue(r"\bonly\b|\bsolely\b|\bexclusively\b|\bnothing but\b", ONLY, "only"),
        Cue(r"\bjust\b|\bsimply\b|\bmerely\b|\breserved\b|\balone\b|\bsole\b|\bsingle\b|\bprovided\b|\bstrictly\b|"
            r"\bas long as\b|\bonce\b|\bin itself\b|\bif needed\b|\bno sooner\b|\bmere\b|\bbarely\b|\benough\b", ONLY, "only",
            False),
        Cue(r"\bexcept(?:ing)?\b|\bunless\b|\bapart from\b|\baside from\b|\bwith the exception\b", EXCEPT),
        Cue(r"\bother than\b|\bexcluding\b|\boutside\b|\bsave for\b|\bbut for\b|\bbesides\b",
            EXCEPT, "", False),
        # Table that deny in themselves
        Cue(r"(?:(?<=^)|(?<=[.;:,!?] )|(?<=should )|(?<=must )|(?<=and )|(?<=please ))avoid\b|\bforbidden\b|\bprohibited\b|"
            r"\bcontra-?indicated\b|\badvise\w* against", LEXICAL, "forbid"),
        Cue(r"\b(?:leav\w+|left) (?:\w+ ){1,3}?alone\b|\bhold off\b|\blay off\b|\bgo without\b|\bdo without\b|\bgive (?:\w+ )?a miss\b|\bavoid\w*|\brefrain\w*|\babst(?:ain|inence|ention)\w*|\b(?:stay|keep|kept|stays|staying|keeping|stayed) (?:\w+ ){0,3}?"
            r"(?:away|off|clear|out)\b|\bout of (?:the )?(?:reach|sight)|\bbeware|\bsteer clear", LEXICAL, "avoid", False),
        Cue(r"\bstop\w*|\bdiscontinu\w*|\bquit\w*|\binterrupt\w*|\bceas\w+|\bsuspend\w*|\bg(?:iv\w+|ave) up\b",
            LEXICAL, "stop", False),
        Cue(r"\bforbid\w*|\bprohibit\w*|\bban(?:ned|s)?\b|\bcontra-?indicat\w*|\badvise\w* against|\bunsuitable|"
            r"\bexclu\w+|\bwarn\w* against|\brul\w+ out|\bagainst\b|\binadvisable|\bill-advised|\bunwise",
            LEXICAL, "forbid", False),
        Cue(r"\bimpossib\w+|\bunable|\binabil\w+|\bprevent\w*|\bunfit|\bincapa\w+|\bincompatib\w+|\bkeep\w* from|"
            r"\bunavailable", LEXICAL, "unable", False),
        Cue(r"\black\w*|\babsen\w+|\bmiss\w*|\bempty\b|\bdepriv\w*|\bfast(?:ed|ing)?\b|\bexempt\w*|"
            r"\bpainless\w*|\bspared?\b", LEXICAL, "lack", False),
        Cue(r"\bfail\w*|\bforg[eo]t\w*|\bomit\w*|\bskip\w*|\boverlook\w*", LEXICAL, "fail", False),
        Cue(r"\brefus\w+|\bafraid\b|\breluctan\w+|\bfear\w*|\bfar from\b|\bcancel\w*|\bclosed\b|\bdiffer\w*|\bunlike\b|\bdeclin\w+|\bignor\w+|\bden(?:y|ies|ied|ial)\b|\breject\w*|\bdisregard\w*",
            LEXICAL, "refuse", False),
        Cue(r"\brare\w*|\bexceptional\w*|(?<!a )\bfew\b|\blittle\b|\bhardly\b|\bscarcely\b|\bdifficult\w*|\buseless\b|\bseldom\b|\bpoor\w*|"
            r"\bin(?:suffi|effic|effect|conclus|capab|oper|toler|curab|dep|access|accur|adequ|appropri|correct|compl|activ|visib|sensi|frequent|expensive|valid|tact)\w*|"
            r"\bun(?!der|til|less|its?\b|ion|ique|ite|ivers|iform|ilater)\w{3,}|\bnegative\w*|\billeg\w+|\bdis(?:like|comfort|agree|"
            r"continu|regard|pose|card)\w*|\bim(?:prob|prop|mobile|perfect|pract)\w*|\birr(?:eg|elev)\w*",
            LEXICAL, "little", False),
        Cue(r"\bmaximum\b|\bat (?:the )?most\b", SPECIAL, "limit"),
        Cue(r"\bor (?:below|less|under|fewer|lower)\b|\bat or (?:below|under)\b|\bmaxim\w+|\bup to\b|\blimit\w*|\bexceed\w*|\bbeyond\b|\babove\b|\bover\b",
            SPECIAL, "limit", False),
        Cue(r"\bat least\b|\bminim\w+|\bat the very least\b|\bor more\b", SPECIAL, "least", False),
        Cue(r"\brather than\b|\binstead\b|\bas opposed to\b", LEXICAL, "instead", False),
        Cue(r"\buntil\b|\bwait\w*|\btill\b|\bbefore you (?:have|are|can)\b", SPECIAL, "until", False),
        Cue(r"\bgone\b|\bdisappear\w*|\bover\b(?! \d)|\bfinish\w*|\bsettled\b|\bresolved\b|\bpassed\b|\bcleared?\b|"
            r"\bany ?more\b|\bany longer\b", SPECIAL, "no more", False),
        Cue(r"\btoo\b", LEXICAL, "too", False),
        Cue(r"\b(?:keep|keeping|stay|staying|hold|holding|lie|lying|sit|sitting|stand|remain)(?: \w+){0,2} still\b|"
            r"\bmotionless\b|\bimmobile\b|\bstill\b", SPECIAL, "still", False),
        Cue(r"\bimmediate\w*|\bstraight ?away\b|\bright away\b|\bat once\b|\bas soon as\b|\bpromptly\b|\bquickly\b|"
            r"\burgent\w*|\bsoon\b", SPECIAL, "soon", False),
        Cue(r"\bremember\w*|\bmake sure\b|\bbe sure\b|\bensure\b|\bbear in mind\b|\bremind\w*|\bkeep in mind\b|\bmind\b",
            SPECIAL, "forget", False),
        Cue(r"\bfeel free\b|\bplease\b|\bwelcome\b|\bby all means\b|\bcan always\b|\bfreely\b|\bhappy to\b|\bfree to\b",
            SPECIAL, "hesitate", False),
    ),
    coordinators=r"\b(?:and|or|nor)\b",
    collapses=r"^(?:not|never|no|without|nor|\w+n't)\b",
    function_words=frozenset(
        ["the", "a", "an", "and", "or", "of", "to", "in", "on", "at", "by", "for", "with", "without", "from", "into", "is", "are", "was", "were", "be", "been", "being", "have", "has", "had", "do", "does", "did", "not", "no", "you", "your", "we", "our", "they", "their", "it", "its", "this", "that", "these", "those", "if", "when", "as", "than", "then", "there", "can", "could", "may", "might", "must", "should", "will", "would", "which", "who", "whose", "what", "how", "all", "any"]
    ),
    abbreviations=frozenset(["dr", "mr", "mrs", "ms", "prof", "st", "e", "g", "i", "eg", "ie", "etc", "vs", "approx", "fig", "vol", "ext", "tel", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec", "min", "max", "a", "p", "b", "c", "j", "m", "s", "d"]),
    titles=frozenset(("dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "miss", "nurse", "sister")),
    acronyms={
        "mri": "mri", "aids": "aids", "hiv": "hiv", "who": "who", "ent": "ent", "dna": "dna", "rna": "rna",
        "mrna": "mrna", "copd": "copd", "bmi": "bmi", "nsaid": "nsaid", "nsaids": "nsaid", "gp": "gp",
        "us": "us", "usa": "us", "uk": "uk", "ed": "a&e", "er": "a&e", "ae": "a&e", "icu": "icu",
    },
    common_names=frozenset(
        ["i", "english", "french", "england", "france", "department", "ministry", "health", "institute", "organisation", "organization", "society", "authority", "agency", "insurance", "security", "social", "centre", "center", "hospital", "service", "services", "clinic", "council", "university", "federation", "association", "fund", "state", "union", "sir", "madam", "doctor", "professor", "nurse", "dr", "prof", "mr", "mrs", "ms", "easter", "christmas", "north", "south", "east", "west", "earth", "card", "vitale", "no", "yes", "street", "road", "internet", "accident", "emergency", "board", "national", "european", "world", "royal", "college", "card", "british", "american", "swiss", "belgian", "canadian", "italian", "spanish", "german", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "pm", "am", "a&e"]
    ),
)  # fmt: skip
