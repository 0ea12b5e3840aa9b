"""Words of English time expressions, as tables.

Sources: the word classes of ISO 24617-1 (ISO-TimeML, TIMEX3), ISO 8601 for weeks and days, the abbreviations of months
and weekdays in the AP and Reuters style books, the meteorological seasons of the WMO, and the calendars of public
holidays. All keys are lower case; abbreviations stand without their full stop.
"""

from typing import Final

MONTHS: Final[dict[str, int]] = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}

MONTH_ABBREVIATIONS: Final[dict[str, int]] = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}

# ISO weekday numbers.
WEEKDAYS: Final[dict[str, int]] = {
    "monday": 1,
    "tuesday": 2,
    "wednesday": 3,
    "thursday": 4,
    "friday": 5,
    "saturday": 6,
    "sunday": 7,
}

WEEKDAY_PLURALS: Final[dict[str, int]] = {f"{name}s": number for name, number in WEEKDAYS.items()}

WEEKDAY_ABBREVIATIONS: Final[dict[str, int]] = {
    "mon": 1,
    "tue": 2,
    "tues": 2,
    "wed": 3,
    "thu": 4,
    "thur": 4,
    "thurs": 4,
    "fri": 5,
    "sat": 6,
    "sun": 7,
}

# Singular unit -> (ISO 8601 designator, factor, True for units below the day).
UNITS: Final[dict[str, tuple[str, int, bool]]] = {
    "second": ("S", 1, True),
    "minute": ("M", 1, True),
    "hour": ("H", 1, True),
    "day": ("D", 1, False),
    "night": ("D", 1, False),
    "week": ("W", 1, False),
    "fortnight": ("W", 2, False),
    "month": ("M", 1, False),
    "quarter": ("M", 3, False),
    "year": ("Y", 1, False),
    "decade": ("Y", 10, False),
    "century": ("Y", 100, False),
}

UNIT_PLURALS: Final[dict[str, str]] = {
    "seconds": "second",
    "minutes": "minute",
    "mins": "minute",
    "hours": "hour",
    "hrs": "hour",
    "days": "day",
    "nights": "night",
    "weeks": "week",
    "fortnights": "fortnight",
    "months": "month",
    "quarters": "quarter",
    "years": "year",
    "yrs": "year",
    "decades": "decade",
    "centuries": "century",
}

# Part of the day -> TIMEX3 code.
PARTS_OF_DAY: Final[dict[str, str]] = {
    "morning": "MO",
    "mornings": "MO",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "night": "NI",
    "nights": "NI",
    "nighttime": "NI",
    "daytime": "DT",
    "dawn": "MO",
    "daybreak": "MO",
    "sunrise": "MO",
    "dusk": "EV",
    "sunset": "EV",
    "nightfall": "EV",
    "lunchtime": "MI",
}

# Clock words -> hour of the day.
CLOCK_WORDS: Final[dict[str, str]] = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}

# Season -> (TIMEX3 code, first month). Meteorological quarters of the northern hemisphere.
SEASONS: Final[dict[str, tuple[str, int]]] = {
    "spring": ("SP", 3),
    "summer": ("SU", 6),
    "autumn": ("FA", 9),
    "fall": ("FA", 9),
    "winter": ("WI", 12),
}

ADVERBS_OF_FREQUENCY: Final[dict[str, str]] = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "biweekly": "P2W",
    "monthly": "P1M",
    "quarterly": "P3M",
    "yearly": "P1Y",
    "annually": "P1Y",
}

SMALL_NUMBERS: Final[dict[str, int]] = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}

TENS: Final[dict[str, int]] = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}

# Quantifiers that leave the number open: TIMEX3 writes X.
OPEN_NUMBERS: Final[frozenset[str]] = frozenset({"several", "few", "many", "some", "couple", "numerous", "recent", "coming"})

ORDINALS: Final[dict[str, int]] = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "final": -1,
}

WORD_DECADES: Final[dict[str, int]] = {
    "twenties": 2,
    "thirties": 3,
    "forties": 4,
    "fifties": 5,
    "sixties": 6,
    "seventies": 7,
    "eighties": 8,
    "nineties": 9,
}

# Time zones as newswire prints them after a clock time; offsets are not applied, days are those of the text.
TIME_ZONES: Final[frozenset[str]] = frozenset(
    "gmt utc est edt cst cdt mst mdt pst pdt et ct mt pt bst cet cest eet eest ist pkt aft msk jst kst hkt sgt aest aedt "
    "acst awst nzst nzdt eat cat wat sast irst gst akst hst".split()
)

# Words that make the number after them a name, not a year: "Resolution 1973", "Flight 1549".
IDENTIFIER_WORDS: Final[frozenset[str]] = frozenset(
    "article bus chapter channel clause code flight gate highway interstate law line lot model mission no number order page "
    "paragraph platform proposition regulation resolution road room route rule section ship size squadron train unit "
    "version vessel".split()
)

# Nouns of measure after a number: never a year before them.
MEASURES: Final[frozenset[str]] = frozenset(
    "acre acres barrel barrels bbl billion block blocks bps cm cubic degree degrees dollar dollars euro euros feet foot ft "
    "gallon gallons gram grams ha hectare hectares inch inches kg kilo kilogram kilograms kilometer kilometers kilometre "
    "kilometres kilowatt kilowatts km lakh lb lbs liter liters litre litres megawatt megawatts meter meters metre metres "
    "metric mg mile miles million mm mph mw ounce ounces percent per-cent point points pound pounds rupee rupees square "
    "ton tonne tonnes tons trillion volt volts watt watts yard yards yen yuan".split()
)

# Holiday -> how to find it in a year: a fixed (month, day); ("easter", days after Easter Sunday);
# ("weekday", month, ISO weekday, n-th); None for days of a lunar calendar, which the text alone cannot fix.
HOLIDAYS: Final[dict[str, tuple[int, int] | tuple[str, int] | tuple[str, int, int, int] | None]] = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new year": (1, 1),
    "valentine's day": (2, 14),
    "st patrick's day": (3, 17),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "thanksgiving": ("weekday", 11, 4, 4),
    "thanksgiving day": ("weekday", 11, 4, 4),
    "martin luther king day": ("weekday", 1, 1, 3),
    "memorial day": ("weekday", 5, 1, -1),
    "labor day": ("weekday", 9, 1, 1),
    "columbus day": ("weekday", 10, 1, 2),
    "ash wednesday": ("easter", -46),
    "palm sunday": ("easter", -7),
    "good friday": ("easter", -2),
    "easter": ("easter", 0),
    "easter sunday": ("easter", 0),
    "easter monday": ("easter", 1),
    "ramadan": None,
    "eid": None,
    "eid al-fitr": None,
    "eid al-adha": None,
    "nowruz": (3, 21),
    "diwali": None,
    "passover": None,
    "yom kippur": None,
    "rosh hashanah": None,
    "hanukkah": None,
}
