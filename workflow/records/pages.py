"""Lines of facts, and what stands around a form on its page; rooms give it, the views of workflow.history show it."""

from dataclasses import dataclass, field

from workflow.records.forms import Compared
from workflow.records.models import SavedDraft


@dataclass(frozen=True)
class Fact:
    """A line of facts, see components/_facts.html; `is_as_written`: the value stands as a paper has it."""

    label: str
    value: str
    note: str = ""
    is_as_written: bool = False
    url: str = ""  # where the value leads to


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """The page of a form, or of a deletion; its template reads the fields by their names.

    `back`, `back_words`: the page that it was opened from; `lead`: under the title, "" for none. What a template of a
    room's own shows beside the fields is added by a subclass.
    """

    section: str
    title: str
    back: str
    back_words: str
    button: str = ""
    lead: str = ""
    template: str = "workflow/records/form.html"


@dataclass(frozen=True)
class FormOutcome:
    """What has become of a form.

    `refusal`: why nothing was written; `is_outdated`: somebody else wrote first, `conflict` says where the two differ;
    `saved_draft`: what fills the form again, `waiting`: what could, both from a session that was over.
    """

    refusal: list[str] = field(default_factory=list)
    is_outdated: bool = False
    conflict: list[Compared] = field(default_factory=list)
    saved_draft: SavedDraft | None = None
    waiting: SavedDraft | None = None
