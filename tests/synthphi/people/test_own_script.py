"""Names as they are written at home."""

import tomllib
import unicodedata
from datetime import date
from importlib.resources import files

import pytest

from synthphi.people.model import Name
from synthphi.people.own_script import in_own_script
from synthphi.people.pools import Pools
from synthphi.spec import CorpusSpec


def table(name):
    return tomllib.loads(files("synthphi.people").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("first", "last", "own"),
    [
        ("Wei", "Wang", "王伟"),
        ("Keiko", "Yoshida", "𠮷田恵子"),
        ("Layla", "Haddad", "ليلى حداد"),
        ("Moshe", "Katz", "משה כץ"),
        ("Mamadou", "Diallo", "𞤃𞤢𞤥𞤢𞤣𞤵 𞤔𞤢𞤤𞤮"),
        ("Min-Jun", "Kim", "김민준"),
        ("Siobhan", "O'Brien", "Siobhán O’Brien"),  # noqa: RUF001  (the apostrophe is what is tested)
        ("Thuy", "Nguyen", "Nguyễn Thủy"),
        ("Diego", "Oliveira", ""),
        ("Jennifer", "Wang", ""),
        ("Fernanda", "Silva", ""),
    ],
)
def test_a_name_of_one_origin_is_written_as_at_home(first, last, own):
    assert unicodedata.normalize("NFC", in_own_script(Name(first, "", last))) == unicodedata.normalize("NFC", own)


def test_a_name_without_marks_of_its_own_is_no_other_name():
    assert in_own_script(Name("Linh", "", "Phan")) == "Phan Linh"
    assert in_own_script(Name("Diego", "", "Garcia")) != ""
    assert in_own_script(Name("Diego", "", "Rivera")) == ""


def test_every_name_in_the_tables_is_one_that_people_have():
    names = table("names")
    for origin, script in table("own_script").items():
        assert set(script["first"]) <= {*names[origin]["female"], *names[origin]["male"]}, origin
        assert set(script["last"]) <= set(names[origin]["last"]), origin
        assert script["order"] in {"first last", "last first"}
        for own in (*script["first"].values(), *script["last"].values()):
            assert own == unicodedata.normalize("NFC", own)
            assert own.strip() == own


def test_patients_have_them_in_several_scripts_some_with_combining_marks_or_above_the_bmp():
    pools = Pools(CorpusSpec(phi_positive=9_000, seed=3, as_of=date(2026, 1, 15)))
    owns = [own for own in (pools.patient(number).own_name for number in range(3_000)) if own]
    assert 0.03 < len(owns) / 3_000 < 0.15
    scripts = {unicodedata.name(own[0]).split()[0] for own in owns}
    assert {"ARABIC", "HEBREW", "CJK", "HANGUL", "CYRILLIC", "LATIN"} <= scripts
    assert any(unicodedata.combining(char) for own in owns for char in own)
