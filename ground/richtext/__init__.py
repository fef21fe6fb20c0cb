"""Words with light Markdown, as staff type them into a paper, and the HTML made of them by an allow-list."""

from ground.richtext.allowed import ATTRIBUTES, TAGS, clean_html
from ground.richtext.typed import clean_text, html_of, text_of

__all__ = ["ATTRIBUTES", "TAGS", "clean_html", "clean_text", "html_of", "text_of"]
