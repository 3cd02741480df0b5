"""What a guardian's yes and no mean, and how long they hold. Source: domain §7 (a guardian's consent for any handling of a
pre-school child's data; separate consent for health, photo, publicity, passing identifiable rows on)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from zoufang.engines.refusal import Reason
from zoufang.engines.workdays import workdays_between
from zoufang.stages.rights.states import Burden, ErasureExtent, PageKind, Say, Scope

LONGEST_RULES = 20_000
ON_STAFF_DEVICE = Reason("这台设备上登录过老师的账号,请用自己的手机打开链接再答")


def together(says: Iterable[bool]) -> Say:
    """What the guardians' words make together: yes where one said yes and none said no.

    Each guardian has a say of their own, and the stricter holds: what is done with a child's data against the will of one
    of them cannot be taken back, what is not done can be done later. Silence alone is never a yes.
    """
    said = set(says)
    if False in said:
        return Say.NO
    return Say.YES if True in said else Say.OPEN


def what_holds(said: Mapping[Scope, Say]) -> dict[Scope, Say]:
    """Of each scope. Whoever does not agree to the basic handling has agreed to nothing that builds on it; a yes to more
    waits for the yes to the basic."""
    basic = said.get(Scope.BASIC, Say.OPEN)
    held = {Scope.BASIC: basic}
    for scope in Scope:
        if scope == Scope.BASIC:
            continue
        own = said.get(scope, Say.OPEN)
        held[scope] = Say.NO if Say.NO in (basic, own) else own if basic == Say.YES else Say.OPEN
    return held


def still_holds(*, is_given: bool, scope: str, version: int, asks_more: Mapping[int, Collection[str]]) -> bool:
    """Does a word given under this version hold today? `asks_more`: of each version, where it asks for more than the one
    before. A no always holds; a yes until the rules ask for more than it was given for."""
    return not is_given or not any(later > version and scope in more for later, more in asks_more.items())


def of_a_family(says: Collection[Say]) -> Say:
    """A family of several children: a no for one is a no, a yes needs all."""
    if Say.NO in says:
        return Say.NO
    return Say.YES if says and all(each == Say.YES for each in says) else Say.OPEN


def why_no_care_note(*, basic: Say, health: Collection[Say], has_words: bool, level_is_none: bool) -> list[Reason]:
    """Reasons why this note on care is not kept. The note stands on the family, the word on each child: one child's yes is
    needed and no child's no stands against it. To empty a note is always right."""
    if level_is_none and not has_words:
        return []
    if basic == Say.NO:
        return [Reason("这户家庭没有同意处理信息,不能写关怀说明;请选“无”,把说明清空")]
    if has_words and (Say.NO in health or Say.YES not in health):
        return [Reason("家长没有同意记健康与照护说明,说明请留空;“需关注”可以照选,不影响单独面谈")]
    return []


def why_no_photo(*, says: Collection[Say], by_family: bool, shows_no_child: bool) -> list[Reason]:
    """Reasons why a photo is not kept. `says`: of each child, on photos.

    Staff need a yes for every child. What a guardian puts to the own words is that guardian's yes to this one picture and
    this one use, unless somebody of the family said no: then only pictures that show no child.
    """
    if by_family:
        if Say.NO in says and not shows_no_child:
            return [Reason("您家有人不同意留孩子的照片。照片里没有孩子的,请勾选“照片里没有孩子”;有孩子的请不要传")]
        return []
    if says and all(each == Say.YES for each in says):
        return []
    return [Reason("家长没有同意走访照片,不能拍、不能留;请写文字")]


def why_not_kept(*, said: Mapping[Scope, bool], is_newest: bool, on_staff_device: bool) -> list[Reason]:
    """Reasons why a guardian's words on one child are not taken."""
    if on_staff_device:
        return [ON_STAFF_DEVICE]
    if not is_newest:
        return [Reason("园里刚刚更新了规则,请看一看新的一版再选;您刚才选的还在")]
    if any(said.values()) and not said.get(Scope.BASIC):
        return [Reason("下面有的勾选要先同意“记录走访需要的信息”。请选“同意”,或把下面的勾都去掉")]
    return []


def why_not_issued(*, body: str, is_same: bool) -> list[Reason]:
    """Reasons why these rules are not issued."""
    if not body.strip():
        return [Reason("请写下规则的内容,家长要看着它来选")]
    if len(body) > LONGEST_RULES:
        return [Reason("规则最多 %(longest)s 字,家长才读得完,请写短一些", longest=LONGEST_RULES)]
    return [Reason("和现在的一版一样,不用再发布")] if is_same else []


def english_that_holds(*, body: str, english: str, before: str, english_before: str) -> str:
    """The English beside this Chinese text: dropped where only the Chinese was changed, for it says something else now."""
    return "" if body.strip() != before.strip() and english.strip() == english_before.strip() else english.strip()


LONGEST_BURDEN = 500
# A page that anybody may post to without a name; more than a school's families and staff say on one day.
MOST_BURDENS_A_DAY = 300

