"""Head and foot of a paper: whose it is, where and when, who signs. Every name is the one of the paper's day."""

from typing import Any

from reports.documents.compose.kinds import DocumentKind
from reports.documents.compose.naming import day_in_text
from reports.documents.compose.subject import PaperSubject
from reports.documents.models import PaperSettings

Signer = dict[str, Any]


def letterhead(kind: DocumentKind, paper: PaperSubject) -> dict[str, Any]:
    """Return the facts of head and foot."""
    of_whom = _of_the_delegation if kind.issued_by == "head" else _of_the_board
    return {
        "layout": paper.layout,
        "system": paper.issuing_body.system,  # a body of the Front without a head line of its own prints none
        "head_line": paper.settings.head_line if paper.issuing_body.system == "front" else "",
        "effective_on": paper.day.isoformat(),
        "place": paper.place or paper.names.of(paper.issuing_body).place_name,
        "day_is_left_out": False,
        "style": style(paper.settings),
        "issuer_line": "",
        **of_whom(paper),
    }


def style(settings: PaperSettings) -> dict[str, Any]:
    """Return the office's habits."""
    return {
        "line_height_pt": int(settings.line_height_pt),
        "subject_mark": "-----" if settings.has_subject_mark else "",
        "end_mark": str(settings.end_mark),
        "tone": str(settings.tone),
    }


def _of_the_board(paper: PaperSubject) -> dict[str, Any]:
    name = paper.names.of(paper.issuing_body)
    return {
        "superior": name.superior,
        "issuer": name.name,
        "symbol": name.symbol,
        "signers": [leader_of(paper)],
        "archive": f"Lưu {name.symbol}".strip(),
    }


def _of_the_delegation(paper: PaperSubject) -> dict[str, Any]:
    """Return the delegation's own: under the body that set it up."""
    return {
        "superior": paper.issuer,
        "issuer": paper.delegation_name,
        "symbol": paper.delegation_symbol,
        "signers": [head_of(paper)],
        "archive": f"Lưu {paper.delegation_symbol}",
    }


def leader_of(paper: PaperSubject) -> Signer:
    """Return who signs for the Board that day: the signatory chosen, else its head; "" where nobody is recorded."""
    chosen = paper.signatory
    if chosen is not None:
        authority = {"how": chosen.authority, "of": chosen.in_place_of}
        return signer(chosen.title, chosen.person.full_name, authority)
    name = paper.names.of(paper.issuing_body)
    return signer(name.signer_title, name.signer.full_name if name.signer else "")


def head_of(paper: PaperSubject) -> Signer:
    """Return who signs for the delegation: its head, else the deputy in his place; names "" where there is neither."""
    head = paper.head
    if head is None:
        return signer("Trưởng đoàn", "")
    if head.role == head.Role.HEAD:
        return signer("Trưởng đoàn", head.person.full_name)
    return signer("Phó Trưởng đoàn", head.person.full_name, {"how": "for_head", "of": "Trưởng đoàn"})


def signer(title: str, name: str, authority: dict[str, str] | str = "", caption: str = "") -> Signer:
    return {"authority": authority, "title": title, "name": name, "caption": caption}


def unnamed(paper: PaperSubject) -> list[dict[str, str]]:
    """Return [{slot, text}] where the issuing body had no name on the paper's day, or had ended."""
    if paper.names.is_named(paper.issuing_body):
        return []
    text = f"Tên {paper.names.full(paper.issuing_body)} vào ngày {day_in_text(paper.day)}"
    return [{"slot": "issuer", "text": text}]
