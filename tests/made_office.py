"""Word and Excel files of parts with their types and relations, as programs of Office write them."""

from dataclasses import dataclass, field

from tests.inspections.papers.made_files import OFFICE, RELATIONS, TYPES, WORDS, zipped

KIND = "application/vnd.openxmlformats-officedocument."
WORD, SHEET = f"{KIND}wordprocessingml.", f"{KIND}spreadsheetml."
PACKAGE = "application/vnd.openxmlformats-package."
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass
class Office:
    """`parts`: name → (type, content); `relations`: (part of relations, kind, target, mode)."""

    parts: dict = field(default_factory=dict)
    relations: list = field(default_factory=list)

    def add(self, name, kind, content="<x/>", source=None, relation=None):
        self.parts[name] = (kind, content)
        if relation:
            self.relate(source, relation, f"/{name}")
        return self

    def relate(self, source, relation, target, mode="Internal"):
        folder, _slash, name = source.rpartition("/")
        self.relations.append((f"{folder}/_rels/{name}.rels".lstrip("/"), relation, target, mode))
        return self

    def made(self):
        files = {"[Content_Types].xml": self._types()}
        for place in dict.fromkeys(place for place, *_rest in self.relations):
            ones = [_relation(n, *rest) for n, (where, *rest) in enumerate(self.relations) if where == place]
            files[place] = f'<Relationships xmlns="{RELATIONS}">{"".join(ones)}</Relationships>'
        return zipped(files | {name: content for name, (_kind, content) in self.parts.items()})

    def _types(self):
        rels = f'<Default Extension="rels" ContentType="{PACKAGE}relationships+xml"/>'
        xml = '<Default Extension="xml" ContentType="application/xml"/>'
        ones = [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _content) in self.parts.items()]
        return f'<Types xmlns="{TYPES}">{rels}{xml}{"".join(ones)}</Types>'


def _relation(number, kind, target, mode):
    mode = f' TargetMode="{mode}"' if mode != "Internal" else ""
    return f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def word(body="<w:p/>", main="word/document.xml"):
    text = f'<w:document xmlns:w="{WORDS}" xmlns:a="{DRAWING}"><w:body>{body}</w:body></w:document>'
    return Office().add(main, f"{WORD}document.main+xml", text, "", "officeDocument")


def part(body, root="hdr"):
    """A header, footer, note or comment of Word."""
    return f'<w:{root} xmlns:w="{WORDS}">{body}</w:{root}>'


def excel(rows=(("Mã", "Nội dung"), ("a", "Một")), main="xl/workbook.xml", name="Biểu 1", more="", of_book=""):
    """A workbook of one sheet with texts in its cells; `more` comes behind the rows, `of_book` behind the sheets."""
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    sheet = f'<worksheet xmlns="{SHEETS}"><sheetData>{cells}</sheetData>{more}</worksheet>'
    sheets = f'<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}">{sheets}{of_book}</workbook>'
    made = Office().add(main, f"{SHEET}sheet.main+xml", book, "", "officeDocument")
    made.add("xl/worksheets/sheet1.xml", f"{SHEET}worksheet+xml", sheet, main, "worksheet")
    return made


def _cell(text):
    return text if text.startswith("<") else f'<c t="inlineStr"><is><t>{text}</t></is></c>'
