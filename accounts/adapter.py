"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs up on their own."""

    def is_open_for_signup(self, request) -> bool:
        return False
