"""Text out of PDF and DOCX files, in a process of its own that may take little time and memory.

Run as a script it reads one file and writes its text to standard output. A damaged or hostile
file then ends that process, and nothing else.
"""

import subprocess  # only our own script, by an absolute path
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

READABLE = {".pdf", ".docx"}
MAX_FILE = 50 * 1024 * 1024
# Characters; a book of a thousand pages has fewer.
MAX_TEXT = 1_000_000
MAX_PAGES = 2_000
# Unpacked, a DOCX of that size is a bomb.
MAX_UNPACKED = 200 * 1024 * 1024
SECONDS = 60
MEMORY = 1024 * 1024 * 1024


class Unreadable(Exception):
    """There is no text to be had; the words say why."""


def extract(file: BinaryIO, suffix: str, size: int, seconds: float = SECONDS) -> str:
    """The text of a file, one line a paragraph, at most ``MAX_TEXT`` characters.

    ``suffix`` with its dot, lower case; ``size`` in bytes; ``seconds`` is how long reading it may
    take. Raises ``Unreadable``.
    """
    if suffix not in READABLE:
        raise Unreadable(f"no text is read from {suffix or 'such'} files")
    if size > MAX_FILE:
        raise Unreadable("the file is too large")
    with tempfile.NamedTemporaryFile(suffix=suffix) as copy:
        while piece := file.read(1 << 20):
            copy.write(piece)
        copy.flush()
        command = [sys.executable, "-I", str(Path(__file__).resolve()), copy.name]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise Unreadable("reading the file took too long") from error
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise Unreadable(f"the file can't be read: {' '.join(last)}"[:200])
    return done.stdout.decode("utf-8", "replace")[:MAX_TEXT]


def read_pdf(path: Path) -> str:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("encrypted")
    parts: list[str] = []
    length = 0
    for page in reader.pages[:MAX_PAGES]:
        parts.append(page.extract_text())
        length += len(parts[-1])
        if length > MAX_TEXT:
            break
    return "\n".join(parts)


def read_docx(path: Path) -> str:
    import zipfile

    import docx
    from docx.table import Table

    with zipfile.ZipFile(path) as packed:
        if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
            raise ValueError("too large unpacked")
    parts: list[str] = []
    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, Table):
            parts += [" ".join(cell.text for cell in row.cells) for row in item.rows]
        else:
            parts.append(item.text)
    return "\n".join(parts)


def limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit alone holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main(name: str) -> None:
    import logging

    # It complains about every flaw of a file at length.
    logging.disable(logging.CRITICAL)
    limit_resources()
    path = Path(name)
    text = read_pdf(path) if path.suffix == ".pdf" else read_docx(path)
    sys.stdout.buffer.write(text[:MAX_TEXT].encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1])
