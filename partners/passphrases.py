"""What somebody who guesses at a passphrase knows of a person, beside the name."""

from collections.abc import Iterator

from accounts.models import User
from accounts.passphrases import PassphraseValidator, words_in
from partners.models import Membership


class MemberPassphraseValidator(PassphraseValidator):
    """Knows also for whom the person works, and in which projects."""

    def words_of(self, user: User) -> Iterator[str]:
        yield from super().words_of(user)
        held = Membership.objects.filter(user_id=user.pk).active()
        for names in held.values_list("organisation__name", "project__name"):
            for name in names:
                yield from words_in(name)
