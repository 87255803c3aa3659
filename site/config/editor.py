"""Wagtail's admin, rich text, workflow and translation."""

from assets import limits
from core.richtext import FEATURES

WAGTAIL_SITE_NAME = "红帆"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# One country, one clock: a choice of six hundred zones helps nobody.
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.people.LoginForm"

# Chinese titles become pinyin on the server (core/slugs.py), so addresses stay ASCII.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILREDIRECTS_AUTO_CREATE = True

WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "approvals.workflow.publish_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Nobody publishes beside a review; Wagtail's question about it would tell anybody the stage.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAILADMIN_GLOBAL_EDIT_LOCK = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_COMMENTS_ENABLED = True

# Each translation is a manuscript of its own, edited in the ordinary editor.
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": FEATURES["paragraph"]},
    }
}

# Follows the outbox by itself; see search/backend.py.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend", "AUTO_UPDATE": False}}

# Uploads are judged by our forms (assets/forms), these are what Wagtail itself needs to know.
WAGTAILIMAGES_IMAGE_FORM_BASE = "assets.forms.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = limits.IMAGE_MAX_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = None
WAGTAILIMAGES_EXTENSIONS = limits.IMAGE_EXTENSIONS
WAGTAILDOCS_DOCUMENT_FORM_BASE = "assets.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = limits.DOCUMENT_EXTENSIONS
WAGTAILDOCS_MAX_UPLOAD_SIZE = limits.DOCUMENT_MAX_BYTES
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILMEDIA = {
    "MEDIA_MODEL": "assets.Media",
    "MEDIA_FORM_BASE": "assets.forms.MediaForm",
    "VIDEO_EXTENSIONS": limits.VIDEO_EXTENSIONS,
    "AUDIO_EXTENSIONS": limits.AUDIO_EXTENSIONS,
}

# Only players that carry no account and are reachable in China; everything else is a link.
EMBED_HOSTS = {
    "bilibili": r"^https://(?:www\.|player\.)?bilibili\.com/(?:video/|player\.html\?bvid=)"
    r"(?P<id>BV[0-9A-Za-z]{10})",
    "qq": r"^https://v\.qq\.com/x/(?:page|cover/[0-9A-Za-z]+)/(?P<id>[0-9A-Za-z]{11})\.html",
}
