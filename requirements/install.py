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

    def __init__(self, chinese, english):
        super().__init__(f"{chinese} | {english}")


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
        example = f"make {target()} PYTHON={newer_python() or '…'}"
        raise Refusal(
            f"需要 Python 3.11 或更新版本，当前是 {version()}。请安装后再运行，或指定一个：{example}",
            f"Python 3.11 or newer is needed, this is {version()}: install it, or name one: {example}",
        )
    for module in ("venv", "ensurepip"):
        if not importable(module):
            package = "python{}.{}-venv".format(*sys.version_info[:2])
            raise Refusal(
                f"这个 Python 缺少 {module} 模块。请安装（Debian/Ubuntu：apt install {package}）"
                f"后再运行 make {target()}",
                f"This Python lacks its {module} module: install it (Debian, Ubuntu: "
                f"apt install {package}) and run make {target()} again",
            )


def importable(module):
    from importlib.util import find_spec

    return find_spec(module) is not None


def newer_python():
    """A newer Python on the path, by the name it is called with; None when there is none."""
    for minor in (14, 13, 12, 11):
        path = shutil.which(f"python3.{minor}")
        # A version manager's shim is on the path for every version, whether it answers or not.
        if path and subprocess.run([path, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            return f"python3.{minor}"
    return None


def version():
    return "{}.{}.{}".format(*sys.version_info[:3])


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


def write_note(digests):
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
    command = [base_python(), "-m", "venv", VENV]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode != 0:
        reason = last_line(run.stdout.decode("utf-8", "replace"))
        raise Refusal(
            f"建立虚拟环境失败（{reason}）。处理后再运行 make {target()}",
            f"The virtual environment could not be made: put this right and run make {target()} again",
        )


def adopt_environment():
    """Use an environment that somebody made with another tool, if it will do."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        fits = subprocess.run([INTERPRETER, "-c", probe], stderr=subprocess.DEVNULL)
        if fits.returncode == 0:
            return
    except OSError:
        pass
    raise Refusal(
        "文件夹 .venv 不是本项目建立的，也不能用（需要 Python 3.11 以上和 pip）。请删除它后再运行 "
        f"make {target()}",
        "The folder .venv is not this project's and will not do (Python 3.11 or newer with pip is "
        f"needed): delete it and run make {target()} again",
    )


def install(name, turn):
    """Whether pip has installed everything, and what it printed."""
    total = sum(1 for line in read_lines(lock(name)) if line[:1].isalnum())
    say(
        f"正在安装 {total} 个依赖（首次约一两分钟）… | "
        f"Installing {total} packages (a minute or two at first) …"
    )
    # Only wheels: to build a source package would run code that no hash covers.
    command = [INTERPRETER, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", lock(name)]
    # pip keeps our turn with it: killed alone, this process would leave pip writing, and the next
    # start has to wait for that.
    kept = () if os.name == "nt" else (turn.fileno(),)
    with open(LOG, "wb") as log:
        pip = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, pass_fds=kept)
        try:
            code = pip.wait()
        except KeyboardInterrupt:
            pip.terminate()
            pip.wait()
            raise
    return code == 0, "\n".join(read_lines(LOG))


def read_lines(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read().splitlines()


def last_line(output):
    """The line of pip's output that says most about why it stopped."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["?"])[-1][:300]


OFFLINE = (
    "NewConnectionError",
    "ConnectionError",
    "name resolution",
    "ReadTimeout",
    "ConnectTimeout",
    "Connection refused",
    "ProxyError",
    "SSLError",
    "from versions: none",
)


def explain(output):
    """The refusal for what pip printed before it gave up."""
    again = f"make {target()}"
    if "DO NOT MATCH THE HASHES" in output:
        return Refusal(
            f"下载的依赖与锁定的校验值不符，已拒绝安装。请检查软件源或代理后再运行 {again}"
            "（详见 .venv/install.log）",
            "A download does not match its locked hash and was refused: check package index and "
            f"proxy, then run {again} again (details: .venv/install.log)",
        )
    if "No space left" in output:
        return Refusal(
            f"磁盘空间不足。请腾出约 500 MB 后再运行 {again}",
            f"The disk is full: free about 500 MB and run {again} again",
        )
    if any(word in output for word in OFFLINE):
        return Refusal(
            "连不上软件源，依赖没有装完。请检查网络（或用 PIP_INDEX_URL 指定镜像）后再运行 "
            f"{again}，会自动接着装",
            "The package index can't be reached: check the network (or name a mirror with "
            f"PIP_INDEX_URL) and run {again} again",
        )
    return Refusal(
        f"安装依赖失败（{last_line(output)}）。处理后再运行 {again}（详见 .venv/install.log）",
        f"Installing failed: put this right and run {again} again (details: .venv/install.log)",
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


def is_installed(name):
    return read_note().get("digests", {}).get(name) == digest(name)


def bring_up_to_date(name, turn):
    note = read_note()
    if not note:
        make_environment()
    digests = note.get("digests", {})
    # No note from here on: if this is cut short, the environment is not to be trusted.
    if os.path.exists(NOTE):
        os.remove(NOTE)
    done, output = install(name, turn)
    if not done:
        if "Installing collected packages" not in output:
            # pip downloads everything first; until then it has changed nothing.
            write_note(digests)
        raise explain(output)
    included = LISTS[: LISTS.index(name) + 1]
    write_note(dict(digests, **{item: digest(item) for item in included}))


def main(arguments):
    only_check = "--check" in arguments
    name = ([item for item in arguments if item in LISTS] or ["base"])[0]
    if not only_check and sys.version_info[:2] >= OLDEST and is_installed(name):
        return
    check_python()
    if only_check:
        return
    try:
        with hold_turn() as turn:
            # The one who had the turn before may have done it all.
            if not is_installed(name):
                bring_up_to_date(name, turn)
    except OSError as error:
        reason = error.strerror or error
        raise Refusal(
            f"写不了文件夹 {VENV}（{reason}）。请检查权限和磁盘空间后再运行 make {target()}",
            f"Can't write to {VENV}: check permissions and disk, then run make {target()} again",
        ) from error
    say("依赖已就绪。 | Packages are ready.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Refusal as refusal:
        say(f"✗ {refusal}", sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        again = f"make {target()}"
        say(
            f"✗ 已中断。再次运行 {again} 会接着完成 | Interrupted: run {again} to go on", sys.stderr
        )
        sys.exit(130)
