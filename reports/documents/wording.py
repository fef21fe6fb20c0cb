"""A body's templates: the newest one of a kind, the next version, an earlier one made the newest again.

Nothing of a version is ever changed (triggers hold it); the newest is the one by which drafts are composed.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.people.models import User
from reports.documents.compose.kinds import DocumentKind
from reports.documents.compose.wording import EMPTY, Contents
from reports.documents.models import DocumentTemplate
from workflow.history.acts import Outdated, create
from workflow.records.refusals import NotYours, StepRefused

BodyAndKind = tuple[int, str]


def newest(kind: str, organization: int) -> DocumentTemplate | None:
    """Return the template by which the body's papers of that kind are composed; None for the portal's own words."""
    rows = DocumentTemplate.objects.filter(organization=organization, kind=kind)
    return rows.order_by("-version").first()


def newest_of(bodies: Iterable[Organization]) -> dict[BodyAndKind, DocumentTemplate]:
    """Return the newest template of every kind of which a body has one, by (body's id, kind); one query."""
    rows = DocumentTemplate.objects.filter(organization__in=[body.pk for body in bodies])
    ordered = rows.select_related("made_by__person").order_by("version")
    return {(row.organization_id, row.kind): row for row in ordered}


def contents_of(template: DocumentTemplate | None) -> Contents | None:
    return template.contents if template is not None else None


def write(
    kind: DocumentKind, body: Organization, contents: Contents, actor: User, read: int, reason: str = ""
) -> DocumentTemplate:
    """Store the body's next version; `read`: the version that was changed, 0 for the portal's own words.

    Raises NotYours; Outdated where somebody has written another version since; StepRefused where nothing differs.
    """
    with transaction.atomic():
        Organization.objects.select_for_update().order_by("pk").get(pk=body.pk)  # two who write at once: one waits
        last = newest(kind.slug, body.pk)
        if (last.version if last else 0) != read:
            raise Outdated(last) if last else StepRefused([_("Trang này đã cũ. Mở lại mẫu rồi sửa.")])
        if contents == (last.contents if last else EMPTY):
            raise StepRefused([_("Chưa có gì khác với bản đang dùng, nên chưa ghi bản mới.")])
        new = DocumentTemplate(organization=body, kind=kind.slug, version=read + 1, contents=contents)
        new.reason, new.made_by = reason.strip(), actor
        if not new.may_be_changed_by(actor, timezone.localdate()):
            raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
        return create(new, actor, reason)
