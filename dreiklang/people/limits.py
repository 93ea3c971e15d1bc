"""How often one connection, or one person, may send something. Counted in slots of time, without a lock: a process that
is killed between counting and answering must not leave the door shut for the next try."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac


def is_too_much(request, what: str, most: int, within: timedelta) -> bool:
    """Count this request, and say whether it is more than `most` of this kind from its connection in this slot."""
    return _is_more_than(most, f"{what}:{connection_of(request)}", within)


def is_too_often(person, what: str, most: int, within: timedelta) -> bool:
    """The same for somebody signed in, wherever she comes from. The counter does not say whose it is."""
    return _is_more_than(most, f"{what}:{salted_hmac('dreiklang.limits', str(person.pk)).hexdigest()}", within)


def _is_more_than(most: int, whose: str, within: timedelta) -> bool:
    seconds = int(within.total_seconds())
    key = f"{whose}:{int(timezone.now().timestamp()) // seconds}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # the counter was swept away in this moment
        return False


def connection_of(request) -> str:
    """By what one visitor is told from another: the address, or of IPv6 the /64 of which one household has 2^64."""
    address = ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, IPv6Address):
        return str(ip_network(f"{address}/64", strict=False).network_address)
    return str(address)
