"""Can the server listen where it is asked to? Said before anything slow begins."""

import errno
import socket
import time

from core.serving.messages import CannotStart
from core.serving.options import Options


def check_port(options: Options, patience: float = 0.0) -> None:
    """Listen for a moment where the server will; waits up to ``patience`` seconds for a port in
    use. Raises ``CannotStart``."""
    until = time.monotonic() + patience
    while error := listening_error(options.host, options.port):
        if error.errno != errno.EADDRINUSE or time.monotonic() >= until:
            raise _problem(options, error) from error
        time.sleep(0.1)


def listening_error(host: str, port: int) -> OSError | None:
    """Why ``host:port`` can't be listened on, None when it can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # As servers do: connections that just ended don't count as use.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        return error
    return None


def free_port(host: str, taken: int) -> int:
    """A port near the taken one that is free now, else any free one."""
    for port in range(taken + 1, min(taken + 100, 65536)):
        if listening_error(host, port) is None:
            return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _problem(options: Options, error: OSError) -> CannotStart:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return CannotStart(
            f"本机没有地址 {options.host}，请检查 HOST，例如：make run HOST=127.0.0.1",
            f"This machine has no address {options.host}: check HOST, as in make run HOST=127.0.0.1",
        )
    # A port below 1024 is refused to ordinary people; its neighbours are, too.
    other = free_port(options.host, max(options.port, 1023))
    if error.errno == errno.EADDRINUSE:
        return CannotStart(
            f"端口 {options.port} 已被占用，请换一个：make run PORT={other}",
            f"Port {options.port} is in use, take another: make run PORT={other}",
        )
    reason = error.strerror or str(error)
    return CannotStart(
        f"不能使用端口 {options.port}（{reason}），请换一个：make run PORT={other}",
        f"Port {options.port} can't be used ({reason}), take another: make run PORT={other}",
    )
