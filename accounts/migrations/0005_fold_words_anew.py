from django.db import migrations

from workflow.records.refolding import refold


def words_of(body):
    """Return what `Organization.search_words` returned when this migration was written."""
    names = list(body.names.all())
    texts = [text for column in ("full_name", "name", "symbol") for text in (getattr(name, column) for name in names)]
    return " ".join(filter(None, [body.short_code, *dict.fromkeys(texts)]))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_sign_in_name_checked")]

    operations = [refold("accounts", "Organization", words=words_of), refold("accounts", "Person", "User")]
