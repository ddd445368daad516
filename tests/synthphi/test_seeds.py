from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from synthphi.seeds import Weighted, stream


def test_a_stream_depends_on_its_address_alone():
    again = [stream(7, "patient", 3).random() for _ in range(2)]
    assert again[0] == again[1]
    assert len({stream(7, "patient", n).random() for n in range(100)}) == 100
    assert stream(7, "patient", 11).random() != stream(7, "patient1", 1).random()


def test_streams_keep_their_values_between_releases():
    rng = stream(42, "patient", 17)
    assert [rng.integer(0, 99) for _ in range(6)] == EXPECTED_INTEGERS
    assert stream(42, "x").digits(12) == EXPECTED_DIGITS


EXPECTED_INTEGERS = [35, 11, 38, 49, 33, 25]
EXPECTED_DIGITS = "040857986500"


@given(seed=st.integers(0, 2**63 - 1), low=st.integers(-50, 50), width=st.integers(0, 60))
def test_integers_stay_between_their_bounds(seed, low, width):
    rng = stream(seed, "bounds")
    drawn = {rng.integer(low, low + width) for _ in range(50)}
    assert min(drawn) >= low
    assert max(drawn) <= low + width


@given(seed=st.integers(0, 2**63 - 1), count=st.integers(0, 12))
def test_a_sample_holds_different_items(seed, count):
    items = list("abcdefgh")
    drawn = stream(seed, "sample").sample(items, count)
    assert len(drawn) == min(count, len(items))
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(items)


def test_weights_decide_how_often_an_item_comes():
    table = Weighted(["never", "rare", "often"], [0, 1, 9])
    rng = stream(1, "weights")
    seen = Counter(rng.weighted(table) for _ in range(4000))
    assert seen["never"] == 0
    assert 300 < seen["rare"] < 500


def test_normal_draws_have_their_mean_and_deviation_and_no_absurd_tail():
    rng = stream(3, "normal")
    drawn = [rng.normal(100, 10) for _ in range(5000)]
    mean = sum(drawn) / len(drawn)
    deviation = (sum((x - mean) ** 2 for x in drawn) / len(drawn)) ** 0.5
    assert abs(mean - 100) < 1
    assert abs(deviation - 10) < 0.5
    assert max(abs(x - 100) for x in drawn) < 35
