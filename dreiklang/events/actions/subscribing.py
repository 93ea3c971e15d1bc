from functools import partial

from dreiklang.events.models import CalendarAddress
from dreiklang.people.actions import addressing

make_address = partial(addressing.make_address, CalendarAddress)
end_address = partial(addressing.end_address, CalendarAddress)
