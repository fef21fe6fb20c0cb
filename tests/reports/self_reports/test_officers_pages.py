"""What an officer's pages hold: the meaning of each criterion, a sheet to be filled in by hand, few bytes."""

import gzip

import pytest
from django.utils.html import escape

from inspections.criteria.acts import copy_set
from inspections.models import Assignment, CriteriaSet, SetCriterion
from reports.models import Dossier
from reports.submissions.contents.saving import save, typed_in
from reports.submissions.contents.written import contents_of
from tests.reports.self_reports.workbooks import Filled, upload
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db


def test_the_sheet_to_be_filled_in_by_hand_asks_everything_and_holds_nothing_typed(dossier, typed, at, lan, signed_in):
    contents = contents_of(dossier)
    written = typed({"2.2": {"printed": "913"}}, survey="Xã có 9 ấp.")
    save(dossier, typed_in(written, contents), lan)
    page = signed_in(lan).get(at("blank/"))
    shown = page.content.decode()
    questions = [
        *(str(each.section.heading) for each in contents.sections),
        *(each.criterion.label for each in contents.values),
    ]
    assert [words for words in questions if escape(words) not in shown] == []
    assert (page.status_code, "913" in shown, "Xã có 9 ấp" in shown) == (200, False, False)
    marks = {each.criterion.number: (each.boxes, each.is_ratio) for each in page.context["contents"].values}
    assert (marks["1.1"], marks["1.4"], marks["2.2"]) == ((["Có", "Không"], False), ([], True), ([], False))
    assert marks["2.9"] == (["chưa vận hành", "đang thử nghiệm", "ổn định"], False)


def test_what_a_criterion_means_stands_beside_its_field_and_in_the_next_version(dossier, at, lan, minh, signed_in):
    criteria = dossier.inspection.campaign.criteria_set
    meant = criteria.criteria.get(number="1.6").meaning
    assert meant.startswith("Tử số: số báo cáo gửi trong hạn.")
    for path in ("", "blank/"):
        assert meant in signed_in(lan).get(at(path)).content.decode()
    copied = copy_set(criteria, CriteriaSet(owner=criteria.owner, year=2027, title="Bộ 2027"), minh)
    assert copied.criteria.get(number="1.6").meaning == meant
    assert SetCriterion.objects.filter(criteria_set=criteria, meaning="").count() == 0


OWN = ["/", "/recommendations/", "/self-reports/", "/account/", "/hand-over/", "/password/", "/help/officers/"]


def test_an_officers_pages_are_light(dossier, typed, at, lan, minh, signed_in):
    """Written, tried as a workbook, sent, returned; with what she answers to recommendations."""
    officer, most, weights = signed_in(lan), 20_480, {}  # bytes, compressed

    def weigh(*paths, when="written"):
        for path in paths:
            page = officer.get(path)
            weights[when, path] = len(gzip.compress(page.content)) if page.status_code == 200 else page.status_code

    task = Assignment.objects.filter(owner_organization__in=lan.reach.unit, state="accepted").first()
    weigh(*OWN, task.get_absolute_url(), f"{task.get_absolute_url()}steps/answer/")
    weigh(*map(at, ("", "send/", "files/", "questions/", "workbook/", "blank/")))
    for number in ("8", "x"):
        filled = Filled(dossier).fill({"2.1": {"numerator": number, "denominator": "16"}})
        weigh(officer.post(at("workbook/"), upload(filled.bytes())).url)
    officer.post(at(), typed({"2.2": {"printed": "913"}}, survey="Xã có 9 ấp."))
    for name, actor in (("send", lan), ("read", minh)):
        take(Dossier.objects.get(pk=dossier.pk), name, actor)
        weigh("/", dossier.inspection.get_absolute_url(), *map(at, ("", "1/", "files/")), when=name)
    take(Dossier.objects.get(pk=dossier.pk), "return", minh, due_on=dossier.due_on)
    weigh("/", *map(at, ("", "send/")), when="returned")
    assert {path: weight for path, weight in weights.items() if not 1_000 < weight <= most} == {}


def test_a_save_of_texts_loads_the_report_and_the_texts_alone(dossier, at, officer, django_assert_num_queries):
    """Session, account, what it reaches, the report; locked, its text, written; saved drafts, and savepoints."""
    officer.post(at(""), {"text-survey": "Xã có 9 ấp.", "survey-revision": "0"})
    with django_assert_num_queries(9):
        officer.post(at(""), {"text-survey": "Xã có 11 ấp.", "survey-revision": "1"})
    dossier.refresh_from_db()
    assert [(row.text, row.revision) for row in dossier.texts.all()] == [("Xã có 11 ấp.", 2)]
