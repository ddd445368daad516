"""A bare name is a name, and now and then another word."""

import pytest

from synthphi.corpus.verify.english import is_another_word
from synthphi.corpus.verify.unlabelled import Labelled, unlabelled
from synthphi.corpus.verify.values import Kind, Values


def judged(text, name):
    start = text.index(name)
    return is_another_word(text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mark the edge of the redness", "Mark"),
        ("Rest.  May I ask you something?", "May"),
        ("Confidential.\tPage 2 of 3", "Page"),
        ("Findings\nColon: mild changes", "Colon"),
        ("Teaching Case: anemia", "Case"),
        ("• Little sun", "Little"),
        ("“Best regards", "Best"),
        ("member of Tri-Rivers Health Partners", "Rivers"),
        ("Long-standing pain", "Long"),
        ("Labs: Color Amber, clear", "Amber"),
        ("Fax none, Mobile 251-555-0142", "Mobile"),
        ("Swelling; no Baker's cyst.", "Baker"),
        ("Negative Murphy\u2019s sign", "Murphy"),
    ],
)
def test_another_word(text, name):
    assert judged(text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I saw Mark today", "Mark"),
        ("drove in from Mobile with her son", "Mobile"),
        ("Ms. May was seen", "May"),
        ("Mr Long rests", "Long"),
        ("Dr. Baker's patient", "Baker"),
        ("Seen: Okafor", "Okafor"),
        ("Okafor came late", "Okafor"),
        ("Rest. Maria slept", "Maria"),
        ("the daughter of Page", "Page"),
        ("history with Case, 44", "Case"),
    ],
)
def test_a_name(text, name):
    assert not judged(text, name)


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("See you soon. Best, Caitlin", "Caitlin", False),
        ("See you soon. Best, Caitlin", "", True),
        ("I saw Best, Caitlin", "Caitlin", True),
    ],
)
def test_a_full_name_may_be_a_word_beside_a_labelled_name(text, marked, found):
    pool = Values()
    pool.add("Best Caitlin", Kind("patient", "name", unique=False))
    labelled = Labelled()
    if marked:
        labelled.add("text", text.index(marked), text.index(marked) + len(marked))
    assert bool(list(unlabelled({"text": text}, labelled, pool, None, negative=False))) == found
