"""The parts of pages, each rendered with plain values."""

import re
from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def part(name, request=None, folder="components", **arguments):
    """A component as one line, so that tests don't hang on its line breaks."""
    page = re.sub(r"\s+", " ", render_to_string(f"{folder}/_{name}.html", arguments, request))
    return re.sub(r" ?(<[^>]*>) ?", r"\1", page).strip()


class TestForms:
    class Leave(forms.Form):
        name = forms.CharField(label="Người trình bày", help_text="Họ tên và chức vụ.")
        kind = forms.ChoiceField(label="Hình thức", choices=[("k", "Kiểm tra")], widget=forms.RadioSelect)

    def test_help_and_error_are_tied_to_their_field(self):
        drawn = part("field", field=self.Leave({})["name"])
        assert re.findall(r'<p class="help" id="(\w+)"|<div id="(\w+)">', drawn) == [
            ("id_name_helptext", ""),
            ("", "id_name_error"),
        ]
        assert re.findall(r'aria-invalid="true" aria-describedby="([\w ]+)"', drawn) == [
            "id_name_helptext id_name_error"
        ]

    def test_a_group_of_choices_has_a_legend(self):
        drawn = part("field", field=self.Leave({})["kind"])
        assert re.findall("<legend[^>]*>([^<]+)", drawn) == ["Hình thức"]

    def test_what_was_typed_is_kept_beside_the_error(self):
        drawn = part("field", field=self.Leave({"name": "Nguyễn Văn Hùng"})["name"])
        assert re.findall('value="([^"]+)"', drawn) == ["Nguyễn Văn Hùng"]

    def test_errors_are_summed_up_with_links_to_their_fields(self):
        targets = re.findall('<a href="#([^"]+)"', part("errors", form=self.Leave({})))
        page = "".join(part("field", field=field) for field in self.Leave({}))
        assert targets == ["id_name", "id_kind"]
        assert [page.count(f'id="{target}"') for target in targets] == [1, 1]

    def test_a_form_without_errors_has_no_summary(self):
        assert part("errors", form=self.Leave()) == ""


class TestPages:
    @staticmethod
    def drawn(rf, rows, number=1):
        return part("pages", rf.get("/kiem-tra/?q=can+duoc&page=7"), page=Paginator(range(rows), 25).page(number))

    def test_links_keep_what_was_searched_for(self, rf):
        links = re.findall('href="([^"]+)"', self.drawn(rf, rows=60, number=2))
        pages = [1, 1, 2, 3, 3]
        assert links == [f"?q=can+duoc&amp;page={number}" for number in pages]

    def test_the_rows_are_counted(self, rf):
        assert re.findall("<p[^>]*>([^<]+)", self.drawn(rf, rows=1234)) == ["Dòng 1–25 trong 1.234"]

    def test_one_page_needs_no_links(self, rf):
        assert self.drawn(rf, rows=1) == '<div class="list-foot"><p class="small soft">Dòng 1–1 trong 1</p></div>'


class TestParts:
    def test_a_state_is_a_shape_and_a_word(self):
        assert part("state", shape="late", word="Quá 3 ngày") == (
            '<span class="state late"><svg class="shape" aria-hidden="true" focusable="false">'
            '<use href="#shape-late"/></svg><b>Quá 3 ngày</b></span>'
        )

    def test_progress_can_be_heard_and_is_not_localised_for_the_browser(self):
        assert part("progress", label="Báo cáo", count=1200, total=1500) == (
            '<progress max="1500" value="1200" aria-label="Báo cáo: 1.200 trên 1.500"></progress>'
        )

    def test_progress_of_nothing_is_an_empty_bar(self):
        assert part("progress", label="Báo cáo", count=0, total=0) == (
            '<progress max="1" value="0" aria-label="Báo cáo: 0 trên 0"></progress>'
        )

    def test_a_task_starts_with_its_date_and_how_late_it_is(self):
        task = {"due_on": date(2019, 11, 3), "title": "Trình dự thảo", "url": "/kiem-tra/1/", "act": "Soạn tiếp"}
        drawn = part("tasks", folder="portal/home", tasks=[task], today=date(2019, 11, 6))
        words = re.findall(">([^<]+)", drawn)
        assert words == ["03/11/2019", "Quá 3 ngày", "Trình dự thảo", "Soạn tiếp", ": Trình dự thảo"]

    def test_one_step_is_the_one_where_the_work_stands(self):
        steps = [{"label": standing, "standing": standing} for standing in ("done", "now", "todo")]
        drawn = part("steps", label="Các bước", steps=steps)
        assert re.findall('aria-current="step"', drawn) == ['aria-current="step"']
        assert re.findall("#shape-(\\w+)", drawn) == ["done", "going", "todo"]

    def test_what_people_typed_cannot_become_markup(self):
        finding = {"text": "<b>97%</b>", "source": "<script>"}
        assert re.findall("<b>|<script>", part("findings", findings=[finding])) == []

    def test_facts_tell_what_is_word_for_word(self):
        facts = [
            {"label": "Chủ đề", "value": "“Năm dân vận”", "is_as_written": True},
            {"label": "Đoàn", "value": "số 1"},
        ]
        assert part("facts", facts=facts) == (
            '<dl class="facts"><dt>Chủ đề</dt><dd><span class="as-written">“Năm dân vận”</span></dd>'
            "<dt>Đoàn</dt><dd>số 1</dd></dl>"
        )
