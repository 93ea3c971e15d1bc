"""How often one connection may send what anybody can send. Counted in slots of time, without a lock: a process that is
killed between counting and answering must not leave the door shut for the next try."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone


def is_too_much(request, what: str, most: int, within: timedelta) -> bool:
    """Count this request, and say whether it is more than `most` of this kind from its connection in this slot."""
    seconds = int(within.total_seconds())
    key = f"{what}:{_connection(request)}:{int(timezone.now().timestamp()) // seconds}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # the counter was swept away in this moment
        return False


def _connection(request) -> str:
    """The address, or of IPv6 the /64 of which one household has 2^64."""
    address = ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, IPv6Address):
        return str(ip_network(f"{address}/64", strict=False).network_address)
    return str(address)
