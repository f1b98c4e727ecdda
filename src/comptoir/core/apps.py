from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "comptoir.core"

    def ready(self) -> None:
        from comptoir.core import asking  # noqa: F401  # brings a lookup
        from comptoir.core.folding import teach

        connection_created.connect(teach)
