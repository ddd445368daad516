"""The report of a corpus, and pages of its documents: HTML files of their own, to be looked at and passed on."""

from synthphi.report.document_page import write_document_page
from synthphi.report.page import write_report
from synthphi.report.thumbnails import Thumbnail, thumbnails

__all__ = ["Thumbnail", "thumbnails", "write_document_page", "write_report"]
