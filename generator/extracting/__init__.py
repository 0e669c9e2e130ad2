"""The one reader of what others wrote (Word, PDF, web pages, plain text): paragraphs and tables,
each with its place, and a list of what was met and not taken over. It knows nothing of accounts."""
