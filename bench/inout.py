"""Measures import and export of registers: 5,000 rows against a plain `ModelResource` of django-import-export; 20,000
rows exported.

An import is measured whole: read cells, references, checks, rows and their events. The stock resource writes the very
rows that ours has just made, a part of them, so the rows are compared one by one.
"""

import os
import subprocess
import sys
from itertools import cycle, islice
from time import perf_counter
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from import_export.resources import modelresource_factory
from tablib import Dataset

from accounts.models import Organization, Person, User
from bench.clock import processor_ms, queries
from inspections.models import Campaign, Finding, Inspection, MeasuredValue
from localities.models import LocalitySpell
from portal.exchange.registers import REGISTERS

ROWS, STOCK_ROWS = 5000, 500
CAMPAIGN, EXPORTED = "DVCQ2026", 20_000
EXPORT = """
import re, sys, time, django
from pathlib import Path
django.setup()
from itertools import islice
from accounts.models import User
from ground.sheets.writing import file_response
from portal.exchange.registers import REGISTERS
# Not ru_maxrss: a process inherits that from the one that began it.
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
values = REGISTERS["values"](User.objects.get(username="minh"))
for part in file_response(sys.argv[1], "x", values.get_export_headers(), islice(values.lines(), 50)): pass
before, started = peak(), time.perf_counter()
rows = islice(values.lines(), int(sys.argv[2]))
for part in file_response(sys.argv[1], "x", values.get_export_headers(), rows): pass
print(round((time.perf_counter() - started) * 1000), round(peak() - before, 1))
"""


def measures():
    """On the demo; nothing of it stays."""
    settings.DEBUG = False
    with transaction.atomic():
        for slug, (username, model, rows) in imported().items():
            yield import_measured(slug, User.objects.get(username=username), model, rows())
        transaction.set_rollback(True)


def imported() -> dict:
    """slug → who imports, the table, its rows as they stand in a sheet; each builds on those before."""
    return {
        "localities": ("thu", LocalitySpell, places),
        "organizations": ("thu", Organization, bodies),
        "people": ("thu", Person, people),
        "inspections": ("minh", Inspection, inspections),
        "values": ("minh", MeasuredValue, values),
        "findings": ("minh", Finding, findings),
    }


def import_measured(slug, user, model, rows) -> dict:
    head = list(rows[0])
    table = Dataset(*[[row[title] for title in head] for row in rows], headers=head)
    cost = {}

    def bring_in():
        result = REGISTERS[slug](user).import_data(table, rollback_on_validation_errors=True)
        assert result.totals["new"] == len(rows), (slug, dict(result.totals), result.base_errors)

    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    started = perf_counter()
    cost["queries"] = queries(lambda: cost.update(worked=processor_ms(bring_in)))
    cost["ms"] = round((perf_counter() - started) * 1000)
    ratio = (cost.pop("worked") / len(rows)) / (stock_ms(model, newest) / STOCK_ROWS)
    return {"name": f"import of {len(rows)} rows, {slug}", **cost, "ratio": round(ratio, 3), "at_most": 0.35}


def stock_ms(model, newest: int) -> float:
    """The last of the rows taken out and put in again by the stock resource."""
    resource = modelresource_factory(model)()
    keys = list(model.objects.filter(pk__gt=newest).order_by("-pk").values_list("pk", flat=True)[:STOCK_ROWS])
    table = resource.export(model.objects.filter(pk__in=keys))
    with transaction.atomic():
        model._base_manager.filter(pk__in=keys)._raw_delete("default")
        spent = processor_ms(lambda: resource.import_data(table, raise_errors=True, use_transactions=False))
        transaction.set_rollback(True)
    return spent


# --- The rows ----------------------------------------------------------------------------------------------------
def places():
    province = LocalitySpell.objects.filter(level=1, tier_system="two").order_by("pk").last().official_code
    return [
        {"Từ ngày": "01/01/2030", "Hệ thống cấp": "hai cấp", "Cấp": "cấp xã", "Mã": f"{90_000 + n}",
         "Tên": f"Xã Đo {n}", "Loại đơn vị": "xã", "Thuộc (mã)": province}
        for n in range(ROWS)
    ]  # fmt: skip


def bodies():
    return [
        {"Mã ngắn": f"do-{n}", "Hệ thống": "Nhà nước", "Loại cơ quan": "Ủy ban nhân dân", "Tên có từ ngày": "",
         "Tên đầy đủ": f"UBND xã Đo {n}", "Tên trên văn bản": f"UBND xã Đo {n}"}
        for n in range(ROWS)
    ]  # fmt: skip


def people():
    return [{"Họ và tên": f"Nguyễn Văn {n}", "Cơ quan công tác (mã)": f"do-{n}"} for n in range(ROWS)]


def inspections():
    return [
        {"Mã đợt": CAMPAIGN, "Mã cuộc kiểm tra": f"{CAMPAIGN}-DO-{n}", "Đơn vị được kiểm tra (mã)": f"do-{n}"}
        for n in range(ROWS)
    ]


def values():
    criteria = Campaign.objects.get(code=CAMPAIGN).criteria_set.criteria.select_related("criterion")
    codes = islice(cycle([each.criterion.code for each in criteria]), ROWS)
    return [
        {"Mã cuộc kiểm tra": f"{CAMPAIGN}-DO-{n // 20}", "Chỉ tiêu (mã gốc hoặc số)": code, "Bên ghi": "đơn vị báo cáo",
         "Theo văn bản": "94,49%", "Giá trị số": "94,49", "Tử số": "120", "Mẫu số": "127"}
        for n, code in enumerate(codes)
    ]  # fmt: skip


def findings():
    return [
        {
            "Mã cuộc kiểm tra": f"{CAMPAIGN}-DO-{n // 5}",
            "Loại": "hạn chế",
            "Thứ tự": n % 5 + 1,
            "Nội dung": f"Hạn chế {n}",
        }
        for n in range(ROWS)
    ]


# --- Out ---------------------------------------------------------------------------------------------------------
def exports(connection):
    """On the bulk data, each in a process of its own: what memory it takes on top of the first fifty rows."""
    for kind in ("xlsx", "csv"):
        spent, peak = (float(word) for word in exported(connection, kind).split())
        yield {"name": f"export of {EXPORTED} values, {kind}", "ms": spent, "peak_mb": peak, "peak_mb_at_most": 40}


def exported(connection, kind: str) -> str:
    name = connection.settings_dict["NAME"]
    server = os.environ.get("DATABASE_URL")
    address = urlsplit(server)._replace(path=f"/{name}").geturl() if server else f"sqlite:///{name}"
    environment = {**os.environ, "DATABASE_URL": address}
    command = [sys.executable, "-c", EXPORT, kind, str(EXPORTED)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    return done.stdout
