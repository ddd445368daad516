"""What a file says of its document: the information dictionary, and in some files an XMP packet that repeats it."""

from synthphi.document import Properties, Text, plain
from synthphi.errors import RenderError
from synthphi.render.base import Place
from synthphi.render.markup import escape, moment
from synthphi.render.pdf_annotations import labelled
from synthphi.render.pdf_file import pdf_date, text_string
from synthphi.render.pdf_text import Typesetter

_PRODUCER = "PDF Export"
# What a property of an office's own cannot be called: the file would have two values by one name.
_TAKEN = frozenset(
    "Title Author Company Subject Keywords Comments Creator Producer CreationDate ModDate Trapped "  # noqa: SIM905
    "title creator description CreateDate ModifyDate MetadataDate format".split()
)
# In the order of the dictionary: the name there, the name in the packet.
_NAMES = (
    *(("Title", "title"), ("Author", "creator"), ("Company", "Company")),
    *(("Subject", "description"), ("Keywords", "Keywords"), ("Comments", "Comments")),
)
_FRAMES = {
    "title": '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>',
    "creator": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
    "description": '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>',
    "Keywords": "<pdf:Keywords>{}</pdf:Keywords>",
}
# A byte order mark says how the packet is encoded, and the identifier is the same in all packets: both by ISO 16684-1.
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
    'xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/">\n'
    "<dc:format>application/pdf</dc:format>\n{values}\n"
    "<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>"
    "<xmp:MetadataDate>{created}</xmp:MetadataDate><pdf:Producer>{producer}</pdf:Producer>\n"
    '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
)


class Metadata:
    """The properties of a document as the parts of a file.

    Args:
        properties: The document's properties.
        setter: Numbers the labelled values.

    Raises:
        RenderError: one of the office's own properties has a name that is taken.
    """

    __slots__ = ("info", "packet", "places")

    def __init__(self, properties: Properties, setter: Typesetter) -> None:
        self.info: dict[str, bytes] = {}
        """The entries of the information dictionary."""
        self.packet = b""
        """The XMP packet; empty where the properties say no more than most."""
        self.places: list[tuple[int, Place]] = []
        """The places of labelled values by their number."""
        values: tuple[Text, ...] = (properties.title, properties.author, properties.company)
        more = (properties.subject, properties.keywords, properties.comments)
        names = list(_NAMES)
        with_packet = any(more) or bool(properties.custom)
        if with_packet:
            custom = [own.name.replace(" ", "") for own in properties.custom]
            if taken := _TAKEN.intersection(custom) or len(custom) - len(set(custom)):
                raise RenderError(f"a document property's name is taken already: {taken or custom}")
            names += [(name, name) for name in custom]
            values = (*values, *more, *(own.value for own in properties.custom))
        written = []
        for (key, name), value in zip(names, values, strict=False):
            if not value:
                continue
            for number, start in labelled(value, setter):
                self.places.append((number, Place(f"info/{key}", start)))
                if with_packet:
                    self.places.append((number, Place(f"xmp/{name}", start)))
            characters = plain(value)
            self.info[key] = text_string(characters)
            if with_packet:
                frame = _FRAMES.get(name) or f"<pdfx:{name}>{{}}</pdfx:{name}>"
                written.append(frame.format(escape(characters)))
        created = properties.created
        date = pdf_date(created)
        self.info |= {"Producer": b"(%s)" % _PRODUCER.encode(), "CreationDate": date, "ModDate": date}
        if with_packet:
            packet = _PACKET.format(values="\n".join(written), created=moment(created), producer=_PRODUCER)
            self.packet = packet.encode()

    @property
    def stream(self) -> bytes:
        """Return the packet as an object; not deflated, so that programs find it that know nothing of the format."""
        return b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(self.packet), self.packet)
