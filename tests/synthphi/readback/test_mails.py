from email.message import EmailMessage

from synthphi.doctypes import Format
from synthphi.readback import open_file
from synthphi.render.base import Place


def test_headers_are_decoded_and_unfolded():
    message = EmailMessage()
    message["From"] = "Zoë Müller <zoe@example.org>"
    message["To"] = "Dana Reyes <dana@example.org>, lab@example.com"
    message["Cc"] = "desk@example.net"
    message["Subject"] = "Results → Žofia Novák, " + "seen again " * 12
    message["Organization"] = "Mill Creek"
    message.set_content("x")
    data = bytes(message)
    assert b"=?utf-8?" in data
    texts = open_file(Format.EML, data).texts
    assert texts["header/From"] == "Zoë Müller <zoe@example.org>"
    assert texts["header/To"] == "Dana Reyes <dana@example.org>, lab@example.com"
    assert texts["header/Cc"] == "desk@example.net"
    assert texts["header/Subject"] == message["Subject"]
    assert texts["header/Organization"] == "Mill Creek"


def test_the_body_is_decoded_whatever_its_encoding():
    body = "Dear Zoë,\n\nyour hæmoglobin is 9 g/dL 😀.\n" + "long " * 60 + "\n"
    for encoding in ("quoted-printable", "base64", "8bit"):
        message = EmailMessage()
        message.set_content(body, cte=encoding)
        unix = open_file(Format.EML, bytes(message))
        windows = open_file(Format.EML, message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
        assert unix.texts["text/plain"] == windows.texts["text/plain"] == body
        assert unix.text_at(Place("text/plain", body.index("your")), 16) == "your hæmoglobin "


def test_other_text_parts_are_read_too_and_files_are_not():
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative("<p>html</p>", subtype="html")
    message.add_attachment("second", filename="a.txt")
    message.add_attachment(b"\0\1", maintype="application", subtype="octet-stream", filename="b")
    texts = open_file(Format.EML, bytes(message)).texts
    assert {path: text.strip() for path, text in texts.items() if path.startswith("text/")} == {
        "text/plain": "plain",
        "text/html": "<p>html</p>",
        "text/plain[1]": "second",
    }
