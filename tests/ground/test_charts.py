"""The geometry of the charts; the case's satisfaction of 2018 and 2019 and its three ratios."""

from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from ground.charts import Point, Ratio, line_chart, ratio_bars


def point(year, number, provisional=False):
    printed = f"{number}%".replace(".", ",")
    return Point(year, Decimal(number), f"Năm {year}", printed, provisional)


def ratio(label, above, below):
    return Ratio(label, f"{above}/{below}", Decimal(above), Decimal(below))


def box(middle, baseline, size, text):
    """Left, right, top and foot of a text in a sans serif: figures 0.56 of its size, % 0.9."""
    width = size * (0.56 * len(text) + 0.34 * text.count("%"))
    return middle - width / 2, middle + width / 2, baseline - 0.75 * size, baseline + 0.2 * size


def is_overprinted(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


CASE = [point(2018, "91.40"), point(2019, "94.49", provisional=True)]


def labels(chart):
    return [tick["label"] for tick in chart["ticks"]]


class TestLine:
    def test_the_case_stands_on_an_axis_that_is_cut_at_90(self):
        chart = line_chart(CASE)
        assert labels(chart) == ["90", "92", "94", "96"]
        assert (chart["floor"], chart["is_cut"]) == ("90", True)

    def test_points_stand_where_their_numbers_are(self):
        first, second = line_chart(CASE)["marks"]
        assert (first["x"], first["y"]) == ("110", "138.3")  # 170 − 136 × 1,40/6
        assert (second["x"], second["y"]) == ("342", "68.2")  # 170 − 136 × 4,49/6
        assert line_chart(CASE)["segments"][0]["path"] == "M110 138.3 342 68.2"

    def test_a_year_that_is_not_over_is_provisional_and_so_is_the_line_to_it(self):
        chart = line_chart([point(2017, "90"), *CASE])
        assert [mark["is_provisional"] for mark in chart["marks"]] == [False, False, True]
        assert [segment["is_provisional"] for segment in chart["segments"]] == [False, True]
        assert chart["has_provisional"]

    def test_figures_are_told_as_they_were_printed(self):
        assert [mark["printed"] for mark in line_chart(CASE)["marks"]] == ["91,40%", "94,49%"]

    def test_points_are_put_in_the_order_of_years(self):
        assert line_chart(CASE[::-1]) == line_chart(CASE)

    def test_a_missing_year_leaves_its_room(self):
        marks = line_chart([point(2016, "90"), point(2018, "91"), point(2019, "92")])["marks"]
        wide, narrow = float(marks[1]["x"]) - float(marks[0]["x"]), float(marks[2]["x"]) - float(marks[1]["x"])
        assert wide == pytest.approx(2 * narrow, abs=0.2)

    @pytest.mark.parametrize(
        ("numbers", "ticks"),
        [
            (["12", "97"], ["0", "25", "50", "75", "100"]),
            (["97", "100"], ["96", "98", "100"]),
            (["94", "94"], ["94", "96"]),
            (["0", "0"], ["0", "2"]),
            (["40", "160"], ["0", "50", "100", "150", "200"]),
            (["-3", "4"], ["-4", "-2", "0", "2", "4"]),
        ],
    )
    def test_the_axis_is_cut_only_where_that_helps_and_holds_every_number(self, numbers, ticks):
        assert labels(line_chart([point(2018 + n, number) for n, number in enumerate(numbers)])) == ticks

    @pytest.mark.parametrize(
        ("numbers", "ticks"),
        [
            (["100000000"], ["1×10⁸", "100000002"]),
            (["3", "100000000"], ["0", "5×10⁷", "1×10⁸"]),
            (["-100000000", "100000000"], ["-1×10⁸", "-5×10⁷", "0", "5×10⁷", "1×10⁸"]),
            (["150", "2600"], ["0", "1000", "2000", "3000"]),
            (["-1e30", "1e30"], ["-1×10³⁰", "-5×10²⁹", "0", "5×10²⁹", "1×10³⁰"]),
            (["1e30", "1e30"], ["1×10³⁰", "1000000000000000000000000000002"]),
            (["1e-30", "2e-30"], ["0", "2"]),
            (["-0.0001", "0.0001"], ["-2", "0", "2"]),
            (["2", "1e400"], ["0", "5×10³⁹⁹", "1×10⁴⁰⁰"]),
        ],
    )
    def test_however_large_the_numbers_the_axis_has_five_lines_at_most(self, numbers, ticks):
        assert labels(line_chart([point(2018 + n, number) for n, number in enumerate(numbers)])) == ticks

    def test_one_year_stands_in_the_middle_without_a_line(self):
        chart = line_chart([point(2019, "94.49")])
        assert (chart["marks"][0]["x"], chart["segments"]) == ("226", [])

    def test_crowded_years_are_told_from_the_last_one_back(self):
        chart = line_chart([point(2010 + n, "90") for n in range(8)])
        assert [mark["is_labelled"] for mark in chart["marks"]] == [False, True] * 4

    @pytest.mark.parametrize("seed", range(40))
    def test_no_year_or_figure_stands_on_another_nor_on_the_axis(self, seed):
        chance = Random(seed)
        years = sorted(chance.sample(range(2000, 2030), chance.randint(1, 12)))
        numbers = [f"{chance.randint(0, 10 ** chance.randint(1, 6)) / 100}" for _year in years]
        chart = line_chart([point(year, number) for year, number in zip(years, numbers, strict=True)])
        marks = [mark for mark in chart["marks"] if mark["is_labelled"]]
        assert marks[-1]["label"] == f"Năm {years[-1]}"
        boxes = [box(float(mark["x"]), 193, 16, mark["label"]) for mark in marks]
        boxes += [box(float(mark["printed_x"]), float(mark["printed_y"]), 17, mark["printed"]) for mark in marks]
        assert [pair for pair in combinations(boxes, 2) if is_overprinted(*pair)] == []
        assert all(left >= 44 and right <= 424 for left, right, _top, _foot in boxes[len(marks) :])

    def test_a_figure_in_a_valley_stands_below_its_point(self):
        marks = line_chart([point(2017, "98"), point(2018, "93"), point(2019, "97")])["marks"]
        assert float(marks[1]["printed_y"]) > float(marks[1]["y"])
        assert float(marks[0]["printed_y"]) < float(marks[0]["y"])

    def test_nothing_is_drawn_of_nothing(self):
        assert line_chart([]) is None


class TestBars:
    CASE = [ratio("Đối thoại", 17, 17), ratio("Kinh tế - xã hội", 20, 25), ratio("Nông thôn mới", 8, 16)]

    def test_lengths_are_the_ratios_of_the_case(self):
        paths = [bar["path"] for bar in ratio_bars(self.CASE)["bars"]]
        assert paths == ["M0 38H260V56H0z", "M0 88H208V106H0z", "M0 138H130V156H0z"]

    def test_what_is_left_is_hollow_and_a_full_bar_has_nothing_left(self):
        assert [bool(bar["rest"]) for bar in ratio_bars(self.CASE)["bars"]] == [False, True, True]

    def test_the_scale_ends_at_100_percent(self):
        chart = ratio_bars(self.CASE)
        assert (chart["half"], chart["whole"]) == ({"x": "130", "label": "50"}, {"x": "260", "label": "100%"})

    def test_a_ratio_above_one_stretches_the_scale(self):
        chart = ratio_bars([ratio("Vượt", 30, 25), *self.CASE])
        assert (chart["half"]["label"], chart["whole"]["label"]) == ("75", "150%")
        assert chart["bars"][0]["path"] == "M0 38H208V56H0z"

    def test_a_long_label_takes_more_lines_and_the_drawing_grows(self):
        plain, long = ratio_bars([ratio("Ngắn", 1, 2)]), ratio_bars([ratio("xã " * 30, 1, 2)])
        assert [len(chart["bars"][0]["lines"]) for chart in (plain, long)] == [1, 2]
        assert int(long["height"]) - int(plain["height"]) == 20

    def test_nothing_is_drawn_of_nothing(self):
        assert ratio_bars([]) is None


class TestDrawing:
    @staticmethod
    def drawn(language="vi"):
        with translation.override(language):
            words = {
                "chart": line_chart(CASE),
                "id": "sipas",
                "title": "Chỉ số hài lòng",
                "change": "+3,09 điểm phần trăm",
            }
            return render_to_string("components/_chart_line.html", words)

    def test_who_hears_the_chart_learns_what_who_sees_it_does(self):
        text = self.drawn().split('id="sipas-text">')[1].split("</desc>")[0]
        assert text == (
            "Năm 2018: 91,40%. Năm 2019: 94,49% (năm chưa kết thúc). +3,09 điểm phần trăm. Trục dọc bắt đầu từ 90%."
        )

    def test_coordinates_have_a_dot_where_vietnamese_writes_a_comma(self):
        assert self.drawn().count('d="M110 138.3 342 68.2"') == 1

    def test_the_drawing_is_the_same_in_every_language(self):
        shapes = [line for line in self.drawn("en").splitlines() if "<path" in line or "<circle" in line]
        assert shapes == [line for line in self.drawn().splitlines() if "<path" in line or "<circle" in line]

    def test_a_provisional_year_is_dashed_and_hollow_on_paper_too(self):
        assert self.drawn().count("stroke-dasharray") == 1
        assert self.drawn().count('class="ring"') == 1
