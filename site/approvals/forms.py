"""What a reviewer is asked beside the decision."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """A manuscript goes back with a reason only: without one the author can't mend it."""

    comment = forms.CharField(
        label=_("退回理由"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("哪里要改、怎么改。作者会看到。"),
    )
