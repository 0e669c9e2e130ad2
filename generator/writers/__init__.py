"""docx · pdf · html, each from the one document; a writer knows nothing of accounts."""
