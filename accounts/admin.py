"""Upkeep: plain pages on the tables, for superusers, with every change on the trail."""

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import IntegrityError, models, transaction
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import trail
from accounts.models import TrailEntry, User

MOST_DIGITS = len(str(models.BigIntegerField.MAX_BIGINT))

# Roles live in memberships and e-mails on the person: these two would be second truths.
admin.site.unregister([Group, EmailAddress])
admin.site.site_header = admin.site.site_title = _("Peerstøtte: upkeep")


def _is_key(text: str) -> bool:
    """Whether a row of any table can have this number; no database takes a greater one."""
    return text.isdecimal() and len(text) < MOST_DIGITS


class TrailAdmin(admin.ModelAdmin):
    """The base of every model's upkeep: for superusers only, and written on the trail.

    ``is_frozen`` tables can be read, and are changed by the programme's own acts only. What the
    database refuses (a closed month, an issued invoice, mixed projects) is answered in words.
    """

    is_frozen = False

    def has_module_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request, obj=None) -> bool:
        return not self.is_frozen and self.has_module_permission(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return not self.is_frozen and self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return not self.is_frozen and self.has_module_permission(request)

    # Django tells these three about every change it makes, inlines and bulk deletion included.
    def log_addition(self, request, obj, message):
        self._record(request, "add", obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self._record(request, "change", obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            self._record(request, "delete", obj, "")
        return super().log_deletions(request, queryset)

    def project_of(self, obj):
        """The project on whose trail the change belongs, if it belongs to one."""
        return getattr(obj, "project", None)

    def trail_label(self, obj) -> str:
        """What the trail calls the row: nothing that it must not hold."""
        return str(obj)

    def _record(self, request, verb: str, obj, message) -> None:
        with transaction.atomic():
            trail.record(
                f"{obj._meta.model_name}.{verb}",
                obj,
                by=request.user,
                project=self.project_of(obj),
                role="upkeep",
                label=self.trail_label(obj),
                what=message,
            )

    def changeform_view(self, request, *args, **kwargs):
        return self._guarded(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return self._guarded(request, super().delete_view, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        if not all(map(_is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return HttpResponseBadRequest()
        return self._guarded(request, super().changelist_view, *args, **kwargs)

    def _guarded(self, request, view, *args, **kwargs):
        """The view in one transaction; a refusal by the database becomes a page that says so."""
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except IntegrityError:
            # what was said before the refusal did not happen
            list(messages.get_messages(request))
            return render(request, "admin_refused.html", status=422)


@admin.register(User)
class PersonAdmin(TrailAdmin, UserAdmin):
    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    fieldsets = [
        (None, {"fields": ["email", "password", "first_name", "last_name", "theme"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Known"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []

    def save_model(self, request, obj, form, change):
        obj.username = obj.email
        super().save_model(request, obj, form, change)


@admin.register(TrailEntry)
class TrailEntryAdmin(TrailAdmin):
    is_frozen = True
    list_display = ["at", "actor_label", "role", "project_label", "action", "object_label"]
    list_filter = ["project_label", "object_type"]
    search_fields = ["actor_label", "action", "object_label"]
    date_hierarchy = "at"
