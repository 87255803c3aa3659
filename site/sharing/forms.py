from typing import Any

from django import forms

from sharing.models import Poster


class PosterForm(forms.ModelForm[Poster]):
    """Where it will hang, and in which mode it opens."""

    class Meta:
        model = Poster
        fields = ["place", "elder"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.attrs["autocomplete"] = "off"
