"""What nobody would send: odd values, and plans of one odd request each. hypothesis draws them."""

from dataclasses import dataclass

from hypothesis import strategies as st

NUMBERS = (
    *("0", "-0", "-1", "+1", "1", "007", "1.5", "1,5", "1_000", "1e30", "1e400", "1e999999", "NaN", "sNaN", "Infinity"),
    *(str(edge + step) for edge in (2**15, 2**31, 2**63, 2**64, -(2**31), -(2**63)) for step in (-1, 0)),
    *("9" * 18, "9" * 30, "9" * 300, "9" * 1500, "0." + "3" * 40, "-" + "9" * 40),
    *("²", "①", "½", "Ⅷ", "٣", "२०२६", "２０２６", "𝟙", "9²", "٩" * 30),
)
DAYS = (
    *("2026-02-30", "30/02/2026", "2026-13", "13/2026", "0001-01-01", "01/01/0001", "9999-12-31", "31/12/9999"),
    *("0000-00-00", "10000-01-01", "２０２６-０１-０１", "2026-01-01T10:00", "2026-02-30T10:00:00+07:00", "1900-01-01"),
    *("0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-14:00", "25:61", "12:00", "29/02/2025", "quý V/2026", "2026"),
)
TEXTS = (
    *("", " ", "\0", "a\0b", "\ud800", "x\udfff", "\ufeff", "\u202eabc\u202c", "\u200f", "e\u0323\u0302", "đ" * 40),
    *("%", "_", "%s", "%(x)s", "{0}", "{2.1@2018..0000}", "{{ x }}", "{% x %}", "<b>", "'", '"', "\\", "`", ";--"),
    *("../../etc/passwd", "//example.org", "/\\example.org", "http://[", "http://[::1", "abc", "/", "?", "#", "&a=b"),
    *("\r\nX-A: b", "\t", "[]", "{}", "null", "true", "on", "_3F", "_00", "_", "__", "pk__in", "-pk", "a.b", "1.1"),
    *("00000000-0000-0000-0000-000000000000", "ﷺ" * 18, "😀", "\uffff", "a" * 300, "x" * 40_000, "từ khóa " * 500),
    *("e=1", "q=%00&e=%FF", "page=x", "id__exact=" + "9" * 30, "is_active__exact=x", "1,2", "1~2", ".", "..", "1 2"),
)
FORGED = ("odd", "odd", "odd", "odd", "missing", "twice", "bracket", "file", "added")
ACTS = ("form", "form", "form", "query", "query", "path", "headers")


@dataclass(frozen=True)
class Change:
    """`place` says which of the names there are, counted round; `how` is one of FORGED."""

    place: int
    how: str
    value: str


@dataclass(frozen=True)
class Plan:
    """One request: numbers choose among what is known of the portal by then, counted round."""

    act: str
    view: int
    address: int
    reader: int
    changes: list[Change]


values = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(DAYS),
    st.sampled_from(TEXTS),
    st.text(max_size=12),
    st.integers().map(str),
)
_choice = st.integers(0, 2**20)
plans = st.builds(
    Plan,
    act=st.sampled_from(ACTS),
    view=_choice,
    address=_choice,
    reader=_choice,
    changes=st.lists(
        st.builds(Change, place=_choice, how=st.sampled_from(FORGED), value=values), min_size=1, max_size=4
    ),
)
