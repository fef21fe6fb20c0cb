"""A number of arrival is used once and for good: held by the database itself, whoever holds the connection."""

from django.db import migrations

from ground.triggers import refuse

ARRIVAL = "inspections_arrival"
NUMBER = ["organization_id", "year", "n", "paper_id", "arrived_on"]


def rules(differs):
    changed = f"{differs(NUMBER)} OR (OLD.cancelled_reason <> '' AND ({differs(['cancelled_reason'])}))"
    return [("arrival_frozen", ARRIVAL, "UPDATE", changed), ("arrival_stays", ARRIVAL, "DELETE", "TRUE")]


class Migration(migrations.Migration):
    dependencies = [("inspections", "0031_papers_that_arrived")]
    operations = [refuse("a number of arrival stays", rules)]
