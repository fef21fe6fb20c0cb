"""Checking a round: what changed since the last one, and what staff say of each part."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.submissions.acts import Verdict, is_left_out
from reports.submissions.models import Dossier, ReturnItem, Round
from reports.submissions.pages.files import FileRow, file_rows
from reports.submissions.states import ReturnReason
from workflow.fields import PlainText
from workflow.records import drafts
from workflow.records.models import SavedDraft
from workflow.records.sections import as_written

ACCEPT, RETURN = "accept", "return"
WORDS_COMPARED = 4_000  # of each text; longer ones stand below each other


@dataclass(frozen=True)
class Piece:
    """A stretch of a text beside the text before it; `kind`: "same", "del", "ins"."""

    kind: str
    text: str


@dataclass(frozen=True)
class CheckedPart:
    """A section or a value of the round beside the same in the round before; `before` None in a first round.

    `returned`: why it was returned then; `pieces`: of a text, what was taken out and put in.
    """

    key: str
    number: str
    label: str
    now: str
    before: str | None
    doubts: list[str]
    reason: str
    returned: ReturnItem | None
    pieces: list[Piece]
    section: str = ""
    criterion: int | None = None
    part: str = ""

    @property
    def has_changed(self) -> bool:
        return self.before is None or self.now != self.before

    @property
    def is_empty(self) -> bool:
        return not self.now.strip()


@dataclass(frozen=True)
class Review:
    """The round to be checked: its parts that are new or changed, and the others."""

    dossier: Dossier
    round: Round
    before: Round | None
    subject_name: str
    sections: list[CheckedPart]
    values: list[CheckedPart]
    rounds: list[Round]
    files: list[FileRow]

    @property
    def parts(self) -> list[CheckedPart]:
        return [*self.sections, *self.values]

    @property
    def changed_values(self) -> list[CheckedPart]:
        return [part for part in self.values if part.has_changed]

    @property
    def changed_sections(self) -> list[CheckedPart]:
        return [part for part in self.sections if part.has_changed]

    @property
    def unchanged(self) -> list[CheckedPart]:
        return [part for part in self.parts if not part.has_changed]

    @property
    def doubted(self) -> list[CheckedPart]:
        return [part for part in self.values if part.doubts]


def round_in_review(dossier: Dossier, today: date) -> Review:
    rounds = list(dossier.rounds.not_withdrawn().select_related("submitted_by__person").order_by("-n"))
    last, before = rounds[0], next((each for each in rounds[1:] if each.opened_at), None)
    for each in rounds:
        each.dossier = dossier
    items = list(before.return_items.all()) if before is not None else []
    by_section = {item.section: item for item in items if item.section}
    by_value = {(item.set_criterion_id, item.part): item for item in items if item.set_criterion_id}
    old_sections = {row["slug"]: row["text"] for row in before.facts["sections"]} if before else {}
    old_values = {(row["criterion"], row["part"]): row["printed"] for row in before.facts["values"]} if before else {}
    sections = [
        _section(row, old_sections.get(row["slug"], "") if before else None, by_section.get(row["slug"]))
        for row in last.facts["sections"]
    ]
    values = []
    for row in last.facts["values"]:
        key = (row["criterion"], row["part"])
        values.append(_value(row, old_values.get(key, "") if before else None, by_value.get(key)))
    return Review(
        dossier=dossier,
        round=last,
        before=before,
        subject_name=dossier.inspection.subject_organization.full_name_at(dossier.inspection.day),
        sections=sections,
        values=values,
        rounds=rounds,
        files=compare_files(_files_of(last), _files_of(before) if before else None),
    )


def _files_of(sent: Round) -> list[FileRow]:
    return file_rows(sent.files.all())


def compare_files(now: list[FileRow], before: list[FileRow] | None) -> list[FileRow]:
    """Mark the files of a round against those of the one before, part by part; what was taken out comes with them."""
    if before is None:
        return now
    had, has = {row.pk for row in before}, {row.pk for row in now}
    found = [row if row.pk in had else replace(row, mark="new") for row in now]
    found += [replace(row, mark="gone") for row in before if row.pk not in has]
    return sorted(found, key=lambda row: (row.owner, row.mark == "gone"))


def _section(row: dict[str, Any], before: str | None, returned: ReturnItem | None) -> CheckedPart:
    return CheckedPart(
        key=f"text-{row['slug']}", number=row["number"], label=row["heading"], now=row["text"], before=before,
        doubts=[], reason="", returned=returned, pieces=compare_words(before, row["text"]), section=row["slug"],
    )  # fmt: skip


def _value(row: dict[str, Any], before: str | None, returned: ReturnItem | None) -> CheckedPart:
    label = f"{row['label']}: {row['part']}" if row["part"] else row["label"]
    return CheckedPart(
        key=f"value-{row['key']}", number=row["number"], label=label, now=row["printed"], before=before,
        doubts=row["doubts"], reason=row["reason"], returned=returned, pieces=[],
        criterion=row["criterion"], part=row["part"],
    )  # fmt: skip


def compare_words(before: str | None, now: str) -> list[Piece]:
    """Return the new text word by word beside the old one; as a whole where there is none, or either is very long."""
    if before is None or before == now:
        return [Piece("same", now)] if now else []
    old, new = before.split(" "), now.split(" ")
    if len(old) > WORDS_COMPARED or len(new) > WORDS_COMPARED:
        return [Piece("del", before), Piece("ins", now)]
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", " ".join(new[c:d])))
            continue
        if a != b:
            pieces.append(Piece("del", " ".join(old[a:b])))
        if c != d:
            pieces.append(Piece("ins", " ".join(new[c:d])))
    return [piece for piece in pieces if piece.text]


def left_out_words(sent: Round) -> str:
    """Say that the figures of the round aren't the inspection's, or would not become so; "" where they are."""
    if not is_left_out(sent):
        return ""
    state = sent.dossier.inspection.get_state_display()
    if sent.opened_at is None:
        words = gettext("Cuộc kiểm tra “%s”: mở báo cáo thì đọc được, nhưng số liệu không ghi vào cuộc kiểm tra nữa.")
    else:
        words = gettext(
            "Báo cáo được mở khi cuộc kiểm tra đã xong (“%s”): số liệu chỉ đọc ở đây, không ghi vào cuộc kiểm tra."
        )
    return words % state


def half_done(request: HttpRequest, checked: Round) -> SavedDraft | None:
    """Return what the reader put aside while checking this very round."""
    row = drafts.waiting(request).first()
    return row if row and row.values.get("round") == [str(checked.n)] else None


def words_of(aside: SavedDraft | None) -> dict[str, str]:
    return {name: texts[-1] for name, texts in aside.values.items() if texts} if aside else {}


class CheckForm(forms.Form):
    """What staff say of each part: accept, or return for a reason; then the whole is accepted or returned."""

    due_on = forms.DateField(label=_("Hạn mới"), required=False)

    def __init__(self, *args, review: Review, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        as_written(self.fields["due_on"])
        for part in review.parts:
            self.fields[f"verdict-{part.key}"] = forms.ChoiceField(
                label=part.label,
                choices=[(ACCEPT, _("Chấp nhận")), (RETURN, _("Trả lại"))],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"code-{part.key}"] = forms.ChoiceField(
                label=_("Lý do"), choices=[("", _("Chọn lý do")), *ReturnReason.choices], required=False
            )
            self.fields[f"note-{part.key}"] = PlainText(
                label=_("Cần sửa gì"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def is_accepting(self) -> bool:
        return "accept" in self.data

    def clean_due_on(self) -> date | None:
        day = self.cleaned_data["due_on"]
        if not self.is_accepting and day is None:
            raise ValidationError(gettext("Ghi hạn mới để đơn vị bổ sung."))
        if day is not None and day < timezone.localdate():
            raise ValidationError(gettext("Ngày này đã qua."))
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.data.get("round", str(self.review.round.n)) != str(self.review.round.n):
            words = gettext("Đơn vị đã gửi lần %d sau khi bạn mở trang này. Mở lại trang rồi kiểm tra lần mới.")
            raise ValidationError(words % self.review.round.n)
        for part in self.review.parts:
            is_returned = cleaned.get(f"verdict-{part.key}") == RETURN
            if is_returned and not cleaned.get(f"code-{part.key}"):
                self.add_error(f"code-{part.key}", gettext("Chọn lý do trả lại."))
            if is_returned and self.is_accepting:
                message = gettext("Mục này đang chọn trả lại: bỏ chọn, hoặc trả lại báo cáo.")
                self.add_error(f"verdict-{part.key}", message)
        return cleaned

    @property
    def verdicts(self) -> list[Verdict]:
        """Return what was said of the parts; those of which nothing was said are left out."""
        return [self._verdict(part) for part in self.review.parts if self.cleaned_data.get(f"verdict-{part.key}")]

    def _verdict(self, part: CheckedPart) -> Verdict:
        is_returned = self.cleaned_data[f"verdict-{part.key}"] == RETURN
        return Verdict(
            section=part.section,
            criterion=part.criterion,
            part=part.part,
            code=self.cleaned_data[f"code-{part.key}"] if is_returned else "",
            note=self.cleaned_data[f"note-{part.key}"] if is_returned else "",
        )

    # --- For its template --------------------------------------------------------------------------------------------
    def rows(self, parts: Iterable[CheckedPart]) -> list["CheckRow"]:
        return [
            CheckRow(part, self[f"verdict-{part.key}"], self[f"code-{part.key}"], self[f"note-{part.key}"])
            for part in parts
        ]

    def value_rows(self) -> list["CheckRow"]:
        return self.rows(self.review.changed_values)

    def section_rows(self) -> list["CheckRow"]:
        return self.rows(self.review.changed_sections)

    def unchanged_rows(self) -> list["CheckRow"]:
        return self.rows(self.review.unchanged)


@dataclass(frozen=True)
class CheckRow:
    """A part with the fields in which staff judge it."""

    part: CheckedPart
    verdict: forms.BoundField
    code: forms.BoundField
    note: forms.BoundField
