"""The report of a corpus: one HTML file, to be looked at and passed on."""

from synthphi.report.page import write_report
from synthphi.report.thumbnails import Thumbnail, thumbnails

__all__ = ["Thumbnail", "thumbnails", "write_report"]
