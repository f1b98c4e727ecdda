"""What people type about notes and files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.dossier.models import File, Note
from comptoir.dossier.notes import LONGEST
from comptoir.web.forms import Form, ModelForm


class NoteForm(ModelForm):
    """What a note says. The verb measures it: a browser counts line breaks in another way."""

    class Meta:
        model = Note
        fields = ("content",)
        widgets = {
            "content": forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST, "aria-keyshortcuts": "Control+Enter"})
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "note_%s")
        super().__init__(*args, **kwargs)


class NewNoteForm(NoteForm):
    """A note that is not there yet. `request_key` makes a form sent twice add one."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].widget.attrs["placeholder"] = _("What should the next person know?")


class NewFilesForm(Form):
    """Which files are sent, besides the files themselves. `request_key` makes a form sent twice keep each once."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)


class FileNameForm(ModelForm):
    """What a file is called."""

    class Meta:
        model = File
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="dialog_%s", **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True
        self.fields["name"].help_text = _("Its ending stays.")
