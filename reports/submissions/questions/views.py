"""The thread of a report: a page of its own, and the box on the report's pages."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people.models import User
from reports.submissions.models import Dossier
from reports.submissions.pages.files import find_dossier
from reports.submissions.questions.acts import ANSWERING, side_of, write
from reports.submissions.questions.forms import QuestionForm
from reports.submissions.questions.models import Question
from workflow.history.views import form_page
from workflow.records import drafts
from workflow.records.pages import FormPage


@dataclass(frozen=True)
class QuestionBox:
    """The thread of a report, the oldest first; `form`: None for who only reads it."""

    dossier: Dossier
    lines: list[Question]
    is_answering: bool
    form: QuestionForm | None

    @property
    def is_shown(self) -> bool:
        return bool(self.lines) or self.form is not None

    @property
    def button(self) -> str:
        return _("Gửi trả lời") if self.is_answering else _("Gửi câu hỏi")


def box_of(dossier: Dossier, user: User, form: QuestionForm | None = None) -> QuestionBox:
    """Return the thread as the user may read and go on with it; one query."""
    side = side_of(dossier, user)
    lines = Question.objects.filter(dossier=dossier).select_related("author__person").order_by("pk")
    is_answering = side == ANSWERING
    if side and form is None:
        form = QuestionForm(is_answer=is_answering)
    return QuestionBox(dossier, list(lines), is_answering, form if side else None)


@dataclass(frozen=True, kw_only=True)
class QuestionsPage(FormPage):
    box: QuestionBox


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_questions(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the thread; POST writes the next line of it."""
    dossier = find_dossier(request.user, reference)
    side = side_of(dossier, request.user)
    back, title = dossier.get_absolute_url(), _("Hỏi, đáp về báo cáo tự kiểm tra")
    if not side:
        return _only_read(request, dossier, title)
    form = QuestionForm(drafts.typed(request), is_answer=side == ANSWERING)
    box = box_of(dossier, request.user, form)

    def send(form):
        write(dossier, request.user, form.cleaned_data["text"])
        messages.success(
            request, _("Đã gửi trả lời; người hỏi được báo.") if box.is_answering else _("Đã gửi câu hỏi.")
        )
        return f"{back}questions/"

    page = QuestionsPage(
        section="inspections", title=title, lead=_named(dossier), back=back, back_words=_("Báo cáo tự kiểm tra"),
        button=box.button, template="reports/submissions/questions.html", box=box,
    )  # fmt: skip
    return form_page(request, form, send, page)


def _only_read(request: HttpRequest, dossier: Dossier, title: str) -> HttpResponse:
    if request.method == "POST":
        raise PermissionDenied
    box = box_of(dossier, request.user)
    context = {"section": "inspections", "title": title, "back": dossier.get_absolute_url(), "box": box}
    context |= {"back_words": _("Báo cáo tự kiểm tra"), "lead": _named(dossier)}
    return render(request, "reports/submissions/questions.html", context)


def _named(dossier: Dossier) -> str:
    inspection = dossier.inspection
    name = inspection.subject_organization.full_name_at(inspection.day)
    return f"{inspection.campaign.theme} · {name}"
