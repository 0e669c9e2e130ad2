"""Our font files for WeasyPrint, as CSS, and the one thing that it may fetch: these files."""

from __future__ import annotations

from typing import Any

from generator.writers.pdf.faces import FOLDER, SERVING


def font_faces() -> str:
    """A rule for each of our font files that serves a typeface."""
    rules = []
    for family, weight, file in SERVING:
        if (FOLDER / file).is_file():
            source = (FOLDER / file).as_uri()
            rules.append(f'@font-face{{font-family:"{family}";font-weight:{weight};src:url("{source}")}}')
    return "".join(rules)


def font_fetcher() -> Any:
    """Fetches our font files and data URLs, nothing else."""
    from weasyprint.urls import URLFetcher

    fonts = {(FOLDER / file).as_uri() for _, _, file in SERVING if (FOLDER / file).is_file()}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """A fetcher that knows what it may open."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The resource. Raises ValueError for any other address."""
            if url not in fonts and not url.startswith("data:"):
                raise ValueError(f"disallowed: {url}")
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=("data", "file"))


