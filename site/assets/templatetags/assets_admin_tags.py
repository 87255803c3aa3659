"""For our templates of wagtailmedia's chooser."""

from collections.abc import Mapping

from django import forms, template

register = template.Library()


@register.filter
def to_show(upload_forms: Mapping[str, forms.Form] | str) -> dict[str, forms.Form]:
    """The upload forms of the chooser: after a faulty upload only the one that was sent, since
    its view no longer knows whether the other kind may be chosen."""
    known = upload_forms if isinstance(upload_forms, Mapping) else {}
    sent = {kind: form for kind, form in known.items() if form.is_bound}
    return sent or dict(known)


@register.filter
def faulty_kind(upload_forms: Mapping[str, forms.Form]) -> str:
    """The kind whose form has faults, to open its tab; empty for none."""
    return next((kind for kind, form in upload_forms.items() if form.errors), "")
