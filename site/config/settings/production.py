"""Production. Refuses to start on anything missing, with all of it in one message."""

from config.environment import env
from config.settings.base import *  # noqa: F403
from config.settings.base import HONGFAN_HOME

HONGFAN_ENVIRONMENT = "production"

SECRET_KEY = env.require(
    "HONGFAN_SECRET_KEY", "a random text of at least 50 characters, kept secret"
)
if SECRET_KEY and len(SECRET_KEY) < 50:
    env.problems.append("HONGFAN_SECRET_KEY is shorter than 50 characters")

ALLOWED_HOSTS = env.words("HONGFAN_HOSTS")
if not ALLOWED_HOSTS:
    env.problems.append("HONGFAN_HOSTS is not set: the host names of the site, comma-separated")
if "*" in ALLOWED_HOSTS:
    env.problems.append("HONGFAN_HOSTS must name hosts; * would accept any")

if env.require("HONGFAN_DATABASE_URL", "postgres://user:password@host:5432/name"):
    DATABASES = {"default": env.database("HONGFAN_DATABASE_URL")}

# The law asks every site in mainland China for its ICP number in the footer.
HONGFAN_ICP = env.require("HONGFAN_ICP", "the ICP number, or the word none where there is none")

if env.text("HONGFAN_REDIS_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.text("HONGFAN_REDIS_URL"),
            "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A front server (nginx) serves uploads; without one, the site can.
HONGFAN_SERVE_MEDIA = env.flag("HONGFAN_SERVE_MEDIA")

SECURE_SSL_REDIRECT = env.flag("HONGFAN_HTTPS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("HONGFAN_MAIL_HOST")
EMAIL_PORT = env.number("HONGFAN_MAIL_PORT", 465)
EMAIL_HOST_USER = env.text("HONGFAN_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("HONGFAN_MAIL_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("HONGFAN_MAIL_FROM", "hongfan@localhost")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HONGFAN_HOME / "mail"

WAGTAILADMIN_BASE_URL = f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else ""
env.check()
