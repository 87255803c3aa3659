# -*- coding: utf-8 -*-
"""Make the virtual environment ``.venv`` and install locked packages into it, hashes checked.

    python3 requirements/install.py [--check] base|production|dev

Standard library only, and in words that Python 3.6 can parse, so that an old Python gets a
sentence instead of a syntax error. ``--check`` only tells whether this Python will do.

What was finished is noted in ``.venv/installed.json``: the digests of the lock files, the Python
and the place. A start that finds them unchanged ends here, without looking any further. While an
installation runs there is no such note; an environment of ours without it is made anew.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
# Made by us: only then may it be thrown away.
OURS = os.path.join(VENV, ".made-by-hongfan")
NOTE = os.path.join(VENV, "installed.json")
LOG = os.path.join(VENV, "install.log")
INTERPRETER = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
# Each list contains the ones before it.
LISTS = ("base", "production", "dev")


class Refusal(Exception):
    """Something that the person at the keyboard can put right, in one line."""


def say(line, stream=None):
    """Print Chinese also where the terminal's encoding has no word for it."""
    stream = stream or sys.stdout
    stream.flush()
    raw = getattr(stream, "buffer", None)
    if raw is None:
        stream.write(line + "\n")
    else:
        raw.write((line + "\n").encode("utf-8"))
    stream.flush()


# -- What this Python and this folder can do ---------------------------------------------------


def check_python():
    if sys.version_info[:2] < OLDEST:
        newer = newer_python()
        ask = "make %s PYTHON=%s" % (target(), newer) if newer else ""
        raise Refusal(
            "需要 Python 3.11 或更新版本，当前是 %s（%s）。%s | Python 3.11 or newer is needed, this is %s. %s"
            % (
                version(),
                sys.executable,
                "请运行：" + ask if ask else "请安装后再运行，或用 PYTHON=… 指定",
                version(),
                "Run: " + ask if ask else "Install it, or name one with PYTHON=…",
            )
        )
    for module in ("venv", "ensurepip"):
        if not importable(module):
            package = "python%d.%d-venv" % sys.version_info[:2]
            raise Refusal(
                "这个 Python 缺少 %s 模块。请安装（Debian/Ubuntu：apt install %s）后再运行 make %s。"
                " | This Python lacks its %s module: install it (Debian, Ubuntu: apt install %s) "
                "and run make %s again." % (module, package, target(), module, package, target())
            )


def importable(module):
    from importlib.util import find_spec

    return find_spec(module) is not None


def newer_python():
    """A newer Python on the path, by the name it is called with; None when there is none."""
    if sys.version_info[0] == 2:
        return None
    for minor in (14, 13, 12, 11):
        name = "python3.%d" % minor
        path = shutil.which(name)
        # A version manager's shim is on the path for every version, whether it answers or not.
        if path and subprocess.call([path, "-c", ""], stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL) == 0:
            return name
    return None


def version():
    return "%d.%d.%d" % sys.version_info[:3]


def target():
    """The make target that the person called, for use in messages."""
    return os.environ.get("HONGFAN_TARGET") or "run"


# -- What is installed -------------------------------------------------------------------------


def lock(name):
    return os.path.join(ROOT, "requirements", name + ".txt")


