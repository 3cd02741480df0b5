"""Contacts for a phone's address book."""

from zoufang.engines.contacts import Contact, contact_file


def test_each_with_a_number_is_a_card_of_its_own():
    text = contact_file(
        [
            Contact("张老师", "13900001111", "城东幼儿园", "老师"),
            Contact("李老师", ""),
            Contact("城东幼儿园", "010-1234"),
        ]
    ).decode()

    assert text.count("BEGIN:VCARD\r\nVERSION:3.0\r\n") == text.count("END:VCARD\r\n") == 2
    for line in ("FN:张老师", "N:张老师", "TEL;TYPE=WORK:13900001111", "ORG:城东幼儿园", "TITLE:老师"):
        assert f"\r\n{line}\r\n" in text
    assert "李老师" not in text


def test_a_name_cannot_write_lines_of_its_own():
    text = contact_file([Contact("甲\r\nTEL:110\x00\u2028\u202e;乙,\\", "1\nURL:x", "园\rNOTE:y", "a\nb")]).decode()

    assert [line.split(":")[0] for line in text.split("\r\n") if line] == [
        "BEGIN",
        "VERSION",
        "N",
        "FN",
        "ORG",
        "TEL;TYPE=WORK",
        "TITLE",
        "END",
    ]
    assert not set("\x00\u2028\u202e") & set(text)
    assert "N:甲 TEL:110 \\;乙\\,\\\\\r\n" in text


def test_rare_and_long_names_stay_whole():
    text = contact_file([Contact("𠮷阿卜杜拉·买买提", "1"), Contact("བཀྲ་ཤིས", "2"), Contact("ᠪᠠᠲᠤ", "3")]).decode()

    for name in ("𠮷阿卜杜拉·买买提", "བཀྲ་ཤིས", "ᠪᠠᠲᠤ"):
        assert f"FN:{name}\r\n" in text
