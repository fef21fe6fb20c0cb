from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("Quy trình và lịch sử")

    def ready(self) -> None:
        from django.contrib import admin
        from django.contrib.auth.models import Group
        from django_q import signals
        from django_q.models import Failure, OrmQ, Schedule, Success

        # Not by the package itself, as Django would find it: our admin site lies there too, and must be made first.
        from workflow.admin import tables  # noqa: F401  they register themselves
        from workflow.jobs import traced

        signals.pre_enqueue.connect(traced.pass_on)
        signals.pre_execute.connect(traced.begin)
        signals.post_execute_in_worker.connect(traced.end)
        for model in (Group, Failure, OrmQ, Schedule, Success):
            if admin.site.is_registered(model):
                admin.site.unregister(model)


class DanvanAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site; used in the settings instead of the admin itself."""

    default = False  # else Django would take it for the app "workflow"
    default_site = "workflow.admin.site.DanvanAdminSite"
