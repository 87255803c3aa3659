import pytest

from assets.checks import upload_forms_are_ours


def test_the_settings_of_this_site_pass():
    assert upload_forms_are_ours(None) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAGTAILIMAGES_IMAGE_FORM_BASE", ""),
        ("WAGTAILDOCS_DOCUMENT_FORM_BASE", "wagtail.documents.forms.BaseDocumentForm"),
        ("WAGTAILMEDIA", {"MEDIA_MODEL": "assets.Media"}),
    ],
)
def test_a_form_that_trusts_file_names_is_an_error(settings, name, value):
    setattr(settings, name, value)
    (error,) = upload_forms_are_ours(None)
    assert error.id == "assets.E001" and name in error.msg
