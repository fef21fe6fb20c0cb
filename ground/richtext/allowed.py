"""The allow-list of HTML in papers: cleaned when staff save their words, and again before a page is made of them."""

import nh3

TAGS = {"p", "br", "strong", "em", "ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"ol": {"start"}, "td": {"colspan"}, "th": {"colspan"}}
LARGEST = 999  # of a start or a colspan


def clean_html(html: str) -> str:
    """Return the HTML with allowed tags and attributes alone; others are dropped, their words stay."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_number_or_none,
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )


def _number_or_none(tag: str, attribute: str, value: str) -> str | None:
    return value if value.isascii() and value.isdigit() and int(value) <= LARGEST else None
