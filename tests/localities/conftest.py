"""A country of five places in three files, small enough to read, and the counts that show that nothing was written."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from localities.models import ChangeLink, Locality, LocalityChange, LocalitySpell

UNITS_HEAD = "level,code,name,unit_type,parent_code,valid_from,valid_to"
# Huyện Một moves from one province to the other on 01/01/2021; in 2025 the provinces are merged.
LISTS = {
    "units_2019_2025.csv": [
        UNITS_HEAD,
        "1,97,Tỉnh Bắc Giả,tỉnh,,,2025-06-30",
        "1,98,Tỉnh Nam Giả,tỉnh,,,2025-06-30",
        "2,991,Huyện Một,huyện,97,,2020-12-31",
        "2,991,Huyện Một,huyện,98,2021-01-01,2025-06-30",
        "3,99101,Xã Đầu,xã,991,,2025-06-30",
        "3,99104,Xã Giữa,xã,991,,2025-06-30",
    ],
    "units_2025.csv": [
        UNITS_HEAD,
        "1,98,Tỉnh Nam Giả,tỉnh,,2025-07-01,",
        "2,99101,Xã Đầu,xã,98,2025-07-01,",
        "2,99107,Phường Cuối,phường,98,2025-07-01,",
    ],
    "succession.csv": [
        "old_level,old_code,new_level,new_code,kind,extent,effective_date,legal_basis,note",
        "1,97,1,98,merged,whole,2025-07-01,1/2025/QH15,",
        "1,98,1,98,merged,whole,2025-07-01,1/2025/QH15,",
        "3,99101,2,99101,unchanged,whole,2025-07-01,,",
        "3,99104,2,99107,converted,whole,2025-07-01,2/NQ-UBTVQH15,Xã Giữa → Phường Cuối",
    ],
}


class Lists:
    """The three files; `put(file, line, text)` changes one line, counted as people count, from 1."""

    def __init__(self, folder: Path):
        self.folder = folder
        for file, lines in LISTS.items():
            self.write(file, lines)

    def write(self, file, lines):
        (self.folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def put(self, file, line, text):
        lines = list(LISTS[file]) + [""] * (line - len(LISTS[file]))
        lines[line - 1] = text
        self.write(file, lines)

    def load(self) -> list[str]:
        """What the command says, line by line."""
        said = io.StringIO()
        call_command("import_localities", folder=self.folder, stdout=said)
        return said.getvalue().splitlines()


@pytest.fixture
def lists(tmp_path):
    return Lists(tmp_path)


@pytest.fixture
def register_size(db):
    """`register_size()` counts the rows of every table of the room."""
    return lambda: [model.objects.count() for model in (Locality, LocalitySpell, LocalityChange, ChangeLink)]


@pytest.fixture
def place(db):
    """`place(code, day)` is the place that bears the code on that day; codes of a level differ in length."""
    return lambda code, day: LocalitySpell.objects.as_at(day).get(official_code=code).locality
