"""Plain text files: their characters, by decoding them."""

from synthphi.readback.base import Reader


def read(data: bytes) -> Reader:
    r"""Return the text of a file in UTF-8, with \n line ends; form feeds and all else stay.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    return Reader({"text": data.decode("utf-8").replace("\r\n", "\n")})