def digest(name):
    with open(lock(name), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read_note():
    try:
        with open(NOTE) as file:
            note = json.load(file)
    except (OSError, ValueError):
        return {}
    current = {"python": list(sys.version_info[:2]), "place": VENV}
    same = all(note.get(key) == value for key, value in current.items())
    # A broken link stands where the Python was that the environment was made with.
    return note if same and os.path.exists(INTERPRETER) else {}


def write_note(name, note):
    included = LISTS[: LISTS.index(name) + 1]
    digests = dict(note.get("digests", {}))
    digests.update((item, digest(item)) for item in included)
    note = {"python": list(sys.version_info[:2]), "place": VENV, "digests": digests}
    draft = NOTE + ".new"
    with open(draft, "w") as file:
        json.dump(note, file, indent=1)
    os.replace(draft, NOTE)


# -- Installing --------------------------------------------------------------------------------


def base_python():
    """The Python behind this one, when this one is itself a virtual environment's."""
    return getattr(sys, "_base_executable", None) or sys.executable


def make_environment():
    if os.path.exists(VENV) and not os.path.exists(OURS):
        adopt_environment()
        return
    if os.path.exists(VENV):
        shutil.rmtree(VENV)
    say("正在建立虚拟环境 .venv … | Making the virtual environment .venv …")
    os.mkdir(VENV)
    with open(OURS, "w") as file:
        file.write("requirements/install.py may delete and rebuild this folder.\n")
    run = subprocess.run(
        [base_python(), "-m", "venv", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if run.returncode != 0:
        raise Refusal(
            "建立虚拟环境失败：{0} | The virtual environment could not be made: {0}".format(
                last_line(run.stdout.decode("utf-8", "replace"))
            )
        )


def adopt_environment():
    """Use an environment that somebody made with another tool, if it will do."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        fits = subprocess.call([INTERPRETER, "-c", probe], stderr=subprocess.DEVNULL) == 0
    except OSError:
        fits = False
    if not fits:
        raise Refusal(
            "文件夹 .venv 不是本项目建立的，也不能用（需要 Python 3.11+ 和 pip）。请删除它后再运行 make {0}。"
            " | The folder .venv is not this project's and will not do (Python 3.11+ with pip is "
            "needed). Delete it and run make {0} again.".format(target())
        )


def install(name, turn):
    total = sum(1 for line in open(lock(name)) if line[:1].isalnum())
    say(
        "正在安装 {0} 个依赖（首次约一两分钟）… | Installing {0} packages (a minute or two at first) …".format(
            total
        )
    )
    command = [
        INTERPRETER, "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
        "--require-hashes",
        # Nothing is built here: a source package would run code that no hash covers.
        "--only-binary", ":all:",
        "-r", lock(name),
    ]  # fmt: skip
    with open(LOG, "w+b") as log:
        # pip keeps our turn with it: killed alone, this process would leave pip writing, and the
        # next start has to wait for that.
        kept = () if os.name == "nt" else (turn.fileno(),)
        pip = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, pass_fds=kept
        )
        try:
            failed = pip.wait() != 0
        except KeyboardInterrupt:
            pip.terminate()
            pip.wait()
            raise
        log.seek(0)
        output = log.read().decode("utf-8", "replace")
    if failed:
        raise Refusal(explain(output))


def last_line(output):
    """The line of pip's output that says most about why it stopped."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["?"])[-1][:300]


def explain(output):
    again = "make " + target()
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "下载的依赖与锁定的校验值不符，已拒绝安装。请检查软件源或代理后再运行 {0}（详见 .venv/install.log）。"
            " | A download does not match its locked hash and was refused. Check the package index "
            "or proxy, then run {0} again (details: .venv/install.log).".format(again)
        )
    if "No space left" in output:
        return (
            "磁盘空间不足。请腾出约 500 MB 后再运行 {0}。 | The disk is full: free about 500 MB and "
            "run {0} again.".format(again)
        )
    offline = ("NewConnectionError", "ConnectionError", "name resolution", "ReadTimeout",
               "ConnectTimeout", "Connection refused", "ProxyError", "SSLError", "from versions: none")
    if any(word in output for word in offline):
        return (
            "连不上软件源，依赖没有装完。请检查网络（或用 PIP_INDEX_URL 指定镜像）后再运行 {0}，会自动接着装。"
            " | The package index can't be reached. Check the network (or name a mirror with "
            "PIP_INDEX_URL) and run {0} again.".format(again)
        )
    return (
        "安装依赖失败：{1}。处理后再运行 {0}（详见 .venv/install.log）。 | Installing failed; put this "
        "right and run {0} again (details: .venv/install.log).".format(again, last_line(output))
    )


def hold_turn():
    """Let a second start in this folder wait for the first; returns the open file."""
    handle = open(os.path.abspath(__file__), "rb")
    try:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个安装正在进行，等它结束… | Waiting for another installation to end …")
            fcntl.flock(handle, fcntl.LOCK_EX)
    except (ImportError, OSError):
        # No such locks on this system or this drive: two first starts at once are rare.
        pass
    return handle


def main(arguments):
    only_check = "--check" in arguments
    names = [item for item in arguments if item in LISTS] or ["base"]
    name = names[0]
    if sys.version_info[:2] >= OLDEST and not only_check:
        note = read_note()
        if note.get("digests", {}).get(name) == digest(name):
            return
    check_python()
    if only_check:
        return
    with hold_turn() as turn:
        note = read_note()
        if note.get("digests", {}).get(name) == digest(name):
            return
        try:
            if not note:
                make_environment()
            elif os.path.exists(NOTE):
                # Not finished from here on, until the note is back.
                os.remove(NOTE)
            install(name, turn)
            write_note(name, note)
        except (IOError, OSError) as error:
            raise Refusal(
                "写不了文件夹 {0}（{1}）。请检查权限和磁盘空间后再运行 make {2}。 | Can't write to {0}: "
                "check its permissions and the disk, then run make {2} again.".format(
                    VENV, error.strerror or error, target()
                )
            )
    say("依赖已就绪。 | Packages are ready.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        say("✗ %s" % refusal, sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        say(
            "✗ 已中断。再次运行 make {0} 会接着完成。 | Interrupted; run make {0} again to finish.".format(
                target()
            ),
            sys.stderr,
        )
        sys.exit(130)
