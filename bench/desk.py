"""Measures home, the page of a campaign and its overdue rows on the bulk data against hand-written SQL for the same
figures plus an empty page of the same run.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import perf_counter, process_time

from django.db import connection
from django.utils import timezone

from bench.clock import median_ms, processor_ms, queries, ratio_to
from bench.pages import BULK, browser_of, opening

AT_MOST, QUERIES = 2.5, 15
# How many inspections stand alike: state, report, delegation, the days from which something is due.
INSPECTIONS = """
WITH running AS (SELECT id FROM inspections_campaign WHERE state = 'open' AND {which}),
held AS (
    SELECT s.inspection_id, MIN(s.held_on) first_day, MAX(s.held_on) last_day
    FROM inspections_session s JOIN inspections_inspection i ON i.id = s.inspection_id
    WHERE i.campaign_id IN (SELECT id FROM running) GROUP BY s.inspection_id
),
owed AS (
    SELECT r.inspection_id, MIN(a.due_on) due_on
    FROM inspections_assignment a JOIN inspections_recommendation r ON r.id = a.recommendation_id
    WHERE a.state IN ('open', 'accepted', 'answered', 'returned') AND r.campaign_id IN (SELECT id FROM running)
    GROUP BY r.inspection_id
),
reported AS (
    SELECT d.inspection_id, MAX(CASE WHEN d.state IN ('sent', 'accepted') THEN 1 ELSE 0 END) is_in,
           MIN(d.due_on) due_on
    FROM reports_dossier d JOIN inspections_inspection i ON i.id = d.inspection_id
    WHERE i.campaign_id IN (SELECT id FROM running) GROUP BY d.inspection_id
)
SELECT i.campaign_id, i.state, COALESCE(p.is_in, 0), p.due_on, i.delegation_id, h.first_day, h.last_day, o.due_on,
       COUNT(*), MIN(i.id)
FROM inspections_inspection i
LEFT JOIN held h ON h.inspection_id = i.id
LEFT JOIN owed o ON o.inspection_id = i.id
LEFT JOIN reported p ON p.inspection_id = i.id
WHERE i.campaign_id IN (SELECT id FROM running)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
# How many open recommendations stand alike: state, due date, day of the conclusion's notice.
ASSIGNMENTS = """
SELECT i.campaign_id, a.state, a.due_on,
       (SELECT MIN(p.dated_on) FROM inspections_paperlink l JOIN inspections_officialpaper p ON p.id = l.paper_id
        WHERE l.inspection_id = i.id AND l.role = 'result'),
       COUNT(*), MIN(a.id)
FROM inspections_assignment a
JOIN inspections_recommendation r ON r.id = a.recommendation_id
JOIN inspections_inspection i ON i.id = r.inspection_id
JOIN inspections_campaign c ON c.id = i.campaign_id
WHERE c.state = 'open' AND a.state IN ('open', 'accepted', 'answered', 'returned')
  AND i.state IN ('concluded', 'followed_up', 'closed') AND NOT i.is_withheld
GROUP BY 1, 2, 3, 4
"""
# Papers that wait for somebody of the Board: how many for each act, and the first of each.
PAPERS = """
SELECT * FROM (
    SELECT d.*, COUNT(*) OVER (PARTITION BY d.state) n, ROW_NUMBER() OVER (
        PARTITION BY d.state ORDER BY d.effective_on, d.id
    ) nth
    FROM reports_document d
    LEFT JOIN reports_takennumber t ON t.document_id = d.id
    LEFT JOIN inspections_inspection i ON i.id = d.inspection_id
    JOIN inspections_campaign c ON c.id = COALESCE(i.campaign_id, d.campaign_id)
    WHERE c.state NOT IN ('closed', 'cancelled')
      AND (d.state = 'submitted' OR (d.state = 'draft' AND t.id IS NOT NULL)
           OR (d.state IN ('issued', 'signed') AND NOT d.is_internal))
) waiting WHERE nth = 1
"""
EVENTS = "SELECT content_type_id, act, COUNT(DISTINCT object_id) FROM workflow_event WHERE at >= %s GROUP BY 1, 2"
ROWS = "SELECT * FROM inspections_inspection WHERE campaign_id = (SELECT id FROM inspections_campaign WHERE code = %s)"
PAGES = {"home of the leader": ("ngoc", "/"), "campaign": ("minh", f"/campaigns/{BULK}/")}
PAGES |= {"overdue": ("minh", f"/campaigns/{BULK}/?due=late"), "home of the staff": ("minh", "/")}


def measures() -> Iterator[dict]:
    """Measure each page; processor time on SQLite, which works in this process, else the clock's."""
    clock = process_time if connection.vendor == "sqlite" else perf_counter
    empty = opening(browser_of("thu"), "/")
    for name, (username, address) in PAGES.items():
        page, by_hand = opening(browser_of(username), address), _with(empty, _statements(address))
        page(), by_hand()
        yield {
            "name": f"{name} against hand-written SQL",
            "ms": round(median_ms(page, times=3)),
            "processor_ms": round(processor_ms(page)),
            "ratio": round(ratio_to(page, by_hand, times=7, clock=clock), 3),
            "at_most": AT_MOST,
            "queries": queries(page),
            "queries_at_most": QUERIES,
        }


def _statements(address: str) -> list[tuple[str, list]]:
    if address == "/":
        yesterday = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
        inspections = INSPECTIONS.format(which="1 = 1")
        return [(inspections, []), (ASSIGNMENTS, []), (PAPERS, []), (EVENTS, [yesterday])]
    counted = (INSPECTIONS.format(which=f"code = '{BULK}'"), [])
    narrowed = [counted] if "?" in address else []  # the rows left are counted again
    return [counted, *narrowed, (f"{ROWS} ORDER BY reference LIMIT 50", [BULK])]


def _with(page: Callable, statements: list[tuple[str, list]]) -> Callable[[], object]:
    def work() -> object:
        with connection.cursor() as cursor:
            for statement, parameters in statements:
                cursor.execute(statement, parameters)
                cursor.fetchall()
        return page()

    return work
