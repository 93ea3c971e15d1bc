from functools import partial

from dreiklang.people.actions import addressing
from dreiklang.search.models import FeedAddress

make_address = partial(addressing.make_address, FeedAddress)
end_address = partial(addressing.end_address, FeedAddress)
