"""The one exception of actions: a rule of the programme says no."""


class RuleBroken(Exception):
    """Refuses an act with a sentence for the user: what, why, and what to do instead.

    ``message`` is already in the user's language. ``field`` names the form field it belongs to, if
    it belongs to one, and ``topic`` the part of the help (``accounts.help``) that explains the rule.
    """

    def __init__(self, message: str, *, field: str | None = None, topic: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field
        self.topic = topic
