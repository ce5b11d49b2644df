"""Who can be told of changes: an organisation in all the roles that it has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from api.access.access import Access
from api.store.work import keys_of


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation, with an access for each role in which it can ask, over every doel."""

    oin: str
    accesses: tuple[Access, ...]

    @property
    def keys(self) -> Sequence[str]:
        """The keys under which its work is found."""
        return keys_of(self.accesses[0].caller.organisation)


Recipients = Callable[[], Iterable[Recipient]]
"""Every organisation that can be told, under the policy and on the day of now."""
