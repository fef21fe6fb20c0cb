"""Rows in the admin come from the same scope as on every page, and nothing is put under a stranger's parent."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.models import Organization, Person
from inspections.models import (
    Campaign,
    CampaignShare,
    Cause,
    Finding,
    Inspection,
    MeasuredValue,
    OfficialPaper,
)

pytestmark = pytest.mark.django_db

VIEWS = ["change", "delete", "history"]


@pytest.fixture
def of_minh(minh, signed_in):
    return signed_in(minh)


@pytest.fixture
def offered(of_minh):
    """`offered(Model, field, term)`: the texts that autocomplete offers Minh for a field of a form."""

    def ask(model, field, term=""):
        names = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
        answer = of_minh.get(reverse("admin:autocomplete"), {**names, "term": term})
        return [row["text"] for row in answer.json()["results"]]

    return ask


def rows_of(response):
    return set(response.context["cl"].result_list)


def test_a_foreign_and_a_missing_record_answer_alike(of_minh, foreign, foreign_inspection, page):
    foreign_rows = [foreign, foreign_inspection, foreign_inspection.findings.get(), foreign_inspection.values.get()]
    foreign_rows.append(OfficialPaper.objects.get(issuer="Ban Lạ"))
    for row in foreign_rows:
        missing = type(row)(pk=987654)
        for view in VIEWS:
            answers = [of_minh.get(page(each, view)) for each in (row, missing)]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert answers[0].content == answers[1].content
            posts = [of_minh.post(page(each, view), {"post": "yes"}) for each in (row, missing)]
            assert [(post.status_code, post.content) for post in posts] == [(404, answers[0].content)] * 2
    assert Campaign.objects.filter(pk=foreign.pk).exists()


def test_a_foreign_campaign_is_in_no_list(of_minh, foreign, own, case, page):
    assert rows_of(of_minh.get(page(Campaign))) == {own, case.campaign}
    for model in (Inspection, Finding, MeasuredValue, OfficialPaper):
        answer = of_minh.get(page(model), {"all": ""})
        assert answer.context["cl"].result_count == model.objects.exclude(**_of_ban_la(model)).count()
        assert "Ban Lạ" not in answer.content.decode()


def _of_ban_la(model):
    return {Inspection: {"reference": "LA2026-1"}, OfficialPaper: {"issuer": "Ban Lạ"}}.get(
        model, {"inspection__reference": "LA2026-1"}
    )


def test_filters_offer_no_foreign_campaign(of_minh, foreign, own, case, page):
    filters = of_minh.get(page(Inspection)).context["cl"].filter_specs
    campaigns = next(each for each in filters if getattr(each, "field_path", "") == "campaign")
    assert {text for _, text in campaigns.lookup_choices} == {own.theme, case.campaign.theme}
    assert rows_of(of_minh.get(page(Inspection), {"campaign__id__exact": foreign.pk})) == set()


def test_autocomplete_offers_no_foreign_campaign(offered, foreign, own, case):
    assert set(offered(Inspection, "campaign")) == {own.theme, case.campaign.theme}
    assert offered(Inspection, "campaign", "ban la") == []
    assert offered(Finding, "inspection", "LA2026") == []


def test_autocomplete_is_hidden_with_what_it_would_offer(thu, signed_in):
    names = {"app_label": "inspections", "model_name": "inspection", "field_name": "campaign"}
    assert signed_in(thu).get(reverse("admin:autocomplete"), names).status_code == 404


def test_a_new_inspection_gets_its_reference_and_the_first_state(of_minh, own, page, typed):
    body = Organization.objects.get(short_code="snv-tay-ninh")
    form = of_minh.get(page(Inspection, "add"))
    ids = {"subject_organization": body.pk, "reporting_organization": body.pk}
    posted = typed(form, campaign=own.pk, **ids, state="closed", reference="CHEN-1")
    assert of_minh.post(page(Inspection, "add"), posted).status_code == 302
    made = Inspection.objects.get(campaign=own, subject_organization=body)
    assert (made.reference, made.state) == ("DVCQ2026-80", "planned")


def test_a_new_inspection_cannot_be_put_under_a_foreign_campaign(of_minh, foreign, page, typed):
    body = Organization.objects.get(short_code="snv-tay-ninh")
    ids = {"subject_organization": body.pk, "reporting_organization": body.pk}
    posted = typed(of_minh.get(page(Inspection, "add")), campaign=foreign.pk, **ids)
    answer = of_minh.post(page(Inspection, "add"), posted)
    assert list(answer.context["adminform"].form.errors) == ["campaign"]
    assert foreign.inspections.count() == 1


def test_a_finding_cannot_be_moved_under_a_foreign_inspection(of_minh, foreign, foreign_inspection, own, page, typed):
    finding = Finding.objects.filter(inspection__campaign=own, inspection__state="recorded").first()
    address, was = page(finding), finding.inspection
    posted = typed(of_minh.get(address), campaign=foreign.pk, inspection=foreign_inspection.pk)
    assert sorted(of_minh.post(address, posted).context["adminform"].form.errors) == ["campaign", "inspection"]
    finding.refresh_from_db()
    assert finding.inspection == was


def test_an_inline_row_of_a_foreign_record_cannot_be_posted(of_minh, own, foreign_inspection, page, typed):
    theirs = Cause.objects.create(finding=foreign_inspection.findings.get(), kind="objective", text="Của Ban Lạ")
    finding = Finding.objects.filter(inspection__campaign=own, inspection__state="recorded").first()
    posted = typed(of_minh.get(page(finding)))
    row = {"causes-0-id": theirs.pk, "causes-0-finding": finding.pk, "causes-0-kind": "objective", "causes-0-text": "X"}
    of_minh.post(page(finding), {**posted, "causes-TOTAL_FORMS": 1, "causes-INITIAL_FORMS": 1, **row})
    theirs.refresh_from_db()
    assert (theirs.text, theirs.finding) == ("Của Ban Lạ", foreign_inspection.findings.get())


def test_a_board_works_in_no_other_bodys_name(of_minh, foreign, page, typed):
    form = of_minh.get(page(Campaign, "add"))
    posted = {"code": "MOI2026", "theme": "Mới", "year": 2026, "criteria_set": foreign.criteria_set_id}
    answer = of_minh.post(
        page(Campaign, "add"), typed(form, **posted, inspecting_organization=foreign.inspecting_organization_id)
    )
    assert list(answer.context["adminform"].form.errors) == ["inspecting_organization"]


def test_parts_of_two_campaigns_are_not_mixed(of_minh, own, case, page, typed):
    finding = Finding.objects.filter(inspection__campaign=own, inspection__state="recorded").first()
    posted = typed(of_minh.get(page(finding)), campaign=case.campaign_id)
    assert list(of_minh.post(page(finding), posted).context["adminform"].form.errors) == ["inspection"]


def test_what_is_only_shared_is_looked_at(of_minh, foreign, foreign_inspection, own, page):
    """A campaign shared with Minh's Board: its agreed remarks may be read, not changed, and nothing internal shows."""
    CampaignShare.objects.create(campaign=foreign, organization=own.inspecting_organization)
    agreed = foreign_inspection.findings.get()
    internal = Finding.objects.create(
        campaign=foreign, inspection=foreign_inspection, kind="strength", text="Nội bộ", is_internal=True
    )
    for row in (foreign, foreign_inspection, agreed):
        assert [of_minh.get(page(row, view)).status_code for view in VIEWS] == [200, 403, 403]
        assert of_minh.post(page(row), {"theme": "Khác"}).status_code == 403
    assert of_minh.get(page(internal)).status_code == 404


