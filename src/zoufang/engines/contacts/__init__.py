"""Contacts (.vcf, vCard 3.0, RFC 2426): what old phones take into their address book too. Written by segno."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    """One entry of an address book. `name` is what the phone shows; at least one number makes it worth keeping."""

    name: str
    phone: str
    organisation: str = ""
    title: str = ""


def contact_file(contacts: Sequence[Contact]) -> bytes:
    """The file's bytes: UTF-8, CRLF, one card after the other; who has no number is left out."""
    from segno.helpers import make_vcard_data

    cards = []
    for each in contacts:
        if not each.phone:
            continue
        name = _plain(each.name)
        cards.append(
            make_vcard_data(
                # segno escapes everything but N, in which a semicolon parts family name and given name.
                name=name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,"),
                displayname=name,
                workphone=_plain(each.phone),
                org=_plain(each.organisation) or None,
                title=_plain(each.title) or None,
            )
        )
    return "".join(cards).encode()


def one_contact(name: str, phones: Sequence[str], note: str) -> str:
    """One entry with several numbers: of a code with several entries most phones keep only the first."""
    from segno.helpers import make_vcard_data

    name = _plain(name)
    card: str = make_vcard_data(
        name=name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,"),
        displayname=name,
        workphone=[_plain(each) for each in phones if each] or None,
        memo=_plain(note) or None,
    )
    return card


def _plain(text: str) -> str:
    # A line's end or another control character would begin a property of somebody's own making.
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
