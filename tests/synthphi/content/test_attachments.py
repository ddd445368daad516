"""What comes with mails: about whom, how deep, in which formats, and that twins have the same."""

from collections import Counter
from collections.abc import Iterator

import pytest

from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import MAILS, Format
from synthphi.document import Archive, Attachment, annotate, plain
from synthphi.errors import SpecError
from synthphi.spec import CorpusSpec

COUNT = 250
TYPES = dict.fromkeys(("ProviderEmail", "PortalMessage", "AppointmentReminder", "Announcement", "VendorEmail"), 1.0)


def mails(**fields):
    """Return positives and negatives of which each mail has attachments, with what was planned."""
    values = {"surfaces": {"attachment": 1}, "surface_only": 0, "types": TYPES, "formats": {"eml": 1, "msg": 1}}
    spec = CorpusSpec.parse({"phi_positive": COUNT, "phi_negative": COUNT, "seed": 12, **values, **fields})
    plan = Plan(spec)
    made = {}
    for phi_class in ("positive", "negative"):
        planned = [plan.document(phi_class, number) for number in range(COUNT)]
        made[phi_class] = [(one, compose(one, plan.pools)) for one in planned]
    return made


@pytest.fixture(scope="module")
def every():
    return mails()


def files_of(attachments, depth=1) -> Iterator[tuple[int, Attachment]]:
    """Yield all files, those in archives and messages too, with how deep they lie within messages."""
    for one in attachments:
        if isinstance(one, Archive):
            yield from files_of(one.members, depth)
        else:
            yield depth, one
            yield from files_of(one.document.attachments, depth + 1)


def phi_by_side(document) -> tuple[int, int]:
    """Return how many PHI spans the mail itself has, and its attachments and their names."""
    surfaces = [span.surface for span in annotate(document).spans if span.tag.phi]
    attached = sum(surface in {"attachment", "attachment_name"} for surface in surfaces)
    return len(surfaces) - attached, attached


def test_every_mail_has_attachments_where_they_are_asked_for_and_none_else(every):
    assert all(made.attachments for documents in every.values() for _, made in documents)
    without = mails(surfaces={})
    assert not any(made.attachments for documents in without.values() for _, made in documents)


@pytest.mark.parametrize("where", ["attachment", "mail", "both"])
def test_the_policy_says_where_the_phi_is(where):
    for _, made in mails(attachment_phi={where: 1})["positive"]:
        in_mail, in_attachments = phi_by_side(made)
        assert (in_mail > 0, in_attachments > 0) == (where != "attachment", where != "mail")


def test_by_default_all_three_occur(every):
    seen = Counter(tuple(side > 0 for side in phi_by_side(made)) for _, made in every["positive"])
    assert set(seen) == {(True, True), (True, False), (False, True)}
    assert min(seen.values()) > COUNT / 10


def test_negatives_have_phi_in_neither(every):
    assert {phi_by_side(made) for _, made in every["negative"]} == {(0, 0)}


def test_policy_needs_a_weight():
    with pytest.raises(SpecError, match="attachment_phi"):
        CorpusSpec.parse({"attachment_phi": {"mail": 0}})


def test_all_formats_and_archives_occur_and_messages_lie_three_deep(every):
    for phi_class, documents in every.items():
        files = [file for _, made in documents for file in files_of(made.attachments)]
        assert {file.format for _, file in files} == set(Format), phi_class
        archives = [one for _, made in documents for one in made.attachments if isinstance(one, Archive)]
        assert len(archives) > COUNT / 10
        messages = [depth for depth, file in files if file.format in MAILS]
        assert max(messages) == 3, phi_class


def test_names_have_the_extension_and_are_each_there_once(every):
    for _, made in [*every["positive"], *every["negative"]]:
        for depth, file in files_of(made.attachments):
            assert plain(file.name).endswith(f".{file.format}"), depth
        for container in (made.attachments, *(one.members for one in made.attachments if isinstance(one, Archive))):
            names = [plain(one.name).casefold() for one in container]
            assert len(names) == len(set(names))


def test_a_message_was_there_before_the_mail_that_it_is_attached_to(every):
    def check(made):
        for one in made.attachments:
            if isinstance(one, Attachment) and one.document.mail is not None:
                assert one.document.mail.date < made.mail.date
                check(one.document)
                dates.append(one.document.mail.date)

    dates = []
    for _, made in [*every["positive"], *every["negative"]]:
        check(made)
    assert dates


def test_a_twin_has_the_attachments_of_its_positive(every):
    positives = {planned.number: made for planned, made in every["positive"]}
    pairs = 0
    for planned, made in every["negative"]:
        if planned.original is None:
            continue
        theirs = positives[planned.original.number]
        assert [(depth, file.format) for depth, file in files_of(made.attachments)] == [
            (depth, file.format) for depth, file in files_of(theirs.attachments)
        ]
        pairs += 1
    assert pairs > COUNT / 3


def test_message_ids_are_one_each(every):
    # A message about nobody may be attached to a mail and to its twin.
    for documents in every.values():
        ids = [made.mail.message_id for _, made in documents]
        attached = [file.document.mail for _, made in documents for _, file in files_of(made.attachments)]
        ids += [mail.message_id for mail in attached if mail is not None]
        assert len(ids) == len(set(ids)) > COUNT
