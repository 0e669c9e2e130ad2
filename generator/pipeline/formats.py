"""The formats that documents are made in."""

FORMATS = ("docx", "pdf", "html", "xlsx", "底稿")
DRAFT_SUFFIX = "（审核稿）"
"""What is put behind the name of a document that must not be published."""
REVIEW_SUFFIX = "（底稿）"
"""What is put behind the name of the workbook for review."""
