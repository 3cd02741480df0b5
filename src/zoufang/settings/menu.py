"""The menu, said once: what stands in the bar of the phone and at the side of the desk, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class MenuItem:
    """A place to go. `roles`: whose menu it stands in (values of accounts' Role)."""

    route: str
    label: str
    icon: str
    roles: frozenset[str]
    on_phone: bool = False

    def is_here(self, address: str) -> bool:
        """Is the page at this address (or below it) this place?"""
        place = reverse(self.route)
        return address == place if place == "/" else address.startswith(place)


LEADING = frozenset({"principal", "leader", "middle_manager", "clerk"})
TEACHING = frozenset({"teacher"})
DISTRICT = frozenset({"district_admin", "inspector"})

MENU: tuple[MenuItem, ...] = (MenuItem("visit:index", _("走访"), "walk", TEACHING | LEADING, on_phone=True),)
