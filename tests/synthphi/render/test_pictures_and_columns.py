"""Photographs with their alternative text, logos, pages in two columns, pages as faxed; seen by independent readers."""

import io
import zipfile
from dataclasses import replace

import docx
import pptx
import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw
from samples import FACE, NAME, full_document

from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import DocType, Format
from synthphi.document import Bullets, Field, Fields, Paragraph, Picture, Section, annotate, text
from synthphi.document.images import NO_PHOTO, PORTRAITS, SKIN
from synthphi.labels import Label
from synthphi.people.pools import Pools
from synthphi.readback import open_file
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS, LAYOUTS_OF
from synthphi.render.logos import LOGOS
from synthphi.render.pictures import photo
from synthphi.spec import CorpusSpec

PHOTOS = (*PORTRAITS["female"], *PORTRAITS["male"], *SKIN, NO_PHOTO)
WORDS = "The plan was gone over once more, and questions were answered at length. "


def letter(layout, paragraphs=12):
    """Return a document of running text, which two columns are for."""
    prose = Section(text("History"), tuple(Paragraph(text(NAME, " ", WORDS * 5)) for _ in range(paragraphs)))
    facts = Section((), (Fields((Field("Patient", text(NAME)), Field("Age", text("7"))), columns=2),))
    last = Section(text("End"), (Bullets((text("Call ", NAME), text("Write"))),))
    return replace(full_document(layout), sections=(facts, prose, last))


@pytest.mark.parametrize("name", PHOTOS)
def test_a_photograph_is_a_small_picture(name):
    image = Image.open(io.BytesIO(photo(name).png))
    assert image.format == "PNG"
    assert image.size == (photo(name).width, photo(name).height)
    assert len(image.convert("RGB").getcolors(256)) > 3
    assert len(photo(name).png) < 4_000


def test_no_two_photographs_are_alike():
    assert len({photo(name).png for name in PHOTOS}) == len(PHOTOS)
    with pytest.raises(KeyError):
        photo("portrait-female-99")


def test_word_has_the_pictures_with_their_alternative_text():
    data = render(full_document(), Format.DOCX).data
    shapes = docx.Document(io.BytesIO(data)).inline_shapes
    texts = [shape._inline.docPr.get("descr") for shape in shapes]
    assert texts == [None, f'{FACE.text} "front" <1>: {NAME.text}', "Nobody", f"Again: {FACE.text}"]
    assert len({shape._inline.docPr.id for shape in shapes}) == 4
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        media = [name for name in package.namelist() if name.startswith("word/media/")]
    assert len(media) == 3  # the logo, and each photograph once


def test_powerpoint_has_the_pictures_with_their_alternative_text():
    deck = pptx.Presentation(io.BytesIO(render(full_document(), Format.PPTX).data))
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert [p._element.nvPicPr.cNvPr.get("descr") for p in pictures] == [
        f'{FACE.text} "front" <1>: {NAME.text}',
        "Nobody",
        f"Again: {FACE.text}",
    ]
    assert pictures[0].image.blob == photo("portrait-female-1").png == pictures[2].image.blob


def test_a_pdf_shows_the_picture_where_its_place_says():
    document = full_document()
    rendered = render(document, Format.PDF)
    spans = annotate(document).spans
    (place,) = next(p for s, p in zip(spans, rendered.places, strict=True) if s.tag.label is Label.PHOTO)
    page_number = int(place.path[5 : place.path.index("]")])
    page = pypdfium2.PdfDocument(rendered.data)[page_number]
    images = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
    (box,) = place.boxes
    assert images[0].get_bounds() == pytest.approx((box.x0, box.y0, box.x1, box.y1), abs=0.02)
    assert images[0].get_bitmap().to_pil().size == (photo("portrait-female-1").width, photo("portrait-female-1").height)


