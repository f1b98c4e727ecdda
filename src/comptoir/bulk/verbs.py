"""Everything that can be done with many records: one line each."""

from comptoir.accounts.rights import Right
from comptoir.bulk import assigning, holding, stopping, tagging, tasks
from comptoir.bulk.models import About
from comptoir.bulk.verb import Verb

VERBS = {
    "tag": Verb(tagging.tag, {About.CUSTOMER: Right.CUSTOMERS}, tagging.some_tags),
    "untag": Verb(tagging.untag, {About.CUSTOMER: Right.CUSTOMERS}, tagging.some_tags),
    "assign": Verb(assigning.assign, {About.CUSTOMER: Right.CUSTOMERS, About.DEAL: Right.DEALS}, assigning.to_somebody),
    "add_tasks": Verb(tasks.add, dict.fromkeys(About), tasks.something_to_do),
    "hold": Verb(holding.hold, {About.INVOICE: Right.INVOICES}, holding.for_how_long),
    "release": Verb(holding.release, {About.INVOICE: Right.INVOICES}),
    "deactivate": Verb(stopping.deactivate, {About.CUSTOMER: Right.CUSTOMERS}, stopping.answers),
    "reactivate": Verb(stopping.reactivate, {About.CUSTOMER: Right.CUSTOMERS}),
}
