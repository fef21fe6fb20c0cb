"""deploy/alarms.yml asks for figures that the portal has. `promtool check rules deploy/alarms.yml` reads its syntax."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.conf import settings as project
from django_q.models import Task

from inspections.papers.models import StoredFile
from portal.metrics.figures import figures

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def rules():
    (group,) = yaml.safe_load((project.BASE_DIR / "deploy" / "alarms.yml").read_text())["groups"]
    return {rule["alert"]: rule for rule in group["rules"]}


def test_each_rule_asks_for_a_figure_of_the_portal(db, rules, settings, tmp_path):
    Task.objects.create(id="1", name="n", func="f", started=NOW, stopped=NOW, success=True)
    StoredFile.objects.update(scan_state="waiting", scanned_at=None)
    settings.BACKUP_DIR = tmp_path
    backup = tmp_path / "danvan-20260531T180000Z"
    backup.mkdir()
    (backup / "SHA256SUMS").touch()
    queried = {name for rule in rules.values() for name in re.findall(r"\b(?:danvan_\w+|up\b)", rule["expr"])}
    assert queried <= {"up", *(figure.name for figure in figures(NOW))}
    for rule in rules.values():
        assert set(rule) - {"for"} == {"alert", "expr", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_a_backup_is_missed_when_administrators_are_warned_of_it_too(rules):
    figure = "danvan_last_backup_age_seconds"
    late = f"{figure} > {project.BACKUP_WARN_HOURS} * 3600"
    assert rules["BackupIsMissing"]["expr"] == f'{late} or absent({figure}{{job="danvan"}})'
