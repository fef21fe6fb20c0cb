"""What a served page offers: the addresses it links to, and its forms with what a browser would send of them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

LINKS = ("href", "data-pick", "hx-get", "hx-post", "formaction")


@dataclass
class Form:
    """`fields`: name → what would be sent under it; `files`: names of file inputs; `fixed`: a button's own value."""

    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class Served(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form = self._select = self._textarea = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        self.links += [said[name] for name in LINKS if said.get(name)]
        if tag == "form":
            self._form = Form(said.get("method", "get").lower(), said.get("action", ""))
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag in ("input", "button"):
            self._take_input(said, tag)
        elif tag in ("select", "textarea"):
            self._form.fields.setdefault(said.get("name", ""), [])
            self._select, self._textarea = (said, None) if tag == "select" else (None, [said.get("name", "")])
        elif tag == "option" and self._select is not None:
            self._take_option(said)

    def _take_input(self, said, tag):
        kind, name = said.get("type", "text"), said.get("name")
        if not name:
            return
        if kind == "file":
            self._form.files.append(name)
        elif kind not in ("checkbox", "radio") or "checked" in said or name not in self._form.fields:
            self._form.fields.setdefault(name, []).append(said.get("value", "on" if kind == "checkbox" else ""))

    def _take_option(self, said):
        """The chosen one; where none is, the first that says something."""
        values = self._form.fields[self._select.get("name", "")]
        if "selected" in said or (not values and said.get("value")):
            if "multiple" not in self._select:
                values.clear()
            values.append(said.get("value", ""))

    def handle_data(self, data):
        if self._textarea is not None:
            self._textarea.append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self._textarea is not None:
            name, *texts = self._textarea
            self._form.fields[name].append("".join(texts).removeprefix("\n"))
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._form = None
