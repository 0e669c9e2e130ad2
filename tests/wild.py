"""Files that are small and want much."""

from __future__ import annotations

import zlib


def wild_pdf(signs: int) -> bytes:
    """A page that prints a sign so often: a small file, and a large page."""
    return pdf_of(b"BT /F 12 Tf 10 10 Td (A) Tj ET\n" * signs)


def pdf_of(content: bytes, resources: bytes = b"/Font<</F 5 0 R>>", *further: bytes) -> bytes:
    """A PDF of one page: what is drawn on it, with which resources; the objects from the sixth on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<<%b>>>>"
        % resources,
        pdf_stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *further,
    ]
    data, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    count = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


def pdf_stream(content: bytes, keys: bytes = b"") -> bytes:
    """A stream of a PDF, packed; ``keys`` stand in its dictionary."""
    packed = zlib.compress(content)
    return b"<<%b/Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (keys, len(packed), packed)
