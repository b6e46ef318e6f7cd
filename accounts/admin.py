"""Upkeep: plain pages on the tables, with every change on the trail.

Here they are for superusers; ``partners.upkeep`` opens them to leaders for what is their projects'.
"""

import re
from collections import Counter
from itertools import chain

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import NestedObjects, unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, models, router, transaction
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts import trail
from accounts.departure import sign_out_after_change
from accounts.models import TrailEntry, User
from accounts.sessions import ask_again, is_fresh
from peerstoette.lib.keys import is_key

HISTORY_ON_A_PAGE = 100
# how the addresses of lists name a filter's choice, a day of the calendar above a list, and a row
ASKED_BY_FILTERS = ("", "__exact", "__id__exact", "__isnull")
ASKED_BY_DATES = ("__year", "__month", "__day", "__gte", "__lt")
YEAR = re.compile(r"[12][0-9]{3}(-|$)")  # what a year or a day begins with
ROW_NUMBERS = frozenset({"pk", "id", "pk__exact", "id__exact"})

# Roles live in memberships and e-mails on the person: these two would be second truths. A second
# step is taken away by two persons (partners.lost_step), not by one.
admin.site.unregister([Group, EmailAddress, Authenticator])


def _is_small(text: str) -> bool:
    """Whether a database takes it where a number belongs; Django refuses what is none."""
    try:
        return abs(int(text)) <= models.BigIntegerField.MAX_BIGINT
    except ValueError:
        return True


