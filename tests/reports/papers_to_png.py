"""Writes every kind of paper under every rule set as pictures, for looking: `script/papers` runs it."""

import subprocess
import sys
from pathlib import Path

import django


def main(folder: Path, *wanted: str) -> None:
    """Write <rule set>-<kind>-<page>.png into `folder`; `wanted`: parts of these names, none for all."""
    django.setup()
    from reports.documents.layout import lay_out
    from reports.documents.press.render import pdf_of
    from tests.reports.sample_facts import DAYS, KINDS, sample

    folder.mkdir(parents=True, exist_ok=True)
    for rules in DAYS:
        for kind in KINDS:
            name = f"{rules}-{kind}"
            if wanted and not any(part in name for part in wanted):
                continue
            pdf = folder / f"{name}.pdf"
            pdf.write_bytes(pdf_of(lay_out(sample(kind, rules))))
            subprocess.run(["pdftoppm", "-r", "70", "-png", pdf, folder / name], check=True)
            print(pdf)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
