"""How large and of which kinds uploads may be. Settings use these too, so nothing is imported."""

MEGABYTE = 1024 * 1024

IMAGE_MAX_BYTES = 20 * MEGABYTE
# As the file dialog offers them; what counts is the content (services/image_files.py).
IMAGE_EXTENSIONS = ["avif", "gif", "heic", "heif", "jpeg", "jpg", "png", "webp"]

DOCUMENT_MAX_BYTES = 50 * MEGABYTE
DOCUMENT_EXTENSIONS = [
    *("pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "dps"),
    *("odt", "ods", "odp", "rtf", "txt", "csv", "zip"),
]

VIDEO_MAX_BYTES = 2000 * MEGABYTE
VIDEO_EXTENSIONS = ["mp4", "webm"]
AUDIO_MAX_BYTES = 300 * MEGABYTE
AUDIO_EXTENSIONS = ["mp3", "m4a", "ogg"]
