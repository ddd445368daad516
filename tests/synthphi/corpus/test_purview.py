"""A corpus by the preset `purview`: what Microsoft Purview's trainable classifiers are given, and nothing else."""

import json
import re
import zipfile
from collections import Counter, defaultdict

import olefile
import pypdfium2
import pytest
from trees import tree

from synthphi import CorpusSpec, SpecError, read_labels, verify, write_corpus
from synthphi.corpus.extend import extend
from synthphi.corpus.plan import Plan
from synthphi.corpus.show import annotated_text
from synthphi.corpus.stats import read_stats
from synthphi.doctypes import PHI_CLASSES, TYPES, DocType
from synthphi.presets import PRESETS, with_preset
from synthphi.report import write_document_page

FOLDERS = {"seed/positive", "seed/negative", "test/positive", "test/negative"}
# Those with a format other than a workbook: they are enough for what is asked here.
ONE_OF_EACH = (
    *(DocType.PROGRESS_NOTE, DocType.LAB_RESULT, DocType.PROVIDER_EMAIL, DocType.CASE_STUDY, DocType.REGISTRATION_FORM),
    *(DocType.POLICY, DocType.PROCEDURE, DocType.LAB_MANUAL, DocType.VENDOR_EMAIL, DocType.EDUCATION_DECK),
    *(DocType.AGGREGATE_STATISTICS, DocType.FORMULARY),
)
TYPES_HERE = {doc_type: TYPES[doc_type].weight for doc_type in ONE_OF_EACH}


def purview(**fields):
    return CorpusSpec.parse(with_preset("purview", {"types": TYPES_HERE, **fields}))


SMALL = purview(phi_positive=210, phi_negative=560, seed=4)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("purview") / "corpus"
    assert write_corpus(SMALL, folder).errors == 0
    return folder


def uploaded(corpus):
    return [file for top in ("seed", "test") for file in sorted((corpus / top).rglob("*")) if file.is_file()]


def test_documents_lie_in_four_flat_folders_and_nothing_else_does(corpus):
    listed = [json.loads(line)["path"] for line in (corpus / "manifest.jsonl").read_text().splitlines()]
    found = [file.relative_to(corpus).as_posix() for file in uploaded(corpus)]
    assert sorted(listed) == found
    assert len(found) == 770
    assert {path.rpartition("/")[0] for path in found} == FOLDERS
    assert not {"positive", "negative"} & {path.name for path in corpus.iterdir()}


def test_parts_are_those_of_the_split_and_share_no_patient_and_no_layout(corpus):
    rows = read_labels(corpus).to_pylist()
    part = {"train": "seed", "test": "test"}
    patients, layouts = defaultdict(set), defaultdict(set)
    for row in rows:
        assert row["path"].split("/")[:2] == [part[row["split"]], row["phi_class"]]
        layouts[row["split"]].add(row["layout"])
        if row["patient_id"]:
            patients[row["split"]].add(row["patient_id"])
    assert patients["train"]
    assert patients["test"]
    assert not patients["train"] & patients["test"]
    assert not layouts["train"] & layouts["test"]


