"""The text of a mail in the forms that it has, plain and HTML, with the places of the values in both."""

from itertools import starmap
from operator import add
from typing import NamedTuple

from synthphi.document import Document, plain
from synthphi.render.base import Places
from synthphi.render.eml_fields import is_plain_ascii, mail_of, refuse_control_characters
from synthphi.render.eml_html import HtmlText
from synthphi.render.eml_plain import PlainText


class MailText(NamedTuple):
    r"""The text of a mail, \n behind each line.

    Attributes:
        lines: The plain text in lines, without line ends.
        plain: The plain text.
        html: The same in HTML, below a beginning that is not shown; None where the mail has no such form.
        preheader: The places of that beginning, which a mail without HTML has at the start of its plain text.
        places: Those of all other values, in canonical order.
    """

    lines: list[str]
    plain: str
    html: str | None
    preheader: list[Places]
    places: list[Places]


def mail_text(document: Document, plain_path: str, html_path: str) -> MailText:
    """Return the text of a mail.

    Args:
        document: What is written, without anything that a mail does not carry.
        plain_path: Where in the file the plain text stands.
        html_path: Where in the file the HTML stands.

    Raises:
        RenderError: it has no mail headers, or holds a control character.
    """
    mail = mail_of(document)
    body = PlainText(document, plain_path)
    lines, of_text = body.lines, body.in_order()
    characters = "\n".join([*lines, ""])
    # Most texts are; of the others each character is looked at but for the line ends.
    if not is_plain_ascii(characters, len(lines)):
        refuse_control_characters(document.document_id, "".join(lines))
    if not mail.html:
        return MailText(lines, characters, None, body.preheader, of_text)
    # The plain text has all of the HTML part but this.
    refuse_control_characters(document.document_id, plain(mail.preheader))
    html = HtmlText(document, html_path)
    both = list(starmap(add, zip(of_text, html.in_order(), strict=True)))
    return MailText(lines, characters, "".join(html.pieces), html.preheader, both)
