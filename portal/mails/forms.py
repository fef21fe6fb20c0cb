from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from workflow.records.forms import RecordForm


class MailsWantedForm(RecordForm):
    """Whether the user wants mails, and in which language."""

    class Meta:
        model = User
        fields = ["is_mailed", "mail_language"]
        labels = {"is_mailed": _("Gửi thư nhắc việc cho tôi"), "mail_language": _("Ngôn ngữ của thư")}