@pytest.mark.parametrize("seed", [0, 1, 2, 42, 2**63 - 1])
def test_the_counts_of_the_preset_are_well_within_the_limits_of_purview(seed):
    spec = CorpusSpec.parse(with_preset("purview", {"seed": seed}))
    plan = Plan(spec)
    counts = Counter(
        (plan.split(phi_class, number), phi_class)
        for phi_class in PHI_CLASSES
        for number in range(spec.count(phi_class))
    )
    assert set(counts) == {(split, phi_class) for split in ("train", "test") for phi_class in PHI_CLASSES}
    assert 100 < counts["train", "positive"] < 450
    assert 300 < counts["train", "negative"] < 1350
    assert counts["test", "positive"] > 75
    assert counts["test", "negative"] > 225


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"phi_positive": 20},
            r"phi_positive: of 20 documents test/positive gets \d+, and .* takes at least 50: ",
        ),
        ({"phi_positive": 20}, r"seed/positive gets \d+, and Purview takes 50 to 500: raise phi_positive to about \d+"),
        ({"phi_positive": 1500}, r"seed/positive gets \d+, and Purview takes 50 to 500: lower phi_positive to about"),
        (
            {"phi_negative": 100},
            r"phi_negative: of 100 documents seed/negative gets \d+, .* takes 150 to 1500",
        ),
        ({"phi_negative": 4000}, r"phi_negative: of 4000 documents seed/negative gets \d+, .* lower phi_negative"),
        ({"splits": {"train": 99, "test": 1}}, r"test/negative gets \d+, .*at least 150: .*or the weight splits\.test"),
        ({"splits": {"train": 1}}, r"test/positive gets 0, .*give splits\.test a weight"),
    ],
)
def test_what_leaves_the_limits_is_refused_before_anything_is_written(tmp_path, fields, says):
    with pytest.raises(SpecError, match=says):
        write_corpus(purview(**fields), tmp_path / "corpus")
    assert list(tmp_path.iterdir()) == []


def test_the_advice_is_within_the_limits(tmp_path):
    with pytest.raises(SpecError) as refused:
        write_corpus(purview(phi_positive=20), tmp_path)
    advised = max(map(int, re.findall(r"raise phi_positive to about (\d+)", str(refused.value))))
    write_corpus(purview(phi_positive=advised, phi_negative=560, formats={"msg": 1}), tmp_path)
    assert read_stats(tmp_path).phi_positive == advised


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"formats": {"eml": 1, "docx": 1}}, r"formats: SharePoint does not crawl eml, .*: use msg"),
        ({"splits": {"train": 8, "validation": 1, "test": 1}}, r"splits: .*give validation no weight"),
    ],
)
def test_what_purview_cannot_use_is_refused(fields, says):
    with pytest.raises(SpecError, match=says):
        purview(**fields)


def test_what_is_said_wins_over_the_preset():
    spec = CorpusSpec.parse(with_preset("purview", {"names": "descriptive", "formats": {"pdf": 1}, "seed": 3}))
    assert (spec.names, spec.formats, spec.seed, spec.folders) == ("descriptive", {"pdf": 1}, 3, "purview")
    assert Plan(spec).document("positive", 12).path.rpartition("/")[2].startswith("PHI_POS_")
    with pytest.raises(SpecError, match="none that is called 'sharepoint': use purview"):
        with_preset("sharepoint", {})


def test_the_preset_has_no_eml_and_no_properties_of_documents(corpus):
    assert "eml" not in PRESETS["purview"]["formats"]
    assert not [file for file in uploaded(corpus) if file.suffix == ".eml"]
    surfaces = {span["surface"] for row in read_labels(corpus).to_pylist() for span in row["spans"]}
    assert "comment" in surfaces
    assert not surfaces & {"metadata", "filename"}


