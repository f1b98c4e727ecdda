"""The addresses of what suggests whom to deactivate."""

from django.urls import path

from comptoir.web.suggestions import bankrupt, card

urlpatterns = [
    path("counts/", card.counted, name="to_deactivate_counts"),
    path("bankrupt/", bankrupt.compare_list, name="bankrupt"),
    path("bankrupt/deactivate/", bankrupt.go_on, name="deactivate_bankrupt"),
]
