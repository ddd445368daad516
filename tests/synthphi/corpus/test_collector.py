"""The garbage collector is left as it was found, whoever else asks for what."""

import gc
from threading import Barrier, Thread

import pytest

from synthphi.content import compose
from synthphi.corpus.collector import seldom_collected
from synthphi.corpus.plan import Plan
from synthphi.document import annotate
from synthphi.render import render
from synthphi.spec import CorpusSpec

USUAL = (700, 10, 10)


@pytest.fixture(autouse=True)
def usual_thresholds():
    before = gc.get_threshold()
    gc.set_threshold(*USUAL)
    yield
    gc.set_threshold(*before)


def test_it_looks_seldom_and_then_as_often_as_before():
    with seldom_collected():
        assert gc.get_threshold()[0] > 100 * USUAL[0]
    assert gc.get_threshold() == USUAL


def test_an_exception_leaves_it_as_it_was():
    with pytest.raises(KeyboardInterrupt), seldom_collected():
        raise KeyboardInterrupt
    assert gc.get_threshold() == USUAL


def test_batches_may_be_nested():
    with seldom_collected():
        with seldom_collected():
            pass
        assert gc.get_threshold() != USUAL
    assert gc.get_threshold() == USUAL


def test_the_last_of_several_threads_leaves_it_as_it_was():
    all_begun, first_ended = Barrier(2), Barrier(2)
    seen = []

    def first():
        with seldom_collected():
            all_begun.wait()
        first_ended.wait()

    thread = Thread(target=first)
    thread.start()
    with seldom_collected():
        all_begun.wait()
        first_ended.wait()
        seen.append(gc.get_threshold())
    thread.join()
    assert seen[0] != USUAL
    assert gc.get_threshold() == USUAL


@pytest.mark.parametrize("own", [(0, 10, 10), (1_000_000, 5, 5)], ids=["never", "more seldom"])
def test_what_the_caller_has_set_is_kept(own):
    gc.set_threshold(*own)
    with seldom_collected():
        assert gc.get_threshold() == own
    assert gc.get_threshold() == own


def test_what_is_set_meanwhile_is_kept():
    with seldom_collected():
        gc.set_threshold(500, 5, 5)
    assert gc.get_threshold() == (500, 5, 5)


def test_a_collector_that_is_off_stays_off():
    gc.disable()
    try:
        with seldom_collected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_documents_are_made_without_cycles():
    plan = Plan(CorpusSpec(phi_positive=100, phi_negative=100, seed=3, types={"ProgressNote": 1, "Policy": 1}))
    planned = [plan.document(phi_class, number) for phi_class in ("positive", "negative") for number in range(100)]

    def make():
        for one in planned:
            document = compose(one, plan.pools)
            annotate(document)
            render(document, one.format)

    # What is prepared once may have cycles.
    make()
    gc.collect()
    gc.disable()
    try:
        make()
        found = gc.collect()
    finally:
        gc.enable()
    # Some may be of others in this process; one a document would be two hundred.
    assert found < 200