class TrailAdmin(admin.ModelAdmin):
    """The base of every model's upkeep: for superusers only, and written on the trail.

    ``is_frozen`` tables can be read, and are changed by the programme's own acts only. What the
    database refuses (a closed month, an issued invoice, mixed projects) is answered in words.
    """

    is_frozen = False
    # whether writing here asks for a fresh sign-in, as the pages of roles do
    asks_again = False
    # the address of a page elsewhere would tell of rows that the person may not see
    view_on_site = False
    show_full_result_count = False
    # counts beside each filter's choices would ask once for each of them
    show_facets = admin.ShowFacets.NEVER

    def opens(self, request, act: str, obj=None) -> bool:
        """Whether the person may ``view``, ``add``, ``change`` or ``delete`` rows, or this one."""
        return request.user.is_active and request.user.is_superuser

    def has_module_permission(self, request) -> bool:
        return self.opens(request, "view")

    def has_view_permission(self, request, obj=None) -> bool:
        return self.opens(request, "view", obj)

    def has_add_permission(self, request, obj=None) -> bool:
        return not self.is_frozen and self.opens(request, "add")

    def has_change_permission(self, request, obj=None) -> bool:
        return not self.is_frozen and self.opens(request, "change", obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return not self.is_frozen and self.opens(request, "delete", obj)

    # Django tells these three about every change it makes, inlines and bulk deletion included. Its
    # own log would keep names of people for good, so the trail stands in its place.
    def log_addition(self, request, obj, message):
        self._record(request, "add", obj, message)

    def log_change(self, request, obj, message):
        self._record(request, "change", obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            self._record(request, "delete", obj, "")

    def project_of(self, obj):
        """The project on whose trail the change belongs, if it belongs to one."""
        return getattr(obj, "project", None)

    def trail_label(self, obj) -> str:
        """What the trail calls the row: nothing that it must not hold."""
        return str(obj)

    def projects_of(self, request, obj) -> list:
        """The projects on whose trails a change belongs; None for the installation's own."""
        return [self.project_of(obj)]

    def role_in(self, request, project) -> str:
        """What the trail names as the role that let the person do it."""
        return trail.UPKEEP

    def told_of(self, request, obj, entries: models.QuerySet) -> models.QuerySet:
        """Which of the trail's entries on a row the person may read."""
        return entries

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        """Only what the list's own filters ask, and the row's number.

        An address that asks for anything else would learn what stands in columns that are not shown.
        """
        listed = self.get_list_filter(request) if request else self.list_filter
        names = [each if isinstance(each, str) else each[0] for each in listed]
        asked = {f"{name}{by}" for name in names for by in ASKED_BY_FILTERS}
        asked |= {f"{self.date_hierarchy}{by}" for by in ASKED_BY_DATES if self.date_hierarchy}
        return lookup in asked | ROW_NUMBERS

    def get_search_results(self, request, queryset, search_term):
        """A NUL, which PostgreSQL does not take, is in no text and is searched for as nothing."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def _record(self, request, verb: str, obj, message) -> None:
        with transaction.atomic():
            for project in self.projects_of(request, obj):
                trail.record(
                    f"{obj._meta.model_name}.{verb}",
                    obj,
                    by=request.user,
                    project=project,
                    role=self.role_in(request, project),
                    label=self.trail_label(obj),
                    what=message,
                )

    def before_showing(self, request, rows) -> None:
        """What is done before rows are listed: nothing, but where looking is on the trail."""

    def get_deleted_objects(self, objs, request):
        """The rows by name; what would go with them, or stands in the way, by kind and number only.

        What those are called may name a citizen, also one who is hidden from the person.
        """
        found = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        found.collect(objs)
        going = {
            model._meta.verbose_name_plural: len(rows) for model, rows in found.model_objs.items()
        }
        concerned = chain(found.protected, *found.model_objs.values())
        lacking = {row._meta.verbose_name for row in concerned if not self._may_go(request, row)}
        in_the_way = Counter(row._meta.verbose_name_plural for row in found.protected)
        return (
            [f"{capfirst(row._meta.verbose_name)}: {row}" for row in objs],
            going,
            lacking,
            [f"{capfirst(kind)}: {count}" for kind, count in in_the_way.items()],
        )

    def _may_go(self, request, row: models.Model) -> bool:
        """Whether the person may delete it; a table without upkeep goes with the rows of others."""
        upkeep = self.admin_site._registry.get(type(row))
        return upkeep is None or upkeep.has_delete_permission(request, row)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """A row that is not there, or not for this person, is not found: both look the same."""
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        """What the trail says of the row, latest first."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        entries = TrailEntry.objects.filter(
            object_type=self.opts.label_lower, object_id=str(obj.pk)
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": None,
            "opts": self.opts,
            "object": obj,
            "module_name": self.opts.verbose_name_plural,
            "page": Paginator(self.told_of(request, obj, entries), HISTORY_ON_A_PAGE).get_page(
                request.GET.get("page")
            ),
        }
        return render(request, "admin/object_history.html", context)

    def changeform_view(self, request, *args, **kwargs):
        return self._guarded(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return self._guarded(request, super().delete_view, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return HttpResponseBadRequest()
        if not all(self._can_be_asked(*each) for each in request.GET.lists()):
            return HttpResponseBadRequest()
        return self._guarded(request, super().changelist_view, *args, **kwargs)

    def _can_be_asked(self, name: str, values: list[str]) -> bool:
        """Whether every database takes these as a text, a number or a day."""
        if name in {f"{self.date_hierarchy}{by}" for by in ("__year", "__gte", "__lt")}:
            return all(map(YEAR.match, values))
        return all("\0" not in each and _is_small(each) for each in values)

    def _is_list(self, request) -> bool:
        """Whether the list is only looked at."""
        return request.method == "GET" and request.resolver_match.url_name.endswith("_changelist")

    def _guarded(self, request, view, *args, **kwargs):
        """The view in one transaction; a refusal by the database becomes a page that says so."""
        if self.asks_again and not self._is_list(request) and not is_fresh(request):
            return ask_again(request)
        if request.method == "GET":
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except IntegrityError:
            # what was said before the refusal did not happen
            list(messages.get_messages(request))
            return render(request, "admin_refused.html", status=422)


class NewPersonForm(AdminUserCreationForm):
    def clean_email(self) -> str:
        """In small letters: in large ones it is the same person, who would have two accounts."""
        email = self.cleaned_data["email"].lower()
        if User.objects.by_email([email]):
            raise ValidationError(_("Somebody has this e-mail already."))
        return email


class PersonAdmin(TrailAdmin, UserAdmin):
    """Registered by ``partners``, which knows whose people they are."""

    add_form = NewPersonForm

    ordering = ["email"]
    list_display = ["email", "first_name", "last_name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "theme", "language"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Known"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined"]
    asks_again = True
    search_fields = ["email", "first_name", "last_name"]
    date_hierarchy = "date_joined"
    filter_horizontal = []

    def get_urls(self):
        """Without Django's page that sets another's password: only its own person chooses one."""
        return super(UserAdmin, self).get_urls()

    def get_readonly_fields(self, request, obj=None):
        """Links to choose a password go to the e-mail: whoever changed it could come in as another."""
        return [*super().get_readonly_fields(request, obj), *(["email"] if obj else [])]

    def save_model(self, request, obj, form, change):
        obj.username = obj.email
        super().save_model(request, obj, form, change)
        if {"is_active", "is_staff", "is_superuser"}.intersection(form.changed_data):
            sign_out_after_change(obj, by=request.user)
