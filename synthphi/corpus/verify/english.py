"""Where the bare name of a person or of a city is another word.

A patient called Long, from the city of Amber, may have "Long-standing pain" and "Color Amber" in the record, and
no label on either. A bare name counts as the name, unless it is

- part of a word with a hyphen: "Tri-Rivers";
- a word of English, from a list, that begins a sentence, a line or a cell, or has a colon behind it as captions do:
  "Mark the edge", "Teaching Case:", but not "Ms. Case" or "saw Mark";
- a word of English in a fixed expression: "Color Amber", "Mobile 251-555-0142";
- an eponym of medicine: "Baker's cyst".
"""

import re
from typing import Final

_HYPHENS = "-\u2010\u2011"
_IN_A_WORD = re.compile(rf"[^\W_][{_HYPHENS}]")
_GOES_ON = re.compile(rf"[{_HYPHENS}][^\W_]")
_BEGINS = re.compile(r"(?:^|[\n\t.!?:;|•·>)\]\u2013\u2014/_])[ \"'\u201c\u2018(\[]*$")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|St)\.? *$")
_LOOKED_AT = 12
"""Characters before a name that say whether it begins a sentence."""
_ENGLISH: Final = frozenset(
    {
        *("Amber", "Bath", "Bell", "Best", "Black", "Brown", "Case", "Clear", "Close", "Cold", "Colon", "Cook"),
        *("Cross", "Day", "English", "Fields", "Fine", "French", "Gold", "Good", "Gray", "Green", "Gross"),
        *("Hall", "Hand", "Head", "Heart", "Her", "Hill", "Home", "Hope", "House", "Joy", "King", "Land"),
        *("Lane", "Little", "Long", "Love", "Mark", "Marks", "May", "Mobile", "New", "Noble", "Page", "Park"),
        *("Price", "Rich", "Rose", "Sharp", "Short", "Silver", "Small", "Stone", "Street", "Strong", "Summer"),
        *("Wall", "Ward", "Waters", "Wells", "West", "White", "Will", "Winter", "Wise", "Wood", "Worth"),
        *("Young"),
    }
)
"""English words that people and cities are called, too, and that begin sentences of records, letters and notices."""
_EXPRESSION = re.compile(r"(?:[Cc]olou?r|Appearance|Stool|Urine|Sputum) $")
_TELEPHONE = re.compile(r"Mobile (?:phone|telephone|number|[+(\d])")
_EPONYM = re.compile(
    "(?:Baker|Bell|Murphy|Graves|Parkinson|Foley|Hodgkin|Crohn|Addison|Barrett|Wilson|Turner|Lynch|Jackson|Bishop|Norton|"
    "Morse|Braden|Thompson|Hawkins|Allen|Glasgow|Mayo|Reed|Holter|Levin|Salem)(?:['\u2019]s)? "
    "(?:cyst|palsy|sign|disease|catheter|lymphoma|esophagus|syndrome|test|score|scale|fall|coma|stand|monitor|cell|tube|"
    "sump)"
)


def is_another_word(text: str, start: int, end: int) -> bool:
    """Return whether the bare name at ``text[start:end]`` is another word there."""
    before = text[max(start - _LOOKED_AT, 0) : start]
    if _IN_A_WORD.fullmatch(before[-2:]) or _GOES_ON.match(text, end) or _EPONYM.match(text, start):
        return True
    if _TELEPHONE.match(text, start):
        return True
    if text[start:end] not in _ENGLISH or _TITLE.search(before):
        return False
    # Cut off in the middle of a text, `before` has no beginning to be one of.
    begins = _BEGINS.search(before if start <= _LOOKED_AT else f"x{before}")
    return begins is not None or text.startswith(":", end) or _EXPRESSION.search(before) is not None
