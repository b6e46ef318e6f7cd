"""The people who sign in, and the trail of what they did."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from peerstoette.lib.fields import FreeLineField


class PeopleManager(UserManager):
    def system(self, name: str) -> "User":
        """The named account that scheduled commands act as; made at first use, cannot sign in."""
        user, _created = self.get_or_create(
            email=f"{name}@system.invalid",
            defaults={
                "username": f"system-{name}",
                "first_name": f"System: {name}",
                "password": make_password(None),
            },
        )
        return user

    def by_email(self, emails: Iterable[str]) -> dict[str, "User"]:
        """Whose the e-mails are, by the e-mail in small letters: in large ones it is the same person.

        Where two accounts stand, it is the open one, else the older.
        """
        wanted = {email.lower() for email in emails}
        found = self.annotate(small=Lower("email")).filter(small__in=wanted)
        return {user.email.lower(): user for user in found.order_by("is_active", "-pk")}


class User(AbstractUser):
    """A person who can sign in. What the person may do follows from memberships of projects."""

    class Theme(models.TextChoices):
        DEVICE = "device", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    first_name = FreeLineField(_("first name"), max_length=150, blank=True)
    last_name = FreeLineField(_("last name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), unique=True)
    theme = models.CharField(
        _("appearance"), max_length=6, choices=Theme.choices, default=Theme.LIGHT
    )
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, blank=True, default=""
    )
    closed_at = models.DateTimeField(
        _("left"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the last role ended. A new role opens the account again."),
    )
    lost_step_at = models.DateTimeField(
        _("second step lost"), null=True, blank=True, editable=False
    )

    objects = PeopleManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username"]

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def can_sign_in(self) -> bool:
        """Whether the account is open and the person has chosen a password."""
        return self.is_active and self.has_usable_password()


class TrailEntry(models.Model):
    """One change, by whom, in which role, on what. Appended in the change's own transaction.

    It holds plain identifiers and labels, so that it outlives what it tells of and points at
    nothing above it. No citizen name, note or health text is ever written here.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True)
    actor_id = models.BigIntegerField(_("person's id"), null=True)
    actor_label = models.CharField(_("person"), max_length=200)
    role = models.CharField(_("role that granted it"), max_length=40, blank=True)
    project_id = models.BigIntegerField(_("project's id"), null=True)
    project_label = models.CharField(_("project"), max_length=200, blank=True)
    action = models.CharField(_("act"), max_length=60)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object's id"), max_length=40)
    object_label = models.CharField(_("object"), max_length=200, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["project_id", "-id"], name="trail_project"),
            models.Index(fields=["object_type", "object_id"], name="trail_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label}: {self.action} {self.object_label}"


class TrailSeal(models.Model):
    """That a stretch of a project's trail stood like this: each seal builds on the one before it.

    Entries without a project have a chain of their own. ``macs`` holds the number of each entry with
    a short mark of its content; ``digest`` is a mark of the seal and of ``previous``. Marks need a
    key that is kept outside the database (``accounts.seals``). The seal stays when its entries have
    grown too old and are removed (``accounts.retention``).
    """

    project_id = models.BigIntegerField(_("project's id"), null=True)
    number = models.PositiveIntegerField(_("number"))
    first_id = models.BigIntegerField(_("first entry"))
    last_id = models.BigIntegerField(_("last entry"))
    count = models.PositiveIntegerField(_("entries"))
    until = models.DateTimeField(_("when the last entry was written"))
    sealed_at = models.DateTimeField(_("sealed"))
    macs = models.JSONField(_("marks of the entries"))
    previous = models.CharField(_("digest of the seal before"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    removed_on = models.DateField(_("entries removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("seal of the trail")
        verbose_name_plural = _("seals of the trail")
        ordering = ["project_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project_id", "number"], name="trail_seal_once"),
            # an empty project is equal to no other for the constraint above
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(project_id=None),
                name="trail_seal_once_outside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id or '-'} {self.number}"
