"""Document information of RTF files, and the properties of an office's own."""

from synthphi.document import Properties
from synthphi.render.base import Places
from synthphi.render.markup import put
from synthphi.render.rtf_text import escape


def info(properties: Properties) -> tuple[list[str], list[Places]]:
    """Return the groups that hold the properties, and the places of the labelled values in canonical order."""
    places: list[Places] = []
    title = escape(put(properties.title, "info/title", places))
    authors: list[Places] = []
    author = escape(put(properties.author, "info/author", authors))
    # The author is the one, too, who saved the file last.
    saved: list[Places] = []
    put(properties.author, "info/operator", saved)
    places += [(*one, *other) for one, other in zip(authors, saved, strict=True)]
    pieces = [f"{{\\title {title}}}", f"{{\\author {author}}}", f"{{\\operator {author}}}"]
    for word, name, value in (
        ("\\*\\company", "company", properties.company),
        ("\\subject", "subject", properties.subject),
        ("\\keywords", "keywords", properties.keywords),
        ("\\doccomm", "doccomm", properties.comments),
    ):
        if value:
            pieces.append(f"{{{word} {escape(put(value, f'info/{name}', places))}}}")
    when = properties.created
    moment = f"\\yr{when.year}\\mo{when.month}\\dy{when.day}\\hr{when.hour}\\min{when.minute}\\sec{when.second}"
    pieces.append(f"{{\\creatim{moment}}}{{\\revtim{moment}}}")
    groups = [f"{{\\info{''.join(pieces)}}}"]
    if properties.custom:
        own = [
            f"{{\\propname {custom.name}}}\\proptype30{{\\staticval "
            f"{escape(put(custom.value, f'custom/{custom.name}', places))}}}"
            for custom in properties.custom
        ]
        groups.append(f"{{\\*\\userprops{''.join(own)}}}")
    return groups, places
