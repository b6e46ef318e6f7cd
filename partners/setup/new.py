"""The page on which whoever keeps the installation begins a new project."""

from functools import partial

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policy import keepers
from partners import invitations
from partners.access import may
from partners.acting import act_on, page, sent
from partners.models import Organisation
from partners.setup.actions import begin_project
from peerstoette.lib.cpr import refuse_cpr
from peerstoette.lib.fields import DayField

LINE = {"max_length": 120, "validators": [refuse_cpr]}


class NewProjectForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the project"), max_length=160, validators=[refuse_cpr]
    )
    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "A short word for the address of its pages, for example peerstoette. It stays."
        ),
    )
    starts_on = DayField(
        label=gettext_lazy("First day"), help_text=gettext_lazy("For example 1.1.2026")
    )
    ends_on = DayField(label=gettext_lazy("Last day"))
    organisation_name = forms.CharField(
        label=gettext_lazy("Organisation that owns and leads it"),
        help_text=gettext_lazy(
            "One that the installation knows by this name is taken as it is. Owner and lead can be"
            " told apart in the set-up."
        ),
        **LINE,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of organisation"), choices=Organisation.Kind.choices
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the project leader"),
        help_text=gettext_lazy("Gets a mail: with a link, if the person is new here."),
    )
    first_name = forms.CharField(label=gettext_lazy("First name of the leader"), **LINE)
    last_name = forms.CharField(label=gettext_lazy("Last name of the leader"), **LINE)


@keepers
@page
def project_new(request):
    user = request.user
    initial = {"email": user.email, "first_name": user.first_name, "last_name": user.last_name}
    form = NewProjectForm(sent(request), initial=initial)
    membership = act_on(form, partial(begin_project, by=user))
    if membership is None:
        status = 422 if form.is_bound else 200
        return render(request, "partners/project_new.html", {"form": form}, status=status)
    project = membership.project
    if membership.user != user:
        invitations.invite(request, membership)
    messages.success(
        request, _("%(project)s is made. Its leader sets it up.") % {"project": project.name}
    )
    return redirect("setup", project.slug) if may(user, "setup.edit", project) else redirect("home")