_KINDS: Mapping[str, PageKind] = {
    "signup": PageKind.SIGN_UP,
    "family": PageKind.SIGN_UP,
    "schedule": PageKind.SIGN_UP,
    "rights": PageKind.CONSENT,
    "visit": PageKind.VISIT,
    "revisit": PageKind.VISIT,
    "problem": PageKind.PROBLEM,
    "roster": PageKind.PAPERWORK,
    "briefing": PageKind.PAPERWORK,
    "assignment": PageKind.PAPERWORK,
    "campaign": PageKind.PAPERWORK,
    "ledger": PageKind.PAPERWORK,
    "supervision": PageKind.PAPERWORK,
}
_PAGES: Mapping[str, PageKind] = {
    "family:door": PageKind.DOOR,
    "family:open": PageKind.DOOR,
    "family:digits": PageKind.DOOR,
    "family:consent": PageKind.CONSENT,
    "account_login": PageKind.DOOR,
    "mfa_authenticate": PageKind.DOOR,
}


def page_kind_of(name: str) -> PageKind:
    """Of a page's name in the list of routes; anything unknown is some other page."""
    return _PAGES.get(name) or _KINDS.get(name.partition(":")[0], PageKind.OTHER)


def why_no_burden(*, what: Collection[str], words: str, said_today: int) -> list[Reason]:
    """Reasons why a word on burden is not taken."""
    if not what and not words.strip():
        return [Reason("请勾一项,或写一句话")]
    if not set(what) <= set(Burden.values):
        return [Reason("有一项看不懂,请刷新页面重新勾选")]
    if len(words) > LONGEST_BURDEN:
        return [Reason("最多 %(longest)s 字,请写短一些", longest=LONGEST_BURDEN)]
    if said_today >= MOST_BURDENS_A_DAY:
        return [Reason("今天收到的太多了,请明天再告诉我们")]
    return []


LONGEST_CORRECTION = 1_000
MOST_OPEN_CORRECTIONS = 10


def why_not_ask(*, value: str, open_count: int, on_staff_device: bool) -> list[Reason]:
    """Reasons why a request to put something right is not taken."""
    if on_staff_device:
        return [ON_STAFF_DEVICE]
    if not value.strip():
        return [Reason("请写下正确的内容")]
    if len(value) > LONGEST_CORRECTION:
        return [Reason("最多 %(longest)s 字,请写短一些", longest=LONGEST_CORRECTION)]
    if open_count >= MOST_OPEN_CORRECTIONS:
        return [Reason("您家已有 %(count)s 件等着处理,请等园里答复,或直接打电话", count=open_count)]
    return []


def why_not_decide(*, is_open: bool, is_taken: bool, is_by_hand: bool, answer: str) -> list[Reason]:
    """Reasons why a request is not decided so. A no says why; what was mended by hand says how."""
    if not is_open:
        return [Reason("这件已经处理过了")]
    if len(answer) > LONGEST_CORRECTION:
        return [Reason("最多 %(longest)s 字,请写短一些", longest=LONGEST_CORRECTION)]
    if not answer.strip() and not is_taken:
        return [Reason("不改的话,请写一句为什么,家长看得到")]
    if not answer.strip() and is_by_hand:
        return [Reason("请先在花名册或记录里改好,再写一句改了什么,家长看得到")]
    return []


def clock(*, due_until: datetime, now: datetime) -> tuple[str, Reason]:
    """`late` or '', and in words how many working days are left."""
    days = workdays_between(now.date(), due_until.date())
    if now > due_until:
        return "late", Reason("超期 %(days)s 个工作日", days=-days) if days < 0 else Reason("今天已到期")
    return "", Reason("还剩 %(days)s 个工作日", days=days) if days else Reason("今天到期")


def why_not_ask_erasure(*, extent: str, is_named: bool, has_open: bool, on_staff_device: bool) -> list[Reason]:
    """Reasons why a request to delete is not taken. `is_named`: where it is one child's, is it a child of this family?"""
    if on_staff_device:
        return [ON_STAFF_DEVICE]
    if extent not in ErasureExtent.values or not is_named:
        return [Reason("请先选要删除谁的信息")]
    return [Reason("您家已有一件删除请求等着处理,不用再提")] if has_open else []


def why_not_erase(*, is_open: bool, is_confirmed: bool) -> list[Reason]:
    """Reasons why a family's data are not deleted now. It cannot be taken back, so that it is ticked."""
    if not is_open:
        return [Reason("这件已经处理过了")]
    return [] if is_confirmed else [Reason("删除以后找不回来:请先勾选“我已看过上面要删的和要留的”")]


def why_not_refuse_erasure(*, is_open: bool, answer: str) -> list[Reason]:
    """Reasons why a request to delete is not refused so."""
    if not is_open:
        return [Reason("这件已经处理过了")]
    if len(answer) > LONGEST_CORRECTION:
        return [Reason("最多 %(longest)s 字,请写短一些", longest=LONGEST_CORRECTION)]
    return [] if answer.strip() else [Reason("不删的话,请写明依据哪条规定,家长看得到")]
