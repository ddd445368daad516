"""Ways to write the same value: telephone numbers, given names, ages, numbers in words."""

from collections.abc import Callable
from datetime import date
from typing import Final

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """Return a number from 0 to 99 in words: ``seventy-four``."""
    if number < 20:
        return _UNITS[number]
    tens, units = divmod(number, 10)
    return f"{_TENS[tens]}-{_UNITS[units]}" if units else _TENS[tens]


def months_between(birth_date: date, day: date) -> int:
    """Return an age in completed months, at least 1."""
    months = 12 * (day.year - birth_date.year) + day.month - birth_date.month
    return max(1, months - (day.day < birth_date.day))


_NO_MARKS: Final = str.maketrans("", "", "+()-. ")


def _parts(number: str) -> tuple[str, str, str]:
    digits = number.translate(_NO_MARKS)[-10:]
    return digits[:3], digits[3:6], digits[6:]


def _bracketed(number: str) -> str:
    return "({}) {}-{}".format(*_parts(number))


def _dashed(number: str) -> str:
    return "-".join(_parts(number))


def _dotted(number: str) -> str:
    return ".".join(_parts(number))


def _long_distance(number: str) -> str:
    return "1-" + "-".join(_parts(number))


def _international(number: str) -> str:
    return "+1 " + " ".join(_parts(number))


PHONE_STYLES: Final[tuple[Callable[[str], str], ...]] = (
    *(_bracketed, _bracketed, _dashed, _dashed, _dotted, _long_distance, _international),
)
"""How offices write telephone numbers, the commoner ways twice."""

NICKNAMES: Final = {
    "Alexander": "Alex",
    "Andrew": "Andy",
    "Anthony": "Tony",
    "Barbara": "Barb",
    "Benjamin": "Ben",
    "Catherine": "Cathy",
    "Charles": "Chuck",
    "Christine": "Chris",
    "Christopher": "Chris",
    "Cynthia": "Cindy",
    "Daniel": "Dan",
    "David": "Dave",
    "Deborah": "Debbie",
    "Dorothy": "Dot",
    "Edward": "Ed",
    "Elizabeth": "Liz",
    "Frances": "Fran",
    "Gregory": "Greg",
    "James": "Jim",
    "Jeffrey": "Jeff",
    "Jennifer": "Jen",
    "Jessica": "Jess",
    "Jonathan": "Jon",
    "Joseph": "Joe",
    "Joshua": "Josh",
    "Katherine": "Kathy",
    "Kenneth": "Ken",
    "Kimberly": "Kim",
    "Lawrence": "Larry",
    "Margaret": "Peggy",
    "Matthew": "Matt",
    "Michael": "Mike",
    "Nancy": "Nan",
    "Nicholas": "Nick",
    "Pamela": "Pam",
    "Patricia": "Pat",
    "Patrick": "Pat",
    "Raymond": "Ray",
    "Rebecca": "Becky",
    "Richard": "Rick",
    "Robert": "Bob",
    "Ronald": "Ron",
    "Samantha": "Sam",
    "Samuel": "Sam",
    "Sandra": "Sandy",
    "Stephen": "Steve",
    "Steven": "Steve",
    "Susan": "Sue",
    "Theresa": "Terry",
    "Thomas": "Tom",
    "Timothy": "Tim",
    "Victoria": "Vicky",
    "Virginia": "Ginny",
    "William": "Bill",
    "Zachary": "Zach",
}
"""What people are called for short."""
