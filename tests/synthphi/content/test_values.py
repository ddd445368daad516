"""The values of a document about a patient: made when asked for, and then the same ones."""

import pytest

from synthphi.clinical.encounters import draw_encounter
from synthphi.content.patient_text import PatientText
from synthphi.content.staff_text import FacilityText, ProviderText
from synthphi.content.values import Values
from synthphi.document import plain, text
from synthphi.people.pools import Pools
from synthphi.seeds import stream
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=11))


def values(patient=0):
    encounter = draw_encounter(POOLS, patient, 0)
    rng = stream(1, "values", patient)
    return Values(
        encounter,
        PatientText(encounter, rng),
        FacilityText(encounter.facility),
        ProviderText(encounter.provider),
        ProviderText(encounter.consultant),
        rng,
    )


@pytest.mark.parametrize("patient", range(8))
def test_what_a_hole_is_filled_with_does_not_depend_on_what_was_asked_for_before(patient):
    forth, back = values(patient), values(patient)
    assert len(set(forth)) == len(forth) > 50
    found = {hole: forth[hole] for hole in forth}
    assert found == {hole: back[hole] for hole in reversed(list(back))}
    assert all(hole in forth for hole in found)


def test_a_value_may_be_put_in_the_place_of_another():
    one = values()
    assert plain(text(one["provider"])) != "nobody"
    one["provider"] = "nobody"
    one["only here"] = "something"
    assert (one["provider"], one["only here"]) == ("nobody", "something")
    assert {"provider", "only here"} <= set(one)


def test_what_nothing_fills_is_not_there_and_nothing_is_taken_away():
    one = values()
    assert "surprise" not in one
    with pytest.raises(KeyError):
        one["surprise"]
    with pytest.raises(TypeError, match="name"):
        del one["name"]
