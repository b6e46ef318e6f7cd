"""The base of every table's upkeep: superusers see all rows, leaders those of their projects.

What a leader sees is one word, ``get_queryset``: lists, filters, choice fields, autocompletes,
history and delete pages all ask it. A row of another project is not found (404).
"""

from collections.abc import Callable, Iterator

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet

from accounts.admin import TrailAdmin
from partners.backoffice import leaderships, led_projects
from peerstoette.lib.keys import is_key

ALL = frozenset({"view", "add", "change", "delete"})
CHANGE = frozenset({"view", "change"})
VIEW = frozenset({"view"})


def in_words(words: Callable[[str], str]) -> type[admin.AllValuesFieldListFilter]:
    """A filter on a column of codes, whose choices read as ``words`` tells them."""

    class InWords(admin.AllValuesFieldListFilter):
        def choices(self, changelist) -> Iterator[dict]:
            everything, *codes = super().choices(changelist)
            yield everything
            for choice in codes:
                yield choice | {"display": words(str(choice["display"]))}

    return InWords


class Autocomplete(AutocompleteSelect):
    """Shows nothing chosen for what no row can be called, where Django's own fails."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [each for each in value if is_key(str(each))], attr)


class NarrowedChoices:
    """Choice fields offer what the person may see, and with a row at hand only its own project's."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_field_queryset(self, db, db_field, request) -> QuerySet | None:
        model = db_field.remote_field.model
        related = self.admin_site._registry.get(model)
        if related is None:
            # a table without upkeep of its own has no rule for leaders, so it shows them nothing
            every = super().get_field_queryset(db, db_field, request)
            return every if request.user.is_superuser else model._default_manager.none()
        rows = related.get_queryset(request)
        project = getattr(request, "project_at_hand", None)
        if project and any(field.name == "project" for field in model._meta.fields):
            rows = rows.filter(project=project)
        return rows


class LeadersAdmin(NarrowedChoices, TrailAdmin):
    """Opens to leaders: what they may do with rows is ``leader_may``, which rows is ``own``.

    ``open_to_leaders`` names the fields that they may write; None for all.
    """

    leader_may = VIEW
    open_to_leaders: frozenset[str] | None = None

    def own(self, request, rows: QuerySet) -> QuerySet:
        """The rows that belong to the projects which the person leads."""
        raise NotImplementedError

    def may_write(self, request, obj) -> bool:
        """Whether a row that the leader sees may be written too."""
        return True

    def opens(self, request, act: str, obj=None) -> bool:
        if super().opens(request, act, obj):
            return True
        if act not in self.leader_may or not led_projects(request):
            return False
        if obj is None or obj.pk is None:
            return True
        return self.sees(request, obj) and (act == "view" or self.may_write(request, obj))

    def sees(self, request, obj) -> bool:
        """Whether the row is one of those that the leader sees."""
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def get_queryset(self, request) -> QuerySet:
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else self.own(request, rows)

    def get_list_display(self, request) -> list:
        return self._needed(request, super().get_list_display(request))

    def get_list_filter(self, request) -> list:
        """Filters on a relation offer only what stands in the list: others' names are not choices."""
        names = self._needed(request, super().get_list_filter(request))
        return [self._only_listed(each) for each in names]

    def get_readonly_fields(self, request, obj=None):
        """A row never moves to another project."""
        fields = [*super().get_readonly_fields(request, obj)]
        names = [field.name for field in self.opts.fields if field.editable]
        if self.open_to_leaders is not None and not request.user.is_superuser:
            return [*fields, *(name for name in names if name not in self.open_to_leaders)]
        return [*fields, "project"] if obj and "project" in names else fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.project_at_hand = getattr(obj, "project_id", None)
        return super().get_form(request, obj, change=change, **kwargs)

    def role_in(self, request, project) -> str:
        if project is None or request.user.is_superuser:
            return super().role_in(request, project)
        held = leaderships(request).get(project.pk)
        return held.role if held else ""

    def told_of(self, request, obj, entries: QuerySet) -> QuerySet:
        """A row that several projects share has a history in each: leaders read their own."""
        if request.user.is_superuser:
            return entries
        return entries.filter(project_id__in=led_projects(request))

    def _needed(self, request, names: list) -> list:
        """Whoever leads one project need not be told which."""
        if request.user.is_superuser or len(led_projects(request)) != 1:
            return names
        return [name for name in names if name != "project"]

    def _only_listed(self, name):
        field = name if isinstance(name, str) else None
        if field and self.opts.get_field(field).is_relation:
            return (field, admin.RelatedOnlyFieldListFilter)
        return name


class ProjectRowAdmin(LeadersAdmin):
    """Rows that name their project, found by project."""

    leader_may = ALL
    list_filter = ["project"]
    list_select_related = True

    def own(self, request, rows: QuerySet) -> QuerySet:
        return rows.filter(project_id__in=led_projects(request))

    def sees(self, request, obj) -> bool:
        return obj.project_id in led_projects(request)

    def get_changeform_initial_data(self, request) -> dict:
        """Whoever leads one project begins in it."""
        projects = led_projects(request)
        mine = {"project": next(iter(projects))} if len(projects) == 1 else {}
        return mine | super().get_changeform_initial_data(request)


class ProjectRowInline(NarrowedChoices, admin.StackedInline):
    """Rows on the page of the row they belong to, whose project they take over."""

    extra = 0
    exclude = ["project"]

    def get_queryset(self, request) -> QuerySet:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(project_id__in=led_projects(request))

    def has_view_permission(self, request, obj=None) -> bool:
        return self._parent(request).has_view_permission(request, obj)

    def has_add_permission(self, request, obj=None) -> bool:
        return self._parent(request).has_change_permission(request, obj)

    has_change_permission = has_delete_permission = has_add_permission

    def _parent(self, request):
        return self.admin_site._registry[self.parent_model]
