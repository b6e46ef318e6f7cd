"""What must be right before the product serves people on the internet (``check --deploy``)."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def second_step_is_demanded(app_configs, **kwargs) -> list[Warning]:
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    text = "Without SECOND_FACTOR_REQUIRED a password alone opens data about citizens."
    return [Warning(text, hint="Leave it out, except for a demonstration.", id="accounts.W001")]
