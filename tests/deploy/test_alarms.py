"""deploy/alarms.yml asks for figures that /metrics answers with. When each alarm is raised: script/alarms."""

import re
from datetime import timedelta

import pytest
import yaml
from django.conf import settings as project
from django.utils import timezone
from django_q.models import Task
from prometheus_client.parser import text_string_to_metric_families


@pytest.fixture
def rules():
    (group,) = yaml.safe_load((project.BASE_DIR / "deploy" / "alarms.yml").read_text())["groups"]
    return {rule["alert"]: rule for rule in group["rules"]}


def test_each_rule_asks_for_a_figure_of_the_page(db, client, rules, settings, tmp_path):
    now = timezone.now()
    Task.objects.create(id="1", name="n", func="f", started=now, stopped=now, success=True)
    settings.METRICS_TOKEN, settings.BACKUP_DIR = "a-long-token", tmp_path
    backup = tmp_path / f"danvan-{now - timedelta(hours=1):%Y%m%dT%H%M%SZ}"
    backup.mkdir()
    (backup / "SHA256SUMS").touch()
    page = client.get("/metrics", headers={"Authorization": "Bearer a-long-token"}).content.decode()
    queried = {name for rule in rules.values() for name in re.findall(r"\b(?:danvan_\w+|up\b)", rule["expr"])}
    assert queried - {"up"} - {each.name for each in text_string_to_metric_families(page)} == set()
    for rule in rules.values():
        assert set(rule) - {"for"} == {"alert", "expr", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_a_backup_is_missed_when_administrators_are_warned_of_it_too(rules):
    figure = "danvan_last_backup_age_seconds"
    assert rules["BackupIsMissing"]["expr"].startswith(f"{figure} > {project.BACKUP_WARN_HOURS} * 3600 or ")
