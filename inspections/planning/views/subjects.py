from collections import Counter

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspections.planning.acts import make_of_subjects
from inspections.planning.forms.subjects import SubjectsForm
from inspections.planning.subjects import NEW, chosen, judge
from inspections.planning.views.pages import page_of_plan, planned, sent
from workflow.views import form_page

ROWS_SHOWN = 300
NOT_TYPED = {"csrfmiddlewaretoken", "make", "skip", "back"}


@require_http_methods(["GET", "HEAD", "POST"])
def subjects_choose(request, code):
    """Whom to inspect is named, looked at, and done: three pages at one address, each with all that was typed."""
    campaign = planned(request, code)
    form = SubjectsForm(sent(request), campaign=campaign, user=request.user)
    page = page_of_plan(_("Thêm đơn vị được kiểm tra"), campaign, button=_("Xem trước"))
    if request.method != "POST":
        return form_page(request, form, None, page)
    if "back" in request.POST or not form.is_valid():
        return render(request, page["template"], {"form": form, **page}, status=422 if form.errors else 200)
    given = form.cleaned_data
    rows = judge(chosen(given, campaign, request.user), campaign, given["kind"], given["delegation"])
    page |= _preview(request, rows)
    if "make" not in request.POST:
        return render(request, page["template"], {"form": form, **page})
    skipped = set(request.POST.getlist("skip"))
    rows = [row for row in rows if row.body is None or str(row.body.pk) not in skipped]

    def make(form):
        batch = make_of_subjects(campaign, rows, given, request.user)
        return reverse("batch_show", args=[batch.pk])

    return form_page(request, form, make, page)


def _preview(request, rows) -> dict:
    """The rows to look at, the new ones last cut off; and what was typed, to be sent again with the answer."""
    counts = Counter(row.verdict for row in rows)
    rows = sorted(rows, key=lambda row: row.verdict == NEW)
    typed = [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values]
    return {
        "template": "inspections/planning/subjects.html",
        "rows": rows[:ROWS_SHOWN],
        "not_shown": len(rows[ROWS_SHOWN:]),
        "counts": dict(counts),
        "typed": typed,
        "skipped": set(request.POST.getlist("skip")),
    }
