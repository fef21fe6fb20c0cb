"""A body's own wording, laid over the facts of a paper: text with named placeholders, never a template language.

`placeholders` is the one list of them, `contents` what a template holds and what is refused in it, `laid_over` puts it
into the facts.
"""

from reports.documents.compose.wording.contents import EMPTY, Contents
from reports.documents.compose.wording.laid_over import with_wording
from reports.documents.compose.wording.placeholders import value_in

__all__ = ["EMPTY", "Contents", "value_in", "with_wording"]
