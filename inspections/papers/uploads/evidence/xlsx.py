""".xlsx files: returns what ground.office read, in the form that `reading` needs."""

from ground.office.readers import read_xlsx


def read(content: bytes) -> dict:
    """Return {"text": a cell a line, "properties": [[name, text], …]}; raises Fault."""
    found = read_xlsx(content)
    return {"text": "\n".join(found["lines"]), "properties": found["properties"]}
