""".docx files: returns what ground.office read, in the form that `reading` needs."""

from ground.office.readers import read_docx


def read(content: bytes) -> dict:
    """Return {"text": a paragraph a line, "properties": [[name, text], …]}; raises Fault."""
    found = read_docx(content)
    return {"text": "\n".join(found["lines"]), "properties": found["properties"]}
