"""Numbers as people write them, in digits or words: `448,463.36`, `4½`, `twenty-three`, `half a`, `118,0000`."""

from __future__ import annotations

from decimal import Decimal

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
UNITS = {word: value for value, word in enumerate(_UNITS.split(), start=1)}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal("0.333"), "⅔": Decimal("0.667")}
PHRASES = {
    "half a": Decimal("0.5"),
    "half-a": Decimal("0.5"),
    "quarter of a": Decimal("0.25"),
    "a quarter of a": Decimal("0.25"),
    "three quarters of a": Decimal("0.75"),
    "three-quarters of a": Decimal("0.75"),
    "a couple of": Decimal(2),
    "a dozen": Decimal(12),
    "two dozen": Decimal(24),
    "a": Decimal(1),
    "half": Decimal("0.5"),
}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1_000),
    "k": Decimal(1_000),
    "million": Decimal(1_000_000),
    "m": Decimal(1_000_000),
    "mn": Decimal(1_000_000),
    "mil": Decimal(1_000_000),
    "mill": Decimal(1_000_000),
    "milli": Decimal(1_000_000),
    "millio": Decimal(1_000_000),
    "hundred thousand": Decimal(100_000),
    "hundred million": Decimal(100_000_000),
    "billion": Decimal(1_000_000_000),
    "bn": Decimal(1_000_000_000),
    "b": Decimal(1_000_000_000),
    "trillion": Decimal(1_000_000_000_000),
    "tn": Decimal(1_000_000_000_000),
}
FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
LONGEST = 15
"""Characters beyond which digits are a serial number or noise; within them no sum outgrows Decimal's 28 digits."""


def read_number(written: str) -> Decimal | None:
    """The number that digits or words say; None when they say none.

    >>> read_number("448,463.36"), read_number("4½"), read_number("twenty-three"), read_number("half a")
    (Decimal('448463.36'), Decimal('4.5'), Decimal('23'), Decimal('0.5'))
    """
    text = " ".join(written.lower().split())
    if text in PHRASES:
        return PHRASES[text]
    if text[:1].isdigit() or text[:1] in VULGAR or text[:1] == ".":
        return _digits(text)
    return _words(text)


def read_scale(written: str | None) -> Decimal:
    """What a scale word multiplies by; 1 for none. `millio` is a word cut short at the end of a text.

    >>> read_scale("bn"), read_scale("Million"), read_scale(None)
    (Decimal('1000000000'), Decimal('1000000'), Decimal('1'))
    """
    return SCALES[" ".join(written.lower().replace("-", " ").split())] if written else Decimal(1)


def read_fraction(written: str) -> Decimal | None:
    """A fraction as a percentage to one decimal place, None for another text.

    >>> read_fraction("a third"), read_fraction("two-thirds"), read_fraction("half")
    (Decimal('33.3'), Decimal('66.7'), Decimal('50.0'))
    """
    words = written.lower().replace("-", " ").split()
    part = FRACTIONS.get(words[-1].removesuffix("s"))
    count = {"a": 1, "one": 1, "half": 1, "two": 2, "three": 3, "four": 4}.get(words[0])
    if part is None or count is None:
        return None
    return (Decimal(100) * count / part).quantize(Decimal("0.1"))


def _digits(text: str) -> Decimal | None:
    """Digits with separators: a point before exactly three last digits of a longer number is left to the caller."""
    tail = VULGAR.get(text[-1], Decimal(0))
    body = text.rstrip("".join(VULGAR)).replace(" ", "")
    if len(body) > LONGEST:
        return None
    if not body:
        return tail
    whole, _, part = body.partition(".") if body.count(".") == 1 else (body, "", "")
    value = Decimal((_grouped(whole) or "0") + ("." + part.replace(",", "") if part else ""))
    return value + tail


def _grouped(whole: str) -> str:
    """Thousands joined: `118,0000` is a slip for 118,000 and `1.200.000` is grouped by points."""
    groups = whole.replace(".", ",").split(",")
    return groups[0] + "".join(g[:3] if len(g) == 4 and g.endswith("0") else g for g in groups[1:])


def _words(text: str) -> Decimal | None:
    """`twenty-three`, `a hundred and ten`, `two and a half`."""
    words = text.replace("-", " ").removeprefix("a hundred").split()
    total = Decimal(100 if text.startswith("a hundred") else 0)
    if words[-3:] == ["and", "a", "half"]:
        total, words = Decimal("0.5"), words[:-3]
    for word in words:
        if word == "hundred":
            total = max(total, Decimal(1)) * 100
        elif word in UNITS or word in TENS:
            total += UNITS.get(word) or TENS[word]
        elif word != "and":
            return None
    return total or None
