"""What stands in the panels of a page, as a reader finds it."""

import re
from html import unescape

PANELS = "bodies|inspections|campaigns|papers|recommendations"


def panels_in(response):
    """{"inspections": ["UBND xã Cần Đước DVCQ2026-28108"], …}: the first column of each panel, in the page's order."""
    return {name: [words(cell) for cell in re.findall(r"<th scope=\"row\".*?</th>", panel, re.DOTALL)]
            for panel, name in sections(response)}  # fmt: skip


def counts_in(response):
    """The line under each panel: "Dòng 1–20 trong 30"."""
    foot = r'<div class="list-foot">\s*<p class="small soft">(.*?)</p>'
    return {name: [words(line) for line in re.findall(foot, panel, re.DOTALL)] for panel, name in sections(response)}


def next_of(response):
    """Where each panel's next page is, with all that the address keeps."""
    return {
        name: unescape(found[1])
        for panel, name in sections(response)
        if (found := re.search(r'<a href="([^"]*)" rel="next">', panel))
    }


def sections(response):
    return re.findall(rf'(<section class="section" id="({PANELS})".*?</section>)', response.content.decode(), re.DOTALL)


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
