import pytest

from synthphi.labels import CATEGORY, ROLES, Label, Owner, tag


def test_every_label_has_one_category():
    assert set(CATEGORY) == set(Label)


@pytest.mark.parametrize("label", [Label.PATIENT, Label.SSN, Label.PHONE, Label.DATE, Label.ZIP])
def test_a_value_is_phi_when_it_is_the_patients_and_not_when_it_is_the_providers(label):
    assert tag(label, Owner.PATIENT, "patient-000001").phi
    assert not tag(label, Owner.PROVIDER, "provider-0001").phi
    assert tag(label, Owner.PROVIDER, "provider-0001").hipaa is None


def test_a_relatives_name_is_phi():
    assert tag(Label.RELATIVE, Owner.RELATIVE, "patient-000001-relative").hipaa == "A"


def test_a_state_and_an_occupation_are_no_identifiers():
    assert not tag(Label.STATE, Owner.PATIENT).phi
    assert not tag(Label.PROFESSION, Owner.PATIENT).phi


def test_an_age_is_phi_only_above_89():
    assert not tag(Label.AGE, Owner.PATIENT, over_89=False).phi
    over = tag(Label.AGE, Owner.PATIENT, over_89=True)
    assert over.phi
    assert over.hipaa == "C"


def test_all_eighteen_letters_can_occur():
    letters = {tag(label, Owner.PATIENT, over_89=True).hipaa for label in Label} - {None}
    assert letters == set("ABCDEFGHIJKLMNOPQR")


@pytest.mark.parametrize("label", sorted(Label))
def test_a_label_takes_its_own_roles_only(label):
    for role in ROLES.get(label, ()):
        assert tag(label, role=role).role == role
    with pytest.raises(ValueError, match="has no role"):
        tag(label, role="nonsense")
