"""Currencies and units of measurement as news print them.

Currency codes are ISO 4217. Units of measurement map to the codebook's kinds; what measures time, temperature, speed or the
like is no claim (docs/codebook.md) and stands in NO_CLAIM.
"""

from typing import Final

from records import Unit

# Signs and codes before the number, longest first where one begins another.
CURRENCY_PREFIXES: Final[dict[str, str | None]] = {
    "US$": "USD", "U.S.$": "USD", "USD$": "USD", "AUD$": "AUD", "AU$": "AUD", "A$": "AUD", "NZD$": "NZD", "NZ$": "NZD",
    "CAD$": "CAD", "CA$": "CAD", "C$": "CAD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN",
    "US $": "USD", "NZ $": "NZD", "A $": "AUD", "HK $": "HKD",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": None, "₹": "INR", "₦": "NGN", "₱": "PHP", "₿": "BTC", "₩": "KRW", "₺": "TRY",
    "₽": "RUB", "₪": "ILS", "฿": "THB", "₫": "VND", "₴": "UAH", "₵": "GHS", "₡": "CRC", "៛": "KHR", "৳": "BDT",
    "Rs.": "INR", "Rs": "INR", "KSh": "KES", "Ksh": "KES", "KSH": "KES", "USh": "UGX", "Ush": "UGX", "TSh": "TZS", "RM": "MYR",
    "Rp": "IDR", "Tk": "BDT",
}  # fmt: skip
CURRENCY_CODES: Final = frozenset(
    "AED AFN ARS AUD BDT BGN BRL BYN CAD CHF CLP CNY COP CZK DKK DZD EGP ETB EUR GBP GEL GHS HKD HRK HUF IDR ILS INR IQD IRR "
    "ISK JOD JPY KES KRW KWD KZT LBP LKR LYD MAD MMK MXN MYR NGN NOK NPR NZD OMR PEN PHP PKR PLN QAR RON RSD RUB RWF SAR SDG "
    "SEK SGD SOS SSP SYP THB TND TRY TWD TZS UAH UGX USD UYU VEF VND XAF XOF YER ZAR ZMW ZWL RMB".split()
)
CURRENCY_ALIASES: Final[dict[str, str]] = {"RMB": "CNY"}
# Words after the number; None where the word alone leaves the currency open.
CURRENCY_WORDS: Final[dict[str, str | None]] = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pound": "GBP", "pounds": "GBP", "quid": "GBP",
    "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": None, "rupees": None, "rupiah": "IDR", "ringgit": "MYR",
    "baht": "THB", "won": "KRW", "dong": "VND", "peso": None, "pesos": None, "reais": "BRL", "rand": "ZAR",
    "naira": "NGN", "cedi": "GHS", "cedis": "GHS", "shilling": None, "shillings": None, "birr": "ETB", "lari": "GEL",
    "dirham": None, "dirhams": None, "dinar": None, "dinars": None, "riyal": None, "riyals": None, "rial": None,
    "rials": None, "ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB", "hryvnia": "UAH", "hryvnias": "UAH",
    "lira": "TRY", "liras": "TRY", "shekel": "ILS", "shekels": "ILS", "zloty": "PLN", "zlotys": "PLN", "forint": "HUF",
    "krone": None, "kroner": None, "krona": "SEK", "kronor": "SEK", "franc": None, "francs": None, "taka": "BDT",
    "kyat": "MMK", "kyats": "MMK", "afghani": "AFN", "afghanis": "AFN", "tenge": "KZT",
    "leu": "RON", "kwacha": "ZMW", "bitcoin": "BTC", "bitcoins": "BTC", "cents": "USD", "pence": "GBP",
    "bolivar": "VEF", "bolivars": "VEF", "bolivares": "VEF", "guarani": "PYG", "quetzal": "GTQ",
}  # fmt: skip
# A hundredth of the currency: "50 cents" is 0.50 dollars.
CURRENCY_HUNDREDTHS: Final = frozenset({"cents", "pence"})
# The adjective that tells which dollar, rupee, peso, ... is meant.
CURRENCY_ADJECTIVES: Final[dict[tuple[str, str], str]] = {
    ("us", "dollar"): "USD", ("american", "dollar"): "USD", ("australian", "dollar"): "AUD", ("canadian", "dollar"): "CAD",
    ("new zealand", "dollar"): "NZD", ("hong kong", "dollar"): "HKD", ("singapore", "dollar"): "SGD",
    ("taiwan", "dollar"): "TWD", ("zimbabwean", "dollar"): "ZWL", ("indian", "rupee"): "INR", ("pakistani", "rupee"): "PKR",
    ("sri lankan", "rupee"): "LKR", ("nepalese", "rupee"): "NPR", ("nepali", "rupee"): "NPR", ("mexican", "peso"): "MXN",
    ("philippine", "peso"): "PHP", ("argentine", "peso"): "ARS", ("chilean", "peso"): "CLP", ("colombian", "peso"): "COP",
    ("cuban", "peso"): "CUP", ("kenyan", "shilling"): "KES", ("ugandan", "shilling"): "UGX", ("tanzanian", "shilling"): "TZS",
    ("somali", "shilling"): "SOS", ("uae", "dirham"): "AED", ("emirati", "dirham"): "AED", ("moroccan", "dirham"): "MAD",
    ("iraqi", "dinar"): "IQD", ("jordanian", "dinar"): "JOD", ("kuwaiti", "dinar"): "KWD", ("serbian", "dinar"): "RSD",
    ("libyan", "dinar"): "LYD", ("saudi", "riyal"): "SAR", ("qatari", "riyal"): "QAR", ("yemeni", "riyal"): "YER",
    ("iranian", "rial"): "IRR", ("yemeni", "rial"): "YER", ("omani", "rial"): "OMR", ("danish", "krone"): "DKK",
    ("norwegian", "krone"): "NOK", ("swedish", "krona"): "SEK", ("icelandic", "krona"): "ISK", ("swiss", "franc"): "CHF",
    ("cfa", "franc"): "XOF", ("rwandan", "franc"): "RWF", ("congolese", "franc"): "CDF", ("egyptian", "pound"): "EGP",
    ("syrian", "pound"): "SYP", ("lebanese", "pound"): "LBP", ("sudanese", "pound"): "SDG", ("british", "pound"): "GBP",
    ("turkish", "lira"): "TRY", ("syrian", "lira"): "SYP", ("georgian", "lari"): "GEL", ("chinese", "yuan"): "CNY",
    ("japanese", "yen"): "JPY", ("russian", "ruble"): "RUB", ("russian", "rouble"): "RUB", ("belarusian", "ruble"): "BYN",
    ("south korean", "won"): "KRW", ("north korean", "won"): "KPW", ("ukrainian", "hryvnia"): "UAH",
    ("south african", "rand"): "ZAR", ("brazilian", "real"): "BRL", ("indonesian", "rupiah"): "IDR",
}  # fmt: skip

