"""Our font files for WeasyPrint, as CSS, and the one thing that it may fetch: these files."""

from __future__ import annotations

from collections.abc import Mapping

from generator.fonts import SHIPPED


def font_faces() -> str:
    """A rule for each of our font files."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'src:url("{face.file.as_uri()}")}}'
        for face in SHIPPED
    )


def font_fetcher() -> object:
    """What fetches our font files and data URLs, and nothing else."""
    from weasyprint.urls import URLFetcher

    ours = {face.file.as_uri() for face in SHIPPED}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """A fetcher that knows what it may open."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> object:
            """The resource. Raises ValueError for any other address."""
            if url not in ours and not url.startswith("data:"):
                raise ValueError(f"disallowed: {url}")
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=("data", "file"))
