"""``manage.py serve`` and ``manage.py web``: entered before Django is loaded."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from core.serving.home import Occupancy, check_home, ensure_secret_key
from core.serving.messages import CannotStart, complain
from core.serving.options import ROOT, Options
from core.serving.port import check_port
from core.serving.supervisor import Supervisor

# After a hard kill the children notice within a second; their port is free a moment later.
PATIENCE = 6.0


def main(arguments: Sequence[str], program: Path = ROOT / "manage.py") -> int:
    """Run the command and return its exit code; ``arguments`` begin with its name."""
    command, *rest = arguments
    try:
        options = Options.read(os.environ)
        if command == "web":
            argparse.ArgumentParser("manage.py web", description=WEB).parse_args(rest)
            return web(options)
        parser = argparse.ArgumentParser("manage.py serve", description=SERVE)
        parser.add_argument(
            "--check", action="store_true", help="only tell whether folder and port will do"
        )
        only_check = parser.parse_args(rest).check
        return supervise(options, None if only_check else program)
    except CannotStart as problem:
        complain(problem)
        return 1


SERVE = "Start site and worker under one process (HOST, PORT, HONGFAN_HOME, HONGFAN_DEMO=0)."
WEB = "Start the web server alone (HOST, PORT, HONGFAN_WEB_WORKERS, HONGFAN_WEB_THREADS)."


def supervise(options: Options, program: Path | None) -> int:
    """Without a program only tell whether folder and port will do. Raises ``CannotStart``."""
    check_home(options.home)
    occupancy = Occupancy(options.home)
    occupancy.take(options)
    try:
        check_port(options, PATIENCE if occupancy.left_behind else 0.0)
        if program is None:
            return 0
        ensure_secret_key(options.home)
        return Supervisor(options, program).run()
    finally:
        occupancy.leave()


def web(options: Options) -> int:
    from core.serving.web import serve

    serve(options)
    return 0