def test_nothing_is_added_to_what_is_only_shared(of_minh, offered, foreign, foreign_inspection, own, page, typed):
    CampaignShare.objects.create(campaign=foreign, organization=own.inspecting_organization)
    assert of_minh.get(page(foreign_inspection)).status_code == 200
    assert offered(Finding, "inspection", "LA2026") == []
    posted = typed(of_minh.get(page(Finding, "add")), campaign=foreign.pk, kind="strength", text="Thêm")
    answer = of_minh.post(page(Finding, "add"), posted)
    assert list(answer.context["adminform"].form.errors) == ["campaign"]


def test_a_link_out_of_scope_is_neither_shown_nor_lost(of_minh, foreign, own, page, typed):
    own.copied_from = foreign
    own.save()
    form = of_minh.get(page(own))
    assert ("Đợt của Ban Lạ" in form.content.decode(), "copied_from" in form.context["adminform"].form.fields) == (
        (False, False)
    )
    assert of_minh.post(page(own), typed(form, theme="Chủ đề sửa")).status_code == 302
    own.refresh_from_db()
    assert (own.theme, own.copied_from) == ("Chủ đề sửa", foreign)


def test_what_stands_in_the_way_of_deleting_is_told_within_scope(thu, signed_in, page, case):
    """Thu may delete a body, yet the inspections that hold it are not hers to read."""
    html = signed_in(thu).get(page(case.subject_organization, "delete")).content.decode()
    assert (case.reference in html, "ngoài phạm vi được xem" in html) == (False, True)


