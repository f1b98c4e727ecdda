from django.apps import AppConfig


class CustomFieldsConfig(AppConfig):
    name = "comptoir.custom_fields"