def test_a_mail_says_what_the_picture_would_show():
    body = open_file(Format.EML, render(full_document(mail=True), Format.EML).data).texts["text/plain"]
    assert f'[image: {FACE.text} "front" <1>: {NAME.text}]' in body


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_a_logo_of_its_own(layout):
    assert len(set(LOGOS.values())) == len(LAYOUTS) == len(LOGOS)
    word = docx.Document(io.BytesIO(render(full_document(layout), Format.DOCX).data))
    logo = word.part.related_parts["rIdLogo"].blob
    deck = pptx.Presentation(io.BytesIO(render(full_document(layout), Format.PPTX).data))
    (shown,) = [shape for shape in deck.slide_layouts[0].shapes if shape.shape_type == 13]
    assert shown.image.blob == logo
    assert Image.open(io.BytesIO(logo)).size == (96, 96)


def test_running_text_stands_in_two_columns_where_the_family_has_them():
    document = letter("gazette")
    rendered = render(document, Format.PDF)
    boxes = [box for places in rendered.places for place in places for box in place.boxes]
    assert any(box.x1 < 306 for box in boxes)
    assert any(box.x0 > 306 for box in boxes)
    assert not any(box.x0 < 300 and box.x1 > 312 and box.y1 < 560 for box in boxes)
    word = docx.Document(io.BytesIO(render(document, Format.DOCX).data))
    columns = [section._sectPr.xpath("./w:cols/@w:num") for section in word.sections]
    assert columns == [["1"], ["2"], []]
    assert all(section.header.paragraphs[0].text for section in word.sections)


def test_columns_of_a_short_text_end_at_about_the_same_height():
    rendered = render(letter("gazette", 6), Format.PDF)
    page = pypdfium2.PdfDocument(rendered.data)[0]
    textpage = page.get_textpage()
    rects = [textpage.get_rect(i) for i in range(textpage.count_rects())]
    body = [rect for rect in rects if 60 < rect[1] < 600]
    left, right = (
        min(rect[1] for rect in side) for side in ([r for r in body if r[0] < 300], [r for r in body if r[0] > 300])
    )
    assert abs(left - right) < 90


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "gazette"])
def test_other_families_have_one_column(layout):
    word = docx.Document(io.BytesIO(render(letter(layout), Format.DOCX).data))
    assert len(word.sections) == 1


def test_what_needs_the_whole_width_gets_it():
    word = docx.Document(io.BytesIO(render(full_document("gazette"), Format.DOCX).data))
    assert len(word.sections) == 1


def test_a_faxed_page_has_the_line_of_the_machine():
    data = render(letter("telefax"), Format.PDF).data
    pages = pypdfium2.PdfDocument(data)
    for number, page in enumerate(pages, start=1):
        assert f"RECEIVED BY FAX P.{number:02d}/{len(pages):02d}" in " ".join(
            page.get_textpage().get_text_bounded().split()
        )
    others = render(letter("plain"), Format.PDF).data
    assert "RECEIVED BY FAX" not in pypdfium2.PdfDocument(others)[0].get_textpage().get_text_bounded()


def test_every_part_of_a_corpus_has_layouts_of_its_own():
    names = [name for layouts in LAYOUTS_OF.values() for name in layouts]
    assert sorted(names) == sorted(LAYOUTS)


def test_photographs_are_of_patients_in_positives_and_of_nobody_in_twins():
    spec = CorpusSpec(phi_positive=400, phi_negative=400, twins=1.0, seed=3, surface_only=0)
    plan, pools = Plan(spec), Pools(spec)
    shown = {"positive": [], "negative": []}
    for phi_class, pictures in shown.items():
        for number in range(spec.count(phi_class)):
            made = compose(plan.document(phi_class, number), pools)
            pictures += [b for section in made.sections for b in section.blocks if isinstance(b, Picture)]
    assert len(shown["positive"]) == len(shown["negative"]) > 15
    for picture in shown["positive"]:
        assert picture.image != NO_PHOTO
        assert picture.alt[0].tag.label is Label.PHOTO
        assert picture.alt[0].tag.phi
        assert picture.alt[0].tag.hipaa == "Q"
    assert {picture.image for picture in shown["negative"]} == {NO_PHOTO}
    assert not any(f.tag and f.tag.phi for picture in shown["negative"] for f in picture.alt)
    assert DocType.REGISTRATION_FORM in {plan.document("positive", n).doc_type for n in range(400)}
