"""The circumstances in which a segment is asked: for which account, on which day, by whom."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from comptoir.accounts.models import Account, User
from comptoir.core.days import local_moment
from comptoir.custom_fields.models import CustomField
from comptoir.customers.models import Tag
from comptoir.deals.models import LostReason, Phase, Source


@dataclass(frozen=True)
class Asked:
    """Who asks, and when. Remembers what rules refer to, so that many segments on one page cost no more than one."""

    account: Account
    on: dt.date
    """Today in the account's time zone."""
    user: User | None = None
    """Who reads the answer: what is hidden from them cannot be asked. None is Comptoir itself."""

    def start_of(self, day: dt.date) -> dt.datetime:
        """The first moment of `day` in the account's time zone."""
        return local_moment(day, 0, self.account.time_zone)

    def days_ago(self, days: int) -> dt.date:
        """The day so many days before today."""
        return self.on - dt.timedelta(days=days)

    @cached_property
    def tags(self) -> dict[str, str]:
        """The names of the account's tags by id."""
        return {str(tag.pk): tag.name for tag in Tag.objects.of(self.account)}

    @cached_property
    def users(self) -> dict[str, User]:
        """The account's users by id, those who left too: customers may still be theirs."""
        return {str(user.pk): user for user in User.objects.of(self.account)}

    @cached_property
    def departments(self) -> dict[str, str]:
        """The names of the account's departments by id."""
        return {str(department.pk): department.name for department in self.account.departments.all()}

    @cached_property
    def phases(self) -> dict[str, Phase]:
        """The phases of the account's deals by id, those of the default pipeline first."""
        order = ("-pipeline__is_default", "pipeline__name", "pipeline", "position")
        phases = Phase.objects.of(self.account).select_related("pipeline").order_by(*order)
        return {str(phase.pk): phase for phase in phases}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Where the account's deals come from, by id; archived ones too: deals may still bear them."""
        return {str(source.pk): source for source in Source.objects.of(self.account)}

    @cached_property
    def lost_reasons(self) -> dict[str, LostReason]:
        """Why the account's deals are lost, by id, likewise."""
        return {str(reason.pk): reason for reason in LostReason.objects.of(self.account)}

    @cached_property
    def custom_fields(self) -> dict[str, CustomField]:
        """The fields that the account added, by id, without the archived ones."""
        return {str(field.pk): field for field in CustomField.objects.of(self.account).shown()}
