"""What a unit has sent is changed by nobody: held by the database itself, whoever holds the connection.

Of a round only its opening and its withdrawal are written afterwards, and each once.
"""

from django.db import migrations

from ground.triggers import refuse

SENT = ["dossier_id", "n", "facts", "sha256", "submitted_at", "submitted_by_id", "due_on"]
ONCE = ["opened_at", "opened_by_id", "withdrawn_at"]
ROUND = "reports_round"


def rules(differs):
    once = [f"(OLD.{column} IS NOT NULL AND {differs([column])})" for column in ONCE]
    changed = " OR ".join([differs(SENT, json=["facts"]), *once])
    return [("round_frozen", ROUND, "UPDATE", changed), ("round_stays", ROUND, "DELETE", "TRUE")]


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_self_reports_in_rounds")]
    operations = [refuse("a sent round is frozen", rules)]
