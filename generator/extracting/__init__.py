"""The one reader of what others wrote (.docx, the files inside a PDF): paragraphs and tables, each
with its place, and a list of what was met and not taken over. It knows nothing of accounts."""
