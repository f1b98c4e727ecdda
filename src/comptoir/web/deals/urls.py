"""The addresses of deals."""

from django.urls import path

from comptoir.web.deals.board import board
from comptoir.web.deals.closing import lose, reopen, win
from comptoir.web.deals.deletion import delete
from comptoir.web.deals.editing import edit, new
from comptoir.web.deals.moving import move
from comptoir.web.deals.overview import overview
from comptoir.web.deals.page import page

urlpatterns = [
    path("", board, name="deals"),
    path("list/", overview, name="deals_list"),
    path("new/", new, name="new_deal"),
    path("<uuid:id>/", page, name="deal"),
    path("<uuid:id>/edit/", edit, name="edit_deal"),
    path("<uuid:id>/move/", move, name="move_deal"),
    path("<uuid:id>/won/", win, name="win_deal"),
    path("<uuid:id>/lost/", lose, name="lose_deal"),
    path("<uuid:id>/reopen/", reopen, name="reopen_deal"),
    path("<uuid:id>/delete/", delete, name="delete_deal"),
]
