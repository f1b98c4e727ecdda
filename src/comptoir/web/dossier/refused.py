"""Files that were not kept, told beside those that were, once, after the redirect."""

from django.http import HttpRequest

_KEY = "refused_files"


def tell_refused(request: HttpRequest, home: str, refused: list[tuple[str, str]]) -> None:
    """Keep the names and the sentences that say why for the next time that the page `home` is shown."""
    if refused:
        request.session[_KEY] = {"home": home, "refused": refused}


def refused_files(request: HttpRequest, home: str) -> list[tuple[str, str]]:
    """What was refused on the way to `home`, and no more after that."""
    kept = request.session.get(_KEY)
    if not kept or kept["home"] != home:
        return []
    del request.session[_KEY]
    return kept["refused"]
