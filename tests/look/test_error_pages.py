"""Pages for what goes wrong: each says what happened, what to do, and where home is."""

import re

import pytest
from django.template import Context
from django.template.loader import get_template

PAGES = ["400", "403", "404", "413", "414", "429", "500", "503", "507", "csrf", "unreadable"]


@pytest.mark.parametrize("name", PAGES)
def test_it_needs_no_request_and_no_database(name):
    """Without the `db` fixture any query fails, and an empty context is all that the page of a failure gets."""
    page = get_template(f"{name}.html").template.render(Context())
    assert re.findall("<h1>", page) == ["<h1>"]


@pytest.mark.parametrize("name", PAGES)
def test_it_tells_what_happened_what_to_do_and_the_way_home(name):
    page = get_template(f"{name}.html").render()
    main = page.split('<main id="main"')[1].split("</main>")[0]
    assert [len(main.split(f"<{tag}")) - 1 for tag in ("h1", "p>", "a ")] == [1, 3, 1]
    assert re.findall('<a class="btn main" href="([^"]+)"', main) == ["/"]


def test_the_page_of_what_is_missing_is_the_same_for_every_address(rf):
    page = get_template("404.html")
    assert page.render({}, rf.get("/kiem-tra/1/")) == page.render({}, rf.get("/khong-co/?q=Hoa"))


def test_its_title_names_the_portal():
    assert re.findall("<title>([^<]+)", get_template("404.html").render()) == ["Không có trang này – Cổng Dân vận"]
