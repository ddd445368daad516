"""Denies the network, but for the loopback interface, to every Python process that has this folder in PYTHONPATH.

``SYNTHPHI_CONNECTIONS`` names a file, to which every address that is reached for is written, on a line after
``loopback`` or ``denied``.
"""

import ipaddress
import os
import socket
import sys

_LOG = os.environ["SYNTHPHI_CONNECTIONS"]
# The place of the address or host among an audit event's arguments.
_EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
}


def _is_loopback(host):
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False  # a name, which somebody would have to be asked about


def _watch(event, arguments):
    if event not in _EVENTS:
        return
    place = _EVENTS[event]
    address = arguments[place]
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if arguments[0].family not in (socket.AF_INET, socket.AF_INET6) or address is None:
            return  # within the machine, or a socket that is connected already
        address = address[0]
    allowed = _is_loopback(address)
    with open(_LOG, "a") as log:  # noqa: PTH123  (no more imports in every process than must be)
        log.write(f"{'loopback' if allowed else 'denied'} {event} {address} {' '.join(sys.argv)}\n")
    if not allowed:
        raise PermissionError(f"{event} {address}: not in this test")


sys.addaudithook(_watch)
