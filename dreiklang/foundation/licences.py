"""What may be done with a text or a file, as whoever made it says."""

from django.utils.translation import gettext_lazy as _

RESERVED, CC_BY, CC_BY_SA = "reserved", "cc-by-4.0", "cc-by-sa-4.0"
LICENCES = [(RESERVED, _("alle Rechte vorbehalten")), (CC_BY, "CC BY 4.0"), (CC_BY_SA, "CC BY-SA 4.0")]
ADDRESSES = {
    CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
}
