"""Which deals the address asks for: whose they are, and which words find them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from comptoir.accounts.models import User
from comptoir.deals.models import Deal, DealQuerySet
from comptoir.deals.search import matching

MINE, NOBODYS = "mine", "nobody"


@dataclass(frozen=True)
class Asked:
    """What the board and the list have in common."""

    user: User
    who: str
    """Whose deals: everybody's, `mine`, `nobody`'s, or the id of a colleague."""
    q: str
    pipeline: str = ""
    """The id of the pipeline on the board; empty is the default one."""

    @property
    def query(self) -> str:
        """The same, for an address: `?who=mine`, or nothing."""
        given = {"pipeline": self.pipeline, **self._narrowing}
        text = urlencode({key: value for key, value in given.items() if value})
        return f"?{text}" if text else ""

    @property
    def narrowing(self) -> str:
        """Only whose and which words: `&who=mine`, or nothing."""
        return "".join(f"&{urlencode({key: value})}" for key, value in self._narrowing.items() if value)

    @property
    def _narrowing(self) -> dict[str, str]:
        return {"who": self.who, "q": self.q}

    def deals(self) -> DealQuerySet:
        """The account's deals that are asked for."""
        return matching(self._whose(Deal.objects.of(self.user.account)), self.q)

    def _whose(self, deals: DealQuerySet) -> DealQuerySet:
        if self.who == NOBODYS:
            return deals.filter(responsible_user__isnull=True)
        if self.who:
            return deals.filter(responsible_user=self.user.pk if self.who == MINE else UUID(self.who))
        return deals


def asked(request: HttpRequest) -> Asked:
    """Read from the address; somebody unknown is everybody."""
    who = request.GET.get("who", "")
    return Asked(
        user=request.user,
        who=who if who in (MINE, NOBODYS) or _is_id(who) else "",
        q=request.GET.get("q", "").replace("\0", "").strip(),
        pipeline=pipeline if _is_id(pipeline := request.GET.get("pipeline", "")) else "",
    )


def whose(user: User) -> list[tuple[str, str]]:
    """The choices of `who`: colleagues who can log in, and those who left deals behind. One query."""
    behind = Deal.objects.of(user.account).open().values("responsible_user")
    colleagues = User.objects.of(user.account).exclude(pk=user.pk).filter(Q(deactivated_at=None) | Q(pk__in=behind))
    choices = [("", _("Everybody’s deals")), (MINE, _("My deals")), (NOBODYS, _("Nobody’s deals"))]
    return choices + [(str(colleague.pk), colleague.name) for colleague in colleagues]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