def test_names_do_not_tell_the_classes_apart(corpus):
    numbers = defaultdict(list)
    for file in uploaded(corpus):
        assert re.fullmatch(r"DOC_\d{6}", file.stem)
        numbers[file.parent.name].append(int(file.stem[4:]))
    for found in numbers.values():
        assert len(set(found)) == len(found)
        # As many in each tenth of the range, to a few: no number is one of one class rather than of the other.
        tenths = Counter(number // 100_000 for number in found)
        assert set(tenths) == set(range(10))
        assert all(abs(count - len(found) / 10) <= 3 for count in tenths.values())


def properties(file):
    """Return what a file says of itself, by readers that know nothing of how it was written."""
    if file.suffix in {".docx", ".pptx", ".xlsx"}:
        with zipfile.ZipFile(file) as package:
            dates = sorted({one.date_time for one in package.infolist()})
            return dates, [package.read(name) for name in sorted(package.namelist()) if name.startswith("docProps/")]
    if file.suffix == ".pdf":
        pdf = pypdfium2.PdfDocument(file)
        try:
            return pdf.get_metadata_dict(), b"<x:xmpmeta" in file.read_bytes()
        finally:
            pdf.close()
    if file.suffix == ".rtf":
        return re.findall(rb"\{\\(?:info|\*\\userprops).*?\}\}", file.read_bytes())
    if file.suffix == ".html":
        return re.findall(r"<title>.*?</title>|<meta[^>]*>", file.read_text(encoding="utf-8"))
    if file.suffix == ".msg":
        with olefile.OleFileIO(file) as message:
            header = message.openstream("__substg1.0_007D001F").read().decode("utf-16-le")
            own = [getattr(message.get_metadata(), name) for name in message.get_metadata().SUMMARY_ATTRIBS]
        return own, re.findall(r"^(X-[\w-]+|Keywords|Comments|Organization|Thread-Topic):", header, re.MULTILINE)
    assert file.suffix in {".txt", ".csv"}
    return re.findall(r"(?m)^\W*(?:Document|Author|Site)\s*[:|.].*", file.read_text(encoding="utf-8")[:2_000])


def test_properties_do_not_tell_the_classes_apart(corpus):
    found = defaultdict(lambda: defaultdict(set))
    for file in uploaded(corpus):
        found[file.suffix][file.parent.name].add(repr(properties(file)))
    assert set(found) == {".docx", ".pdf", ".pptx", ".msg", ".xlsx", ".rtf", ".html", ".txt", ".csv"}
    for suffix, by_class in found.items():
        assert len(by_class) == 2, suffix
        # One text for all files of a format: it says nothing of any of them.
        assert len(set().union(*by_class.values())) == 1, suffix


def test_a_corpus_with_usual_properties_is_told_apart_by_them(tmp_path):
    spec = purview(phi_positive=210, phi_negative=560, formats={"docx": 1}, properties="usual")
    write_corpus(spec, tmp_path)
    assert len({repr(properties(file)) for file in uploaded(tmp_path)}) > 100


def test_it_verifies_and_a_stray_file_is_found(corpus):
    assert verify(corpus).ok
    stray = corpus / "test" / "negative" / "notes.txt"
    stray.write_text("mine")
    try:
        assert [str(problem) for problem in verify(corpus).problems] == [
            "test/negative/notes.txt: is no document of the corpus: it has no label row"
        ]
    finally:
        stray.unlink()


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_each_document_is_shown(corpus, folder, tmp_path):
    file = min((corpus / folder).glob("*.pdf"))
    shown = annotated_text(file)
    assert shown.path == file.relative_to(corpus).as_posix()
    assert shown.phi_class == folder.rpartition("/")[2]
    page = write_document_page(file, tmp_path / "page.html")
    assert file.name in page.read_text()


def test_it_goes_on_where_it_was_and_sweeps_what_is_half_written(corpus, tmp_path):
    grown = tmp_path / "corpus"
    write_corpus(SMALL, grown)
    kept, gone = sorted((grown / "seed" / "positive").iterdir())[:2]
    gone.unlink()
    (grown / "test" / "positive" / ".DOC_000001.docx.123.part").write_bytes(b"half")

    stats = write_corpus(SMALL, grown)

    assert 0 < stats.reused < 770
    assert kept.exists()
    assert tree(grown) == tree(corpus)


def test_more_documents_keep_to_the_limits(tmp_path):
    grown = tmp_path / "corpus"
    write_corpus(SMALL, grown)
    before = tree(grown)
    with pytest.raises(SpecError, match=r"seed/positive gets \d+, and Purview takes 50 to 500"):
        extend(grown, phi_positive=1500)
    assert tree(grown) == before

    spec = extend(grown, phi_positive=240)
    assert write_corpus(spec, grown).documents == 800
    assert {path: digest for path, digest in tree(grown).items() if path in before and path.startswith("seed/")} == {
        path: digest for path, digest in before.items() if path.startswith("seed/")
    }
    assert verify(grown).ok
