"""Every identifier of a corpus, judged by libraries that know nothing of it: nobody has such a number."""

import os
import re
from collections import Counter

import phonenumbers
import pytest
from stdnum import ean, luhn
from stdnum.us import ssn

from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.corpus.verify.ranges import range_problem
from synthphi.doctypes import PHI_CLASSES
from synthphi.document import annotate
from synthphi.labels import Label
from synthphi.spec import CorpusSpec

DOCUMENTS = int(os.environ.get("SYNTHPHI_ORACLE", "300"))
_ITIN = re.compile(r"9\d\d-(5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])-\d{4}")
_ATIN = re.compile(r"9\d\d-93-\d{4}")


def values_of(identifiers):
    """Yield label, role and value of each span of a corpus, once each."""
    spec = CorpusSpec.parse(
        {
            "phi_positive": DOCUMENTS * 2 // 3,
            "phi_negative": DOCUMENTS // 3,
            "seed": 77,
            "identifiers": identifiers,
            "issuance_shaped_acknowledged": True,
        }
    )
    plan = Plan(spec)
    seen = set()
    for phi_class in PHI_CLASSES:
        for number in range(spec.count(phi_class)):
            planned = plan.document(phi_class, number)
            for span in annotate(compose(planned, plan.pools)).spans:
                one = (span.tag.label, span.tag.role, span.text)
                if one not in seen:
                    seen.add(one)
                    yield one


def is_nobodys(label, role, value):
    """Return whether a value is one that nobody has by an oracle; None where there is no oracle for its kind."""
    if label is Label.SSN:
        # stdnum knows areas that are not issued; what the IRS issues in them it is told.
        return not ssn.is_valid(value) and not _ITIN.fullmatch(value) and not _ATIN.fullmatch(value)
    if (label, role) == (Label.LICENSE, "npi"):
        return luhn.is_valid(f"80840{value}") and not value.startswith("1")
    if (label, role) == (Label.HEALTHPLAN, "mbi"):
        return value.startswith("0")
    if label in {Label.PHONE, Label.FAX}:
        parsed = phonenumbers.parse(value, "US")
        return parsed.country_code == 1 and str(parsed.national_number)[3:8] == "55501"
    if (label, role) == (Label.DEVICE, "udi"):
        gtin = value[4:18]
        return ean.is_valid(gtin) and gtin.startswith("0952")
    return None


@pytest.mark.timeout(0)
def test_no_number_of_a_reserved_corpus_is_anybodys():
    judged = Counter()
    wrong = []
    for label, role, value in values_of("reserved"):
        verdict = is_nobodys(label, role, value)
        if verdict is not None:
            judged[label, role] += 1
            if not verdict:
                wrong.append((label, role, value))
        if problem := range_problem(label, role, value):
            wrong.append((label, role, value, problem))
    print({f"{label} {role or ''}".strip(): count for (label, role), count in judged.items()})  # noqa: T201
    assert wrong == []
    assert {Label.SSN, Label.PHONE, Label.FAX} <= {label for label, _ in judged}
    assert {"mbi", "npi"} <= {role for _, role in judged}


@pytest.mark.timeout(0)
def test_numbers_of_an_issuance_shaped_corpus_are_shaped_as_issued_ones():
    judged = Counter()
    for label, role, value in values_of("issuance_shaped"):
        assert range_problem(label, role, value, "issuance_shaped") is None
        if label is Label.SSN:
            assert ssn.is_valid(value) or value in {"078-05-1120", "219-09-9999", "457-55-5462"}
        elif (label, role) == (Label.LICENSE, "npi"):
            assert value.startswith("1")
            assert luhn.is_valid(f"80840{value}")
        elif (label, role) == (Label.HEALTHPLAN, "mbi"):
            assert value[0] in "123456789"
        elif label in {Label.PHONE, Label.FAX}:
            # No detector looks at how these are issued.
            assert is_nobodys(label, role, value)
        judged[label] += 1
    assert judged[Label.SSN]
