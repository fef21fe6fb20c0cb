"""Several PDFs as one, to be printed in one go."""

import io
from collections.abc import Iterable


def joined(pdfs: Iterable[bytes], is_two_sided: bool = False) -> bytes:
    """Return one PDF with the pages of all, in their order; two-sided each begins on a new sheet."""
    from pypdf import PdfReader, PdfWriter  # takes longer to load than most rooms

    made = PdfWriter()
    for pdf in pdfs:
        made.append(PdfReader(io.BytesIO(pdf)), import_outline=False)
        if is_two_sided and len(made.pages) % 2:
            made.add_blank_page()
    target = io.BytesIO()
    made.write(target)
    return target.getvalue()
