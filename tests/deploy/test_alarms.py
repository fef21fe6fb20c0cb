"""deploy/alarms.yml asks for figures that the portal has. `promtool check rules deploy/alarms.yml` reads its syntax."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings
from django_q.models import Task

from inspections.papers.models import StoredFile
from portal.metrics.figures import figures

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_each_rule_asks_for_a_figure_of_the_portal(db):
    Task.objects.create(id="1", name="n", func="f", started=NOW, stopped=NOW, success=True)
    StoredFile.objects.update(scan_state="waiting", scanned_at=None)
    (group,) = yaml.safe_load((settings.BASE_DIR / "deploy" / "alarms.yml").read_text())["groups"]
    queried = {name for rule in group["rules"] for name in re.findall(r"\b(?:danvan_\w+|up\b)", rule["expr"])}
    assert queried <= {"up", *(figure.name for figure in figures(NOW))}
    for rule in group["rules"]:
        assert set(rule) - {"for"} == {"alert", "expr", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
