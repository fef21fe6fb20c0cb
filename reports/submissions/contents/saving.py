"""Stores what a unit types, part by part: an older copy never overwrites a newer one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.text import nfc
from reports.submissions.contents.outline import BY_SLUG
from reports.submissions.contents.reading import fields_of
from reports.submissions.contents.written import Contents, WrittenSection, WrittenValue
from reports.submissions.models import Dossier, DraftValue, SectionText
from reports.submissions.states import WITH_THE_UNIT, DossierState
from workflow.records.refusals import TakenAlready
from workflow.steps.acts import take

TEXT_LENGTH, FIELD_LENGTH, REASON_LENGTH = 50_000, 300, 500


@dataclass(frozen=True)
class TypedPart:
    """One section or value as a page sent it; `base`: the revision from which it was typed, 0 for nothing stored."""

    written: WrittenSection | WrittenValue
    typed: dict[str, str]
    base: int


@dataclass(frozen=True)
class Clash:
    """A part that somebody else has changed meanwhile: both texts, and the revision that is stored now."""

    key: str
    is_text: bool
    theirs: dict[str, str]
    yours: dict[str, str]
    who: str
    revision: int


class TooLong(ValueError):
    """A text is longer than what is stored; `key` is its part."""

    def __init__(self, key: str, longest: int) -> None:
        self.key, self.longest = key, longest
        super().__init__(_("Dài quá %d chữ: rút ngắn rồi lưu.") % longest)


def typed_in(sent: Mapping[str, str], contents: Contents) -> list[TypedPart]:
    """Return the parts that a page has sent; those that it doesn't name are left out. Raises TooLong."""
    parts = []
    for section in contents.sections:
        if f"text-{section.key}" in sent:
            text = _within(section.key, sent[f"text-{section.key}"].replace("\r\n", "\n"), TEXT_LENGTH)
            parts.append(TypedPart(section, {"text": text}, revision_sent(sent, section.key)))
    for value in contents.values:
        if f"{value.key}-revision" in sent:
            parts.append(TypedPart(value, _typed_value(sent, value), revision_sent(sent, value.key)))
    return parts


def names_values(sent: Mapping[str, str]) -> bool:
    """Tell whether a page has sent any value: while a text is written, each save sends the text alone."""
    return any(name.endswith("-revision") and name.removesuffix("-revision") not in BY_SLUG for name in sent)


def _typed_value(sent: Mapping[str, str], value: WrittenValue) -> dict[str, str]:
    typed = {}
    for name in fields_of(value.criterion):
        text = _within(value.key, sent.get(f"{value.key}-{name}", "").strip(), FIELD_LENGTH)
        if text:
            typed[name] = text
    reason = _within(value.key, sent.get(f"{value.key}-reason", "").strip(), REASON_LENGTH)
    return {**typed, **({"reason": reason} if reason else {})}


def _within(key: str, text: str, longest: int) -> str:
    if len(text) > longest:
        raise TooLong(key, longest)
    return nfc(text)


def revision_sent(sent: Mapping[str, str], key: str, otherwise: int = 0) -> int:
    """Return the revision of a part that the sender's page showed; `otherwise` where the form doesn't say one."""
    text = sent.get(f"{key}-revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


@dataclass(frozen=True)
class Saved:
    """What became of a save: the revisions stored now, by part, and what was not stored."""

    revisions: dict[str, int]
    clashes: list[Clash]


@transaction.atomic
def save(dossier: Dossier, parts: list[TypedPart], actor: User) -> Saved:
    """Store the parts that differ from what is stored; of a part that somebody has changed since it was shown both
    texts are returned, and nothing is stored. Raises TakenAlready where the report can't be written any more.
    """
    locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if locked.state not in WITH_THE_UNIT:
        raise TakenAlready([_("Báo cáo đã gửi: bản gửi được giữ nguyên. Rút lại rồi mới sửa được.")])
    revisions, clashes, changed = {}, [], False
    rows = rows_of(locked, parts)
    for part in parts:
        row = rows.get(part.written.key)
        stored = _stored(row)
        if part.typed == stored or (row is None and not any(part.typed.values())):
            revisions[part.written.key] = row.revision if row is not None else 0
        elif row is not None and row.revision != part.base:
            clashes.append(_clash(part, row, stored))
        else:
            revisions[part.written.key] = _write(locked, part, row, actor)
            changed = True
    if changed:
        note_change(locked)
        if dossier.state != locked.state or dossier.confirmed_at:  # the change began the report, or voids the word
            dossier.refresh_from_db()
    return Saved(revisions, clashes)


def rows_of(dossier: Dossier, parts: list[TypedPart]) -> dict[str, SectionText | DraftValue]:
    """Map the parts' keys to their stored rows; a query for texts and one for values, if there are such parts."""
    sections = [part.written.key for part in parts if isinstance(part.written, WrittenSection)]
    criteria = {part.written.criterion.pk for part in parts if isinstance(part.written, WrittenValue)}
    of_texts = SectionText.objects.filter(dossier=dossier, section__in=sections)
    of_values = DraftValue.objects.filter(dossier=dossier, set_criterion__in=criteria)
    texts = {row.section: row for row in of_texts} if sections else {}
    by_criterion = {}
    if criteria:
        by_criterion = {(row.set_criterion_id, row.part): row for row in of_values}
    rows: dict[str, SectionText | DraftValue] = {}
    for part in parts:
        written = part.written
        found: SectionText | DraftValue | None
        if isinstance(written, WrittenSection):
            found = texts.get(written.key)
        else:
            found = by_criterion.get((written.criterion.pk, written.part))
        if found is not None:
            rows[written.key] = found
    return rows


def _stored(row: SectionText | DraftValue | None) -> dict[str, str]:
    if row is None:
        return {}
    if isinstance(row, SectionText):
        return {"text": row.text}
    return {**row.typed, **({"reason": row.reason} if row.reason else {})}


def _clash(part: TypedPart, row: SectionText | DraftValue, stored: dict[str, str]) -> Clash:
    is_text = isinstance(row, SectionText)
    return Clash(part.written.key, is_text, stored, part.typed, row.changed_by.get_full_name(), row.revision)


def _write(dossier: Dossier, part: TypedPart, row: SectionText | DraftValue | None, actor: User) -> int:
    written = part.written
    if row is None and isinstance(written, WrittenSection):
        row = SectionText(dossier=dossier, section=written.key, revision=0)
    elif row is None:
        row = DraftValue(dossier=dossier, set_criterion=written.criterion, part=written.part, revision=0)
    if isinstance(row, SectionText):
        row.text = part.typed["text"]
    else:
        row.reason = part.typed.get("reason", "")
        row.typed = {name: text for name, text in part.typed.items() if name != "reason"}
    row.changed_by, row.revision = actor, row.revision + 1
    row.save()
    return row.revision


def note_change(locked: Dossier) -> None:
    """Begin the writing with the first text or file, and void the leader's confirmation of what stood before."""
    if locked.state == DossierState.REQUESTED:
        take(locked, "open", None)
    if locked.confirmed_at:
        Dossier.objects.filter(pk=locked.pk).update(confirmed_at=None)
