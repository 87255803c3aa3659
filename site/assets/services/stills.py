"""A still picture out of a video, where the machine has ffmpeg."""

import shutil
import subprocess

from django.core.files.base import ContentFile, File

from assets.services.ffprobe import local_path

TIMEOUT_SECONDS = 20


def still(file: File, duration: float) -> ContentFile | None:
    """A JPEG from a tenth of the way into the video, at least one second; None where ffmpeg is
    missing, too slow or finds no picture there. ``duration`` in seconds."""
    program = shutil.which("ffmpeg")
    if program is None:
        return None
    at = min(max(duration / 10, 1.0), duration / 2)
    with local_path(file) as path:
        command = [
            *(program, "-v", "error", "-protocol_whitelist", "file,pipe", "-ss", f"{at:.3f}"),
            *("-i", path, "-frames:v", "1", "-vf", "scale='min(1280,iw)':-2"),
            *("-f", "image2", "-c:v", "mjpeg", "-q:v", "4", "pipe:1"),
        ]
        try:
            # The command is a constant but for the path of a file we made.
            done = subprocess.run(
                command, capture_output=True, timeout=TIMEOUT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return None
    if done.returncode != 0 or not done.stdout:
        return None
    return ContentFile(done.stdout, name="still.jpg")
