"""A version of a template stays as it was written, for papers remember it: held by the database itself."""

from django.db import migrations

from ground.triggers import refuse

TEMPLATE = "reports_documenttemplate"


def rules(differs):
    return [("template_frozen", TEMPLATE, "UPDATE", "TRUE"), ("template_stays", TEMPLATE, "DELETE", "TRUE")]


class Migration(migrations.Migration):
    dependencies = [("reports", "0017_templates_of_wording")]
    operations = [refuse("a version of a template is frozen", rules)]
