"""The form of a template: a field for each place of the kind, with the words that hold now."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.limits import LONG_TEXT
from reports.documents.compose.kinds import COMPOSED, FIXED_KEYS, DocumentKind, Place, Rule
from reports.documents.compose.wording import EMPTY, Contents
from reports.documents.compose.wording.contents import contents_of, faults_in_heading, faults_in_text, whole_of
from reports.documents.models import DocumentTemplate
from reports.documents.views.wording.labels import annex_of, marked_label_of
from workflow.fields import PlainText, TypedWhole
from workflow.records.forms import Compared
from workflow.text_rules import TEXT_RULES

MOST_PLACES = 99


@dataclass(frozen=True)
class PlaceRow:
    """A place on the page: its fields, None where it has none; `own`: the portal's words, where the template has
    others, else ""; `depth`: 0 for a section, 1 for a part of one.
    """

    label: SafeString
    position: BoundField | None
    heading: BoundField | None
    text: BoundField | None
    own: str
    depth: int


@dataclass(frozen=True)
class PlaceGroup:
    """Places under one title; an annex's are folded."""

    title: str
    rows: list[PlaceRow]
    is_annex: bool


class TemplateForm(forms.Form):
    """`base`: the version that was read, 0 for the portal's own words; `contents`: what would be stored, once clean."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reason = PlainText(
        label=_("Đã đổi gì, vì sao"),
        required=False,
        max_length=300,
        help_text=_("Người khác đọc ở trang các bản, và ở dự thảo khi có bản mẫu mới."),
    )

    def __init__(self, *args, kind: DocumentKind, template: DocumentTemplate | None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.numbered = kind, list(enumerate(kind.places))
        whole = whole_of(kind, template.contents if template else EMPTY)
        for n, place in self.numbered:
            self._add_fields(n, place)
        self.initial |= _values(kind, whole)
        self.initial |= {"base": template.version if template else 0, "receipt": uuid4()}

    def _add_fields(self, n: int, place: Place) -> None:
        name = marked_label_of(place)
        if place.key in self.kind.order:
            self.fields[f"place_{n}"] = forms.IntegerField(
                label=_named(gettext("Thứ tự"), name), min_value=1, max_value=MOST_PLACES, required=False
            )
            self.fields[f"place_{n}"].widget.attrs["class"] = "place"
        if place.heading:
            self.fields[f"heading_{n}"] = TypedWhole(
                label=_named(gettext("Đề mục"), name), required=False, max_length=300, validators=TEXT_RULES
            )
            self.fields[f"heading_{n}"].widget.attrs["lang"] = "vi"
        if place.text is not None:
            rows = min(max(place.text.count("\n") + 1 + len(place.text) // 80, 2), 9)
            attrs = {"rows": rows, "class": "as-written", "lang": "vi"}
            self.fields[f"text_{n}"] = TypedWhole(
                label=_named(gettext("Câu chữ"), name),
                required=False,
                max_length=LONG_TEXT,
                validators=TEXT_RULES,
                widget=forms.Textarea(attrs=attrs),
                help_text=_help_of(place.rule),
            )

    # --- What was typed -----------------------------------------------------------------------------------------------
    def clean(self) -> dict:
        cleaned = super().clean()
        for n, place in self.numbered:
            heading, text = f"heading_{n}", f"text_{n}"
            if heading in cleaned:
                self._add_faults(heading, faults_in_heading(self.kind, cleaned[heading]))
            if text in cleaned:
                self._add_faults(text, faults_in_text(self.kind, place, cleaned[text]))
        return cleaned

    def _add_faults(self, name: str, faults: list[str]) -> None:
        for fault in faults:
            self.add_error(name, fault)

    @property
    def contents(self) -> Contents:
        """Return what would be stored of what is typed, also where it would be refused: the preview shows it."""
        typed = {name: self._typed(name) for name in self.fields}
        headings = {place.key: typed[f"heading_{n}"] for n, place in self.numbered if f"heading_{n}" in typed}
        texts = {place.key: typed[f"text_{n}"] for n, place in self.numbered if f"text_{n}" in typed}
        return contents_of(self.kind, self._order(), headings, texts)

    def _typed(self, name: str) -> str:
        value = self[name].value()
        return "" if value is None else str(value)[:LONG_TEXT]

    def _order(self) -> list[str]:
        """Return the sections by the numbers beside them; of the same number the earlier one first."""
        numbers = {place.key: self._typed(f"place_{n}") for n, place in self.numbered if f"place_{n}" in self.fields}
        own = {key: n for n, key in enumerate(self.kind.order, start=1)}
        places = {key: int(text) if text.isdecimal() and len(text) < 3 else own[key] for key, text in numbers.items()}
        return sorted(places, key=lambda key: (places[key], own[key]))

    # --- Somebody else wrote first ------------------------------------------------------------------------------------
    def compared_with(self, newer: DocumentTemplate) -> list[Compared]:
        """Return the fields in which the newer version and this form differ."""
        theirs = _values(self.kind, whole_of(self.kind, newer.contents))
        yours = _values(self.kind, whole_of(self.kind, self.contents))
        changed = [name for name in self.fields if theirs.get(name) != yours.get(name)]
        empty = gettext("để trống")
        return [Compared(self[name], theirs[name] or empty, yours[name] or empty) for name in changed]

    def follow(self, newer: DocumentTemplate) -> None:
        """Base the form on the newer version: submitting it again overwrites that one on purpose."""
        self.data = self.data.copy()
        self.data["base"], self.data["receipt"] = str(newer.version), str(uuid4())

    # --- On the page --------------------------------------------------------------------------------------------------
    def groups(self) -> Iterator[PlaceGroup]:
        """Yield the places as they stand on the page: what is before the sections, these, what is after, annexes."""
        fixed = [gettext("Phần đầu"), gettext("Phần cuối")]
        groups: dict[str, list[PlaceRow]] = {}
        for n, place in self.numbered:
            annex = annex_of(place)
            is_last = place.key in ("closing", "recipients")
            title = annex[0] if annex else fixed[is_last] if place.key in FIXED_KEYS else gettext("Các mục")
            groups.setdefault(title, []).append(self._row(n, place))
        for title, rows in groups.items():
            yield PlaceGroup(title, rows, title not in (*fixed, gettext("Các mục")))

    def _row(self, n: int, place: Place) -> PlaceRow:
        names = {part: f"{part}_{n}" for part in ("place", "heading", "text")}
        found = {part: self[name] if name in self.fields else None for part, name in names.items()}
        is_other = found["text"] is not None and self._typed(names["text"]).strip() != place.text
        depth = place.key.removeprefix("annex:").count("/") - bool(annex_of(place))
        own = place.text if is_other and place.text and place.text != COMPOSED else ""
        return PlaceRow(marked_label_of(place), found["place"], found["heading"], found["text"], own, depth)


def _values(kind: DocumentKind, whole: Contents) -> dict[str, object]:
    """Return the value of every field by its name."""
    values: dict[str, object] = {}
    for n, place in enumerate(kind.places):
        if place.key in whole["order"]:
            values[f"place_{n}"] = whole["order"].index(place.key) + 1
        if place.heading:
            values[f"heading_{n}"] = whole["headings"][place.key]
        if place.text is not None:
            values[f"text_{n}"] = whole["texts"][place.key]
    return values


def _help_of(rule: Rule) -> str:
    if rule == Rule.RECORDS:
        mark = format_html('<span lang="vi">{}</span>', COMPOSED)
        return format_html(gettext("{mark} là dữ liệu của cuộc kiểm tra: thêm được câu trước, câu sau."), mark=mark)
    return gettext("Để trống: phần này không in.") if rule == Rule.FREE else ""


def _named(word: str, name: str) -> SafeString:
    """Return the label of a field; screen readers hear what it is of."""
    return format_html('{}<span class="vh"> {}</span>', word, name)
