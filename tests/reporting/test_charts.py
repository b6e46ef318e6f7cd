"""A chart is drawn once: what the page writes, what the paper holds, and what neither ever shows."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reporting.charts import Figure, Stack, draw
from reporting.charts.figure import HALF, WIDE
from reporting.charts.inks import PAPER, TEXT_SIZE
from reporting.charts.marks import marks
from reporting.charts.scale import ticks
from reporting.paper import build, fonts
from reporting.paper import charts as paper_charts
from tests.reporting import specs

SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 11  # px that a text may be shown at
NARROWEST = {HALF: 480, WIDE: 1024}  # px: min-width of .ps-plot and .ps-plot-wide in look.css


def svg(chart, id="c1", **kwargs) -> str:
    return render_to_string("_svg.html", {"figure": Figure(id, chart, **kwargs)})


def texts(chart, width=HALF) -> list[str]:
    return [mark.text for mark in marks(draw(chart, width)) if mark.element == "text"]


def elements(chart, ink: str) -> list[dict]:
    return [dict(m.attributes) for m in marks(draw(chart, HALF)) if m.ink == ink]


class OnePaper:
    """A paper that holds nothing but a chart and a table."""

    def sheet(self, chart):
        return build.Sheet("Prøve", "Foreningen Fyrtårnet", specs.date(2018, 6, 15))

    def story(self, chart):
        width = self.sheet(chart).width
        return [paper_charts.figure(chart, width), paper_charts.table(specs.table(), width)]


@pytest.mark.parametrize("chart", specs.all_kinds())
def test_it_says_what_it_shows_to_those_who_do_not_see_it(chart):
    root = ElementTree.fromstring(svg(chart))
    assert root.get("role") == "img"
    title, description = root.get("aria-labelledby").split()
    assert root.find("title").get("id") == title
    assert root.find("title").text == chart.title
    assert root.find("desc").get("id") == description
    assert root.find("desc").text == chart.description


@pytest.mark.parametrize("chart", specs.all_kinds())
def test_its_colours_are_classes_so_that_the_policy_and_the_theme_let_them_be(chart):
    written = svg(chart)
    assert not re.search(r"style=|fill=|stroke=|<script|font-", written)
    root = ElementTree.fromstring(written)
    assert {each.get("class") for each in root if each.tag not in {"title", "desc"}} <= set(PAPER)


def test_two_charts_on_a_page_share_no_id():
    page = svg(specs.bars(), "first") + svg(specs.bars(), "second")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("chart", specs.all_kinds())
def test_numbers_have_a_point_in_danish_too(chart):
    with translation.override("da"):
        root = ElementTree.fromstring(svg(chart))
    for each in root:
        for name in {"x", "y", "width", "height", "x1", "y1"} & set(each.keys()):
            float(each.get(name))


@pytest.mark.parametrize("chart", specs.all_kinds())
@pytest.mark.parametrize("width", [HALF, WIDE])
def test_nothing_stands_outside_the_drawing(chart, width):
    drawing = draw(chart, width)
    left, low, right, high = drawing.getBounds()
    assert left >= -1
    assert right <= width + 1
    assert low >= -1
    assert high <= drawing.height + 1


@pytest.mark.parametrize("width", [HALF, WIDE])
def test_a_text_is_never_shown_below_eleven_pixels(width):
    assert TEXT_SIZE * NARROWEST[width] / width >= SMALLEST


def test_what_people_write_is_escaped():
    assert "Udbrede &lt;&amp; afprøve&gt;" in svg(specs.gantt())


def test_a_hidden_count_is_a_dashed_box_of_what_the_whole_leaves():
    rows = Stack("Fjordby", (79, 9), 88), Stack("Bakkeby", (None, None), 46)
    chart = specs.stacked(*rows)
    whole = sum(float(elements(chart, ink)[0]["width"]) for ink in ("s1", "s2"))
    box = float(elements(chart, "hid")[0]["width"])
    assert box / whole == pytest.approx(46 / 88, abs=0.02)
    assert {"79", "88", "46"} <= set(texts(chart))


def test_boxes_of_hidden_wholes_are_alike():
    rows = [Stack("A", (40, 9), 49), Stack("B", (None, None), None), Stack("C", (None, 0), None)]
    boxes = elements(specs.stacked(*rows), "hid")
    assert boxes[0]["width"] == boxes[1]["width"]


def test_a_hidden_bar_tells_nothing_of_its_height():
    heights = [elements(specs.bars((None, value)), "hid")[0]["height"] for value in (5, 240)]
    assert heights[0] == heights[1]


def test_bars_still_to_come_are_not_drawn():
    assert len(elements(specs.bars((104, 121)), "s1")) == 2


def test_bars_are_as_high_as_their_values():
    low, high = (float(each["height"]) for each in elements(specs.bars((60, 120)), "s1"))
    assert high / low == pytest.approx(2, abs=0.01)


def test_a_partner_below_the_requirement_is_outlined_and_says_so():
    chart = specs.lying()
    assert len(elements(chart, "s1")) == len(elements(chart, "bad-bar")) == 1
    assert "0,42 under krav" in texts(chart)


def test_a_moved_milestone_shows_what_was_first_agreed():
    planned, agreed = elements(specs.gantt(), "plan")[1], elements(specs.gantt(), "base")[0]
    assert float(agreed["width"]) < float(planned["width"])


def test_a_plan_that_has_not_moved_has_no_word_for_it():
    rows = [row for row in specs.gantt().rows if row.baseline is None]
    assert elements(specs.gantt(*rows), "base") == []


def test_names_too_long_for_the_width_end_in_dots():
    row = specs.gantt().rows[0]
    long = type(row)("Ord " * 40, row.first, row.last, row.state, row.tone)
    assert any(text.startswith("Ord") and text.endswith("…") for text in texts(specs.gantt(long)))


@given(st.integers(min_value=1, max_value=10**7))
def test_an_axis_has_few_even_round_steps(top):
    found = ticks(top)
    assert 2 <= len(found) <= 6
    assert found[-1] <= top
    assert len({b - a for a, b in zip(found, found[1:], strict=False)}) == 1


@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.integers(0, 300), st.integers(0, 300), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_any_rows_can_be_drawn_within_the_width(rows):
    stacks = [
        Stack(label, (None, None) if is_hidden else (one, two), one + two)
        for label, one, two, is_hidden in rows
    ]
    drawing = draw(specs.stacked(*stacks), HALF)
    for mark in marks(drawing):
        assert set(mark.text) <= fonts.CHARACTERS | {"?"}
    assert drawing.getBounds()[2] <= HALF + 1


@pytest.mark.parametrize("chart", specs.all_kinds())
def test_page_and_paper_show_the_same_words(chart, text_of):
    page = texts(chart, 487 / paper_charts.SCALE)
    paper = " ".join(text_of(build.draw(OnePaper(), chart)))
    assert [text for text in page if text not in paper] == []
    assert chart.title in paper
    assert chart.description in paper


def test_the_same_figures_give_the_same_bytes():
    first, second = (build.draw(OnePaper(), specs.gantt()) for _ in range(2))
    assert first == second


def test_a_hidden_cell_is_a_word_on_page_and_paper():
    page = render_to_string("_chart_table.html", {"table": specs.table(), "label": "Part"})
    assert page.count("ps-hidden") == 2
    assert "None" not in page
