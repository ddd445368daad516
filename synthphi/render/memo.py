"""Mail headers as an office prints them on paper: the block at the top of a memorandum."""

from synthphi.document import Document, Fragment, Text


def memo_lines(document: Document) -> list[tuple[str, Text]]:
    """Return captions and values in canonical order, with the date, which is not in the canonical text, last."""
    mail = document.mail
    if mail is None:
        return []
    lines = [("From:", mail.sender)]
    lines += [("To:", address) for address in mail.recipients]
    lines += [("Cc:", address) for address in mail.copies]
    lines.append(("Subject:", mail.subject))
    when = mail.date
    lines.append(("Date:", (Fragment(f"{when:%B} {when.day}, {when.year}"),)))
    return lines