def test_a_board_is_told_by_name_what_stands_in_the_way(of_minh, own, page):
    html = of_minh.get(page(own, "delete")).content.decode()
    assert own.inspections.first().reference in html


def test_the_front_page_shows_no_act_on_what_left_the_scope(of_minh, minh, foreign, own, page, typed):
    """Minh once worked on the other Board's campaign; today he sees his own acts on his own rows only."""
    for campaign in (foreign, own):
        LogEntry.objects.log_actions(minh.pk, [campaign], 2, change_message="[]", single_object=True)
    html = of_minh.get("/admin/").content.decode()
    assert (foreign.theme in html, own.theme in html) == (False, True)


def test_no_address_leads_from_an_id_to_a_record(of_minh, foreign):
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(Campaign)
    assert of_minh.get(f"/admin/r/{kind.pk}/{foreign.pk}/").status_code == 404


def test_search_needs_no_accents(of_minh, case, own, page):
    assert rows_of(of_minh.get(page(Inspection), {"q": "CAN DUOC"})) == rows_of(
        of_minh.get(page(Inspection), {"q": "Cần Đước"})
    )
    assert case in rows_of(of_minh.get(page(Inspection), {"q": "can duoc"}))
    values = rows_of(of_minh.get(page(MeasuredValue), {"q": "dvcq2019 cần đước"}))
    assert values == set(case.values.all())
    sets = rows_of(of_minh.get(page(type(own.criteria_set)), {"q": "bo chi tieu 2019"}))
    assert sets == {case.campaign.criteria_set}


def test_autocomplete_needs_no_accents(offered):
    assert offered(Inspection, "subject_organization", "so noi vu") == ["Sở Nội vụ tỉnh Tây Ninh"]


def test_every_tables_rights_are_within_what_both_databases_can_ask(minh, registered):
    for keeper in registered.values():
        assert keeper.kept_by(minh).count() >= keeper.open_to(minh).count()
        for field in keeper.opts.fields:
            if field.many_to_one and hasattr(field.related_model._default_manager, "visible_to"):
                assert keeper.choices_for(field, minh).filter(pk=0).exists() is False


def test_the_box_before_a_row_is_djangos_own(registered):
    keeper, person = registered[Person], Person(pk=7, full_name='Lê "Ba" <b>')
    assert keeper.action_checkbox(person) == admin.ModelAdmin.action_checkbox(keeper, person)


@pytest.mark.parametrize(("model", "queries"), [(Inspection, 8), (Finding, 10)])
def test_a_list_asks_the_same_of_the_database_with_one_row_and_with_thirty(
    model, queries, of_minh, own, page, django_assert_num_queries
):
    one, many = _rows(model, own, 1), _rows(model, own, 30)
    for q in (one, many):
        with django_assert_num_queries(queries):
            answer = of_minh.get(page(model), {"q": q})
        assert answer.context["cl"].result_count == {one: 1, many: 30}[q]


def _rows(model, campaign, count):
    """`count` rows, and the word that finds them alone."""
    word = f"dong{count}"
    body = Organization.objects.create(short_code=word, system="state", kind="department")
    for n in range(count if model is Inspection else 1):
        inspection = Inspection.objects.create(
            campaign=campaign, subject_organization=body, reporting_organization=body, reference=f"{word}-{n}"
        )
    if model is Finding:
        for n in range(count):
            Finding.objects.create(campaign=campaign, inspection=inspection, kind="strength", text=f"Điều {n}")
    return word
