"""Each signal on the smallest campaign that shows it, beside the innocent one that looks like it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from zoufang.engines.authenticity import SIGNALS, Answer, Mode, Reviewed, Visit, review

DAY = datetime(2026, 7, 20, 9)
SAID = [
    "妈妈担心过敏,问食堂能否换掉牛奶", "奶奶腿脚不便,想请保安放学时帮着开侧门", "爸爸说午睡时总被蚊子咬醒", "希望大班多些跳绳,孩子在家天天练",
    "问秋季园服旧的还能不能穿", "姥姥听不懂普通话,请用方言发通知", "弟弟出生后孩子常哭,请多抱抱", "校门口电动车太快,差点撞到人",
]  # fmt: skip


def honest(number: int, **more: object) -> Visit:
    """One of many plain visits: four a day, forty minutes each, a kilometre from one another, written at once."""
    start = DAY + timedelta(days=number // 4, minutes=83 * (number % 4) + number % 7, seconds=number % 50 + 3)
    end = start + timedelta(minutes=31 + number * 5 % 19)
    plain = Visit(
        row=number + 2, id=f"v{number}", school="甲园", klass="一班", teachers=("王老师", "李老师"), family=f"家{number}",
        mode=Mode.HOME, started=start, ended=end, recorded=end + timedelta(minutes=4), synced=end + timedelta(minutes=5),
        device="机1", latitude=36.8 + 0.009 * (number % 6), longitude=118.0 + 0.008 * (number // 6),
        text=f"{SAID[number % 8]}{number}" if number < 8 else "",
    )  # fmt: skip
    return replace(plain, **more)


def told(visits: list[Visit], folder: Path | None = None) -> dict[str, Reviewed]:
    return {each.id: each for each in review(visits, folder)}


def asked(found: dict[str, Reviewed]) -> set[str]:
    return {each.id for each in found.values() if each.is_worth_asking}


def names(found: dict[str, Reviewed], name: str) -> set[str]:
    return {each.id for each in found.values() if any(ground.signal == name for ground in each.grounds)}


PLAIN = [honest(number) for number in range(24)]


def put(*changed: Visit) -> list[Visit]:
    by_row = {each.row: each for each in changed}
    return [by_row.pop(each.row, each) for each in PLAIN] + list(by_row.values())


def test_plain_visits_are_left_alone_and_so_are_rows_that_know_nothing() -> None:
    assert not asked(told(PLAIN))
    assert [each.score for each in review([Visit(2, "a"), Visit(3, "b")])] == [0, 0]
    assert review([]) == []


def test_the_familys_no_is_asked_about_and_its_yes_on_a_teachers_phone_is_none() -> None:
    found = told(
        put(
            honest(0, answer=Answer.NO, family_device="家0"),
            honest(1, answer=Answer.YES, family_device="家1"),
            honest(2, answer=Answer.YES, family_device="机1"),
            honest(3, answer=Answer.UNSURE),
        )
    )
    assert asked(found) == {"v0", "v2"}
    assert "手机" in found["v2"].grounds[0].reason
    assert all(ground.innocent for each in found.values() for ground in each.grounds)


def test_one_device_of_many_families_but_not_of_two() -> None:
    many = [honest(n, answer=Answer.YES, family_device="同一部") for n in range(5)]
    two = [honest(n, answer=Answer.YES, family_device="奶奶的") for n in (6, 7)]
    assert asked(told(put(*many, *two))) == {f"v{n}" for n in range(5)}


def test_eighty_kilometres_an_hour_is_the_limit() -> None:
    end = PLAIN[4].ended
    assert end
    # 0.36 degrees of latitude: 40 km. 29 minutes are too few, 31 are enough.
    for minutes, is_impossible in ((29, True), (31, False)):
        start = end + timedelta(minutes=minutes)
        far = honest(5, started=start, ended=start + timedelta(minutes=30), latitude=36.836 + 0.36, longitude=118.0)
        found = told(put(far, *[honest(n, started=None, ended=None) for n in (6, 7)]))
        assert ("v5" in asked(found)) is is_impossible
        assert ("v5" in names(found, "impossible_travel")) is is_impossible
    assert "v4" not in asked(found)


def test_two_families_at_once_but_not_neighbours_who_sat_together() -> None:
    first = PLAIN[4]
    assert first.started
    later = first.started + timedelta(minutes=10)
    at_once = honest(5, started=later, ended=later + timedelta(minutes=30), answer=Answer.NO)
    found = told(put(at_once))
    assert names(found, "too_close") == {"v4", "v5"}
    assert asked(found) == {"v5"}
    together = honest(5, started=first.started, ended=first.ended, latitude=first.latitude, longitude=first.longitude)
    assert not names(told(put(together)), "too_close")


def test_too_short_for_its_form() -> None:
    short = timedelta(minutes=3)
    calls = [
        honest(30 + n, mode=Mode.PHONE, ended=honest(30 + n).started + timedelta(minutes=3 + n % 5)) for n in range(22)
    ]  # type: ignore[operator]
    found = told([*put(honest(0, ended=PLAIN[0].started + short)), *calls])  # type: ignore[operator]
    assert asked(found) == {"v0"}
    assert {ground.signal for ground in found["v0"].grounds} == {"too_short", "told_as_home"}


def test_a_burst_days_later_but_not_a_batch_sent_a_day_later() -> None:
    late = datetime(2026, 7, 29, 20)
    burst = [honest(n, recorded=late + timedelta(minutes=2 * n), synced=late + timedelta(hours=1)) for n in range(7)]
    assert asked(told(put(*burst))) == {f"v{n}" for n in range(7)}
    offline = [honest(n, synced=late) for n in range(12)]
    assert not names(told(put(*offline)), "late_burst")
    assert not asked(told(put(*offline)))


def test_written_before_it_began_unless_the_clock_is_wrong() -> None:
    early = honest(3, recorded=DAY - timedelta(days=1))
    assert asked(told(put(early))) == {"v3"}
    wrong = [replace(each, recorded=each.recorded - timedelta(hours=9)) for each in PLAIN if each.recorded]
    assert not asked(told(wrong))


def test_one_text_for_many_but_not_what_everybody_says() -> None:
    said = "姥姥说孩子回家常提起种的豆子,想要几粒带回去种"
    copies = [honest(n, text=said[:n] + "很" + said[n + 1 :]) for n in range(3, 9)]
    stock = [honest(n, text="家长对幼儿园工作很满意,没有意见和建议。") for n in range(12, 24)]
    found = told(put(*copies, *stock))
    assert asked(found) == {f"v{n}" for n in range(3, 9)}
    assert "v3" in found["v8"].grounds[0].reason or "v4" in found["v8"].grounds[0].reason
    same_family = [honest(n, text=said, family="家3") for n in (3, 9)]
    assert not names(told(put(*same_family)), "copied_text")


def test_a_campaign_that_words_everything_alike_copies_nothing() -> None:
    words = ["已向家长说明入园须知与作息安排", "已向家长说明伙食收费与退费办法", "已向家长说明接送时间与停车地点"]
    visits = [
        honest(n, text=words[(n * 7 + n // 5) % 3], teachers=(f"师{n % 6}",), device=f"机{n % 6}", latitude=None)
        for n in range(60)
    ]
    assert not asked(told(visits))


def test_one_spot_for_many_homes_but_not_a_school_or_a_tower() -> None:
    spot = {"latitude": 36.90001, "longitude": 118.1}
    cafe = [honest(n, **spot) for n in range(6)]
    assert asked(told(put(*cafe))) == {f"v{n}" for n in range(6)}
    assert not asked(told(put(*[replace(each, mode=Mode.SCHOOL) for each in cafe])))
    tower = [honest(n, latitude=36.9 + n * 7e-5, longitude=118.1) for n in range(6)]
    assert not asked(told(put(*tower)))


def test_a_phone_borrowed_from_others_but_not_the_schools_phone() -> None:
    others = [honest(n, teachers=("赵老师", "钱老师"), device="机2") for n in range(30, 42)]
    borrowed = [honest(n, teachers=("赵老师", "钱老师"), device="机1") for n in (44, 45)]
    assert asked(told([*PLAIN, *others, *borrowed])) == {"v44", "v45"}
    shared = [honest(n, teachers=(f"师{n % 5}",), device="公用") for n in range(30, 60)]
    assert not asked(told([*PLAIN, *shared]))


def test_a_day_told_twice() -> None:
    day = timedelta(days=3)
    again = [
        honest(n + 12, started=PLAIN[n].started + day, ended=PLAIN[n].ended + day, recorded=PLAIN[n].recorded + day)  # type: ignore[operator]
        for n in range(4)
    ]
    assert asked(told(put(*again))) == {"v12", "v13", "v14", "v15"}


def scene(seed: int) -> Image.Image:
    import random

    chance = random.Random(seed)
    picture = Image.new("RGB", (400, 300), (chance.randint(0, 255), 90, 120))
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = chance.randint(0, 360), chance.randint(0, 260)
        draw.rectangle(
            (x, y, x + chance.randint(20, 150), y + chance.randint(20, 150)), fill=(chance.randint(0, 255),) * 3
        )
    return picture


def test_one_picture_again_mirrored_cropped_or_by_name(tmp_path: Path) -> None:
    for seed in range(12):
        scene(seed).save(tmp_path / f"p{seed}.jpg", quality=88)
    (tmp_path / "same.jpg").write_bytes((tmp_path / "p1.jpg").read_bytes())
    ImageOps.mirror(scene(2)).save(tmp_path / "mirrored.jpg", quality=70)
    scene(3).crop((30, 10, 385, 270)).save(tmp_path / "cropped.jpg", quality=75)
    ImageOps.mirror(scene(4)).crop((8, 20, 370, 296)).resize((200, 150)).save(tmp_path / "both.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    files = [f"p{n}.jpg" for n in range(12)] + ["same.jpg", "mirrored.jpg", "cropped.jpg", "both.png"]
    visits = [honest(n, picture=name) for n, name in enumerate(files)]
    visits[1:5] = [replace(each, answer=Answer.YES, family_device=f"家{each.row}") for each in visits[1:5]]
    more = ["lost/x.jpg", "lost/x.jpg", "broken.jpg", "../outside.jpg", "wall.jpg"]
    visits += [honest(16 + n, picture=name) for n, name in enumerate(more)]
    found = told(visits, tmp_path)
    assert names(found, "reused_picture") >= {"v12", "v13", "v14", "v15", "v16", "v17"}
    assert asked(found) == {"v12", "v13", "v14", "v15", "v16", "v17"}
    assert "翻转" in found["v13"].grounds[0].reason


def test_every_signal_says_what_it_needs_and_what_may_be_innocent() -> None:
    assert len({each.name for each in SIGNALS}) == len(SIGNALS) == 17
    for each in SIGNALS:
        assert each.sees
        assert each.innocent
        assert each.least >= 1
        assert 0 < each.weight < 0.85


def test_whatever_is_missing_or_absurd_gets_a_score() -> None:
    import random

    chance = random.Random(3)
    blanks: dict[str, list[object]] = {
        "started": [None, DAY, datetime(1, 1, 1), datetime(9998, 12, 31)], "ended": [None, DAY, datetime(1, 1, 1)],
        "recorded": [None, datetime(9998, 1, 1)], "synced": [None], "latitude": [None, 90.0], "longitude": [None, 180.0],
        "mode": list(Mode), "teachers": [(), ("王老师",)], "family": [""], "school": ["", "乙园"], "device": [""],
        "text": ["", "啊" * 900, "无"], "picture": ["", "\x00", "/", "x.jpg"], "answer": list(Answer), "family_device": ["", "机1"],
    }  # fmt: skip
    for _ in range(12):
        visits = [
            replace(
                each,
                **{name: chance.choice(blanks[name]) for name in chance.sample(list(blanks), chance.randint(0, 9))},
            )
            for each in PLAIN
        ]
        assert all(0 <= each.score <= 1 for each in review(visits, Path()))
