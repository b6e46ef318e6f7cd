"""Sign-in without allauth's placeholders, which repeat the labels and vanish while one writes."""

from allauth.account.forms import LoginForm as AllauthLoginForm


class LoginForm(AllauthLoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        # the way to a new password stands below the button
        self.fields["password"].help_text = ""
