"""What a page of files posts, and what is there afterwards."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.models import SubmissionAttachment


def chosen(*contents, name="Báo cáo.pdf", **changed):
    uploads = [SimpleUploadedFile(name, content) for content in contents]
    sent = {"files": uploads, "owner": "", "is_not_secret": "on", **changed}
    return {key: value for key, value in sent.items() if value not in (None, [])}


def removal(attachment):
    return reverse("dossier_file_remove", args=[attachment.pk])


def file_at(attachment):
    return reverse("dossier_file", args=[attachment.pk])


def files_in(dossier):
    return [(each.file.original_name, each.key) for each in SubmissionAttachment.objects.filter(dossier=dossier)]