# Units of measurement, singular and plural and abbreviated; multi-word units with one blank.
MEASURES: Final[dict[str, Unit]] = {
    **dict.fromkeys(
        "km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters m cm centimetre centimetres "
        "centimeter centimeters mm millimetre millimetres millimeter millimeters foot feet ft inch inches yard yards".split(),
        Unit.DISTANCE,
    ),
    "nautical mile": Unit.DISTANCE,
    "nautical miles": Unit.DISTANCE,
    **dict.fromkeys(
        "kg kgs kilogram kilograms kilogramme kilogrammes kilo kilos tonne tonnes ton tons gram grams gramme grammes g mg "
        "milligram milligrams lb lbs ounce ounces oz mt".split(),
        Unit.WEIGHT,
    ),
    "metric ton": Unit.WEIGHT,
    "metric tons": Unit.WEIGHT,
    "metric tonnes": Unit.WEIGHT,
    "short tons": Unit.WEIGHT,
    **dict.fromkeys("hectare hectares ha acre acres km2 km² sqkm m2 m²".split(), Unit.AREA),
    **dict.fromkeys(
        (
            "square kilometre", "square kilometres", "square kilometer", "square kilometers", "square mile",
            "square miles", "square metre", "square metres", "square meter", "square meters", "square foot",
            "square feet", "sq km", "sq mi", "sq ft", "sq m", "square km", "sq miles", "square yards",
        ),
        Unit.AREA,
    ),
    **dict.fromkeys(
        "litre litres liter liters gallon gallons barrel barrels bpd megawatt megawatts mw gigawatt gigawatts gw kilowatts "
        "kw bushels bushel".split(),
        Unit.OTHER,
    ),
    "cubic metres": Unit.OTHER,
    "cubic meters": Unit.OTHER,
    "cubic feet": Unit.OTHER,
    "cubic kilometres": Unit.OTHER,
}  # fmt: skip

# What these measure is no claim: durations and ages, temperature, speed, pressure, sound, storage, light years.
DURATIONS: Final = frozenset(
    "second seconds sec secs minute minutes min mins hour hours hr hrs day days night nights week weeks weekend weekends "
    "fortnight fortnights month months year years yr yrs decade decades century centuries millennium millennia generation "
    "generations o'clock yearold yo".split()
)
NO_CLAIM: Final = DURATIONS | frozenset(
    "degree degrees ° °c °f ºc celsius fahrenheit kelvin km/h kmh kph mph m/s knots kts hz khz mhz ghz gb mb tb kb db "
    "decibel decibels hpa millibar millibars mbar psi volt volts v amp amps gigabytes megabytes terabytes light-year "
    "light-years kilobytes bytes pixels megapixel megapixels karat carat carats rpm bpm x".split()
)
NO_CLAIM_PHRASES: Final = (
    "light years", "light year", "km per hour", "kilometres per hour", "kilometers per hour", "kilometres an hour",
    "kilometers an hour", "miles per hour", "miles an hour", "metres per second", "meters per second", "degrees celsius",
    "on the richter scale", "on the richter", "km an hour", "kms per hour", "feet per second", "cubic feet per second",
)  # fmt: skip
