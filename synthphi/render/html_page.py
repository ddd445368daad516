"""The body of a saved page, in HTML: what documents say, with forms, pictures, notes, changes and comments."""

from synthphi.document import (
    Block,
    Comment,
    Document,
    Field,
    Fields,
    Paragraph,
    Picture,
    Revision,
    Section,
    Text,
    TextBox,
    plain,
    text,
)
from synthphi.render.base import Places
from synthphi.render.html_blocks import CLOSING, SPACES, HtmlBlocks, keeping_spaces
from synthphi.render.html_page_look import PageLook, page_look, picture_data
from synthphi.render.markup import escape, put, quoted
from synthphi.render.memo import memo_lines

_OUTLINE = "Outline: "
"""Stands in a comment before the name of a section."""


class PageText(HtmlBlocks):
    r"""The body of a page.

    Args:
        document: What is written, without anything that a page does not carry.

    Attributes:
        pieces: The body, \n between two lines, without its last tag.
        of_mail: The places of mail headers, which a page has as a memorandum does.
        places: Those of all other values but properties, in canonical order.
    """

    def __init__(self, document: Document) -> None:
        look = page_look(document.layout)
        super().__init__(look, "html")
        self.of_mail: list[Places] = []
        self.places = self._content
        self._fillable = document.fillable
        self._images = 0
        self._inputs = 0
        self._comments = 0
        self._notes = 0
        self._marks = ""
        """References to footnotes that are to stand behind the next paragraph."""
        self._walk(document, look)

    def _walk(self, document: Document, look: PageLook) -> None:
        add, letterhead, mail = self.pieces.append, document.letterhead, document.mail
        add(look.body + "<header>\n")
        if document.header:
            self._line(look.running, document.header, self._content)
        add(look.masthead)
        self._line(look.sender, letterhead.name, self._content)
        for line in letterhead.lines:
            self._line(look.sender_line, line, self._content)
        add("</div>\n</div>\n</header>\n<main>\n")
        if document.title:
            self._line("<h1>", document.title, self._content)
        if mail is not None:
            self._memo(document)
            if mail.preheader:
                self._line(self._look.paragraphs["small"], mail.preheader, self.of_mail)
        for section in document.sections:
            self._section(section)
        if mail is not None and mail.quoted is not None:
            self._line(look.intro, mail.quoted.intro, self._content)
            add("<blockquote>\n")
            for line in mail.quoted.lines:
                self._line("<p>", line, self._content)
            add("</blockquote>\n")
        add("</main>\n")
        if document.footer:
            add("<footer>\n")
            self._line("<p>", document.footer, self._content)
            add("</footer>\n")

    def _memo(self, document: Document) -> None:
        look = self._look
        self.pieces.append(look.fields + "\n")
        for caption, value in memo_lines(document):
            self.pieces.append("<tr>")
            self._element(look.caption, text(caption), self.of_mail)
            self._element(look.value, value, self.of_mail)
            self.pieces.append("</tr>\n")
        self.pieces.append("</table>\n")

    def _section(self, section: Section) -> None:
        look, add = self._look, self.pieces.append
        add('<section hidden style="display:none">\n' if section.hidden else "<section>\n")
        if section.footnotes:
            self._marks = self._references(len(section.footnotes))
        # Behind the first paragraph if there is one, or the heading.
        if self._marks and not any(isinstance(block, Paragraph) for block in section.blocks):
            self._marked(look.heading, section.title)
        elif section.title:
            self._line(look.heading, section.title, self._content)
        if section.bookmark:
            name = put(section.bookmark, f"html/comment[{self._comments}]", self._content, len(_OUTLINE))
            self._comments += 1
            add(f"<!-- {_OUTLINE}{name} -->\n")
        for block in section.blocks:
            self._block(block)
        if section.notes:
            add("<details open>\n")
            self._line("<summary>", text("Notes"), self._content)
            for note in section.notes:
                self._line(look.paragraphs["small"], note, self._content)
            add("</details>\n")
        if section.footnotes:
            self._footnotes(section.footnotes)
        if section.comments:
            self._reviewers(section.comments)
        add("</section>\n")

    def _references(self, count: int) -> str:
        numbers = range(self._notes + 1, self._notes + count + 1)
        return "".join([f'<sup><a href="#note-{number}">[{number}]</a></sup>' for number in numbers])

    def _marked(self, tag: str, value: Text) -> None:
        """Write an element with the references to footnotes behind its text."""
        characters = put(value, f"{self._path}/block[{self._blocks}]", self._content)
        self._blocks += 1
        self.pieces.append(f"{keeping_spaces(tag, characters)}{escape(characters)}{self._marks}{CLOSING[tag]}\n")
        self._marks = ""

    def _footnotes(self, notes: tuple[Text, ...]) -> None:
        self.pieces.append(f'<ol class="footnotes" start="{self._notes + 1}">\n')
        for note in notes:
            self._notes += 1
            self._line(f'<li id="note-{self._notes}">', note, self._content)
        self.pieces.append("</ol>\n")

    def _reviewers(self, comments: tuple[Comment, ...]) -> None:
        self.pieces.append('<aside class="comments">\n')
        for comment in comments:
            self._line('<p class="by">', comment.author, self._content)
            self._line("<p>", comment.text, self._content)
        self.pieces.append("</aside>\n")

    # -------------------------------------------------------------------------------------- blocks of its own

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph) and self._marks:
            self._marked(self._look.paragraphs[block.style], block.text)
        elif isinstance(block, TextBox):
            self.pieces.append('<aside class="box">\n')
            for line in block.lines:
                self._line("<p>", line, self._content)
            self.pieces.append("</aside>\n")
        elif isinstance(block, Revision):
            self._revision(block)
        else:
            super()._block(block)

    def _revision(self, block: Revision) -> None:
        path = f"{self._path}/block[{self._blocks}]"
        kept = put(block.text, path, self._content)
        deleted = put(block.deleted, path, self._content, len(kept))
        inserted = put(block.inserted, path, self._content, len(kept) + len(deleted))
        # An author of nothing is still said to have put in something, so that the name has a place.
        changes = [(kind, one) for kind, one in (("del", deleted), ("ins", inserted)) if one] or [("ins", "")]
        by_kind: list[list[Places]] = []
        for kind, _ in changes:
            found: list[Places] = []
            put(block.author, f"{path}/{kind}[0]/author", found)
            by_kind.append(found)
        # Each change says who made it.
        self._content += [tuple([place for one in same for place in one]) for same in zip(*by_kind, strict=True)]
        title = f' title="{quoted(escape(plain(block.author)))}"' if block.author else ""
        characters = kept + deleted + inserted
        if title or characters.strip(SPACES):
            self._blocks += 1
        tag = keeping_spaces(self._look.paragraphs["body"], characters)
        marked = "".join([f"<{kind}{title}>{escape(one)}</{kind}>" for kind, one in changes])
        self.pieces.append(f"{tag}{escape(kept)}{marked}</p>\n")

    def _picture(self, block: Picture) -> None:
        alt = put(block.alt, f"html/img[{self._images}]/alt", self._content)
        self._images += 1
        self.pieces.append(f'<p><img {picture_data(block.image)} alt="{quoted(escape(alt))}"></p>\n')

    def _fields(self, block: Fields) -> None:
        if block.boxed and self._fillable:
            self.pieces.append("<form>\n")
            super()._fields(block)
            self.pieces.append("</form>\n")
        else:
            super()._fields(block)

    def _boxed(self, item: Field, columns: int) -> None:
        if not self._fillable:
            super()._boxed(item, columns)
            return
        self.pieces.append(f'<td width="{1 / columns:.0%}"{self._look.box[3:]}')
        self._element(self._look.box_caption, text(item.caption), self._content)
        value = put(item.value, f"html/field[{self._inputs}]", self._content)
        self._inputs += 1
        # As wide as the value where there is no style sheet.
        size = max(len(value), 1)
        self.pieces.append(f'<input type="text" readonly size="{size}" value="{quoted(escape(value))}"></td>')
