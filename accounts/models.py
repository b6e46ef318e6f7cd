"""The people who sign in, and the trail of what they did."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from peerstoette.lib.fields import FreeLineField


class PeopleManager(UserManager):
    def system(self, name: str) -> "User":
        """The named account that scheduled commands act as; made at first use, cannot sign in."""
        user, created = self.get_or_create(
            email=f"{name}@system.invalid",
            defaults={"username": f"system-{name}", "first_name": f"System: {name}"},
        )
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user


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

    objects = PeopleManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username"]

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name() or self.email


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
