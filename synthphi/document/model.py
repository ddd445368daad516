"""The annotated document, before any format: text fragments with labels, in blocks, in sections.

A `Document` holds everything that a reader of the file will see. It is written by `synthphi.content`
and read by `synthphi.render`; neither knows of the other. Labels are born with the text: a `Fragment`
carries its own tag, and spans are summed from fragments (`synthphi.document.canonical`), never searched for.

Nothing of a document is changed once it is made, because its parts are shared.
"""

from dataclasses import field
from datetime import datetime
from typing import Literal, TypeAlias

from synthphi.doctypes import Format
from synthphi.document.fragments import Text
from synthphi.records import record

ParagraphStyle: TypeAlias = Literal["body", "lead", "small", "quote", "signature"]


@record
class Paragraph:
    """Running text. `lead` stands out (an address line, a summary), `small` is legal or fine print."""

    text: Text
    style: ParagraphStyle = "body"


@record
class Bullets:
    """A list; `numbered` counts 1., 2., 3. (the marker is not part of the text)."""

    items: tuple[Text, ...]
    numbered: bool = False


@record
class Cell:
    """A table cell; `flag` marks a value that stands out (an abnormal result: bold, coloured)."""

    text: Text
    flag: bool = False


@record
class Table:
    """A grid with a header row. `widths` are shares of the line width, one a column, summing to 1.

    Rows (below the header) and columns, by number from 0, are hidden in workbooks only. A table with hidden columns is
    the only block with columns in its section. `name` is what a workbook calls the cells: a word such as ``Patients``.
    """

    header: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    name: str = ""


@record
class Field:
    """A caption with a value, as in a form's box or a demographics block. An empty value is a blank to fill in."""

    caption: str
    value: Text = ()


@record
class Fields:
    """Captioned values in rows of `columns`. `boxed`: a form with ruled boxes, caption above the value.

    Not boxed: caption and value side by side, as in a demographics block. Fields fill rows from the left;
    the last row may be short.
    """

    fields: tuple[Field, ...]
    columns: int = 2
    boxed: bool = False


@record
class Choices:
    """A question with tick boxes: ``Sex:  [X] Female  [ ] Male``. `chosen` are indices into `options`."""

    caption: str
    options: tuple[str, ...]
    chosen: tuple[int, ...] = ()


@record
class SignatureLine:
    """A rule to sign on with a caption below; `value` is what is signed or printed on it."""

    caption: str
    value: Text = ()


@record
class Picture:
    """An image on a line of its own; `image` names one of `synthphi.render.photos`, `alt` is its alternative text."""

    image: str
    alt: Text


@record
class TextBox:
    """A framed box beside or between the text, a paragraph a line."""

    lines: tuple[Text, ...]


@record
class Link:
    """A paragraph that ends in a hyperlink: `before`, then `shown`, which leads to `target` (a URI, in ASCII)."""

    before: Text
    shown: Text
    target: Text


@record
class Revision:
    """A paragraph with a tracked change at its end: `deleted` was taken out, `inserted` put in, by `author`."""

    text: Text
    deleted: Text
    inserted: Text
    author: Text


@record
class Chart:
    """A column chart of one series: a column a category, with its value."""

    title: Text
    series: Text
    categories: tuple[Text, ...]
    values: tuple[float, ...]


Block: TypeAlias = (
    Paragraph | Bullets | Table | Fields | Choices | SignatureLine | Picture | TextBox | Link | Revision | Chart
)


@record
class Comment:
    """What a reviewer wrote in the margin."""

    author: Text
    text: Text


@record
class Section:
    """A heading with its blocks: a section of a page document, one slide of a deck.

    `notes` are a slide's speaker notes; a page document prints them as small paragraphs after the blocks.
    """

    title: Text
    blocks: tuple[Block, ...]
    notes: tuple[Text, ...] = ()
    bookmark: Text = ()
    """What the file's outline calls the section, where that is not its heading."""
    footnotes: tuple[Text, ...] = ()
    comments: tuple[Comment, ...] = ()
    hidden: bool = False
    """Whether it is a slide that is not shown."""

    def rewritten(self, title: Text, blocks: tuple[Block, ...]) -> "Section":
        """Return the section with another title and other blocks: as `dataclasses.replace` does, in half the time."""
        return Section(title, blocks, self.notes, self.bookmark, self.footnotes, self.comments, self.hidden)


@record
class Letterhead:
    """The sender's block at the top of page one (title slide, signature of a mail): name and lines below it."""

    name: Text
    lines: tuple[Text, ...] = ()


@record
class Quoted:
    """The message that a mail answers: who wrote when, then what."""

    intro: Text
    lines: tuple[Text, ...]


@record
class MailHeaders:
    """A mail's header fields. Addresses are texts such as ``Dana Reyes <dana.reyes@example.org>``."""

    sender: Text
    recipients: tuple[Text, ...]
    subject: Text
    date: datetime
    message_id: str
    copies: tuple[Text, ...] = ()
    html: bool = False
    """Whether the text has a second form in HTML."""
    preheader: Text = ()
    """What the HTML part says before its text, to be seen in a list of mails and not in the mail."""
    quoted: Quoted | None = None


@record
class CustomProperty:
    """A property of an office's own; `name` is of ASCII letters, digits and spaces, and begins with a letter."""

    name: str
    value: Text


@record
class Properties:
    """Document properties (docProps, the PDF information dictionary and XMP). `created` is in UTC."""

    title: Text
    author: Text
    created: datetime
    company: Text = ()
    subject: Text = ()
    keywords: Text = ()
    comments: Text = ()
    custom: tuple[CustomProperty, ...] = ()


@record
class Document:
    """One file's content. `layout` names a family of `synthphi.render.layouts`, shared by both classes."""

    document_id: str
    title: Text
    layout: str
    letterhead: Letterhead
    sections: tuple[Section, ...]
    properties: Properties
    header: Text = ()
    """The running header of every page (a deck has none)."""
    footer: Text = ()
    """The running footer of every page or slide, left of the page number."""
    mail: MailHeaders | None = None
    fillable: bool = False
    """Whether the values of a form's boxes stand in form fields, where the format has them."""
    attachments: "tuple[Attachment | Archive, ...]" = ()
    """What comes with a mail; no two have one name."""
    filename: Text = ()
    """What people added to the file's name, behind the one that the plan gives it."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Facts for the label row: `patient_id`."""

    def rewritten(self, sections: tuple[Section, ...]) -> "Document":
        """Return the document with other sections: as `dataclasses.replace` does, in a third of the time."""
        return Document(
            self.document_id,
            self.title,
            self.layout,
            self.letterhead,
            sections,
            self.properties,
            self.header,
            self.footer,
            self.mail,
            self.fillable,
            self.attachments,
            self.filename,
            self.attributes,
        )


@record
class Attachment:
    """A file in a mail or an archive; `name` has the extension of `format`, and `document` no file name of its own."""

    name: Text
    format: Format
    document: Document


@record
class Archive:
    """A ZIP archive in a mail or in another one; `name` ends in ``.zip``, and no two members have one name."""

    name: Text
    members: "tuple[Attachment | Archive, ...]"
