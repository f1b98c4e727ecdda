from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    name = "comptoir.invoicing"

    def ready(self) -> None:
        """Register what is checked when Comptoir starts."""
        from comptoir.invoicing.einvoice import checks  # noqa: F401
