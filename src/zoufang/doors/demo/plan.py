"""What the demo holds: a district with three kindergartens, each at another point of the same campaign. Dates move with today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zoufang.ground.campaign.plan import Basics, CampaignPlan, PhasePlan, RoundPlan, TextPlan
from zoufang.ground.campaign.states import TextKind
from zoufang.ground.org.rules import entry_year_of
from zoufang.ground.org.states import Grade

PROVINCE, CITY, DISTRICT = "云岭省", "望江市", "云溪区"
GRADES = ((Grade.JUNIOR, "小"), (Grade.MIDDLE, "中"), (Grade.SENIOR, "大"))


@dataclass(frozen=True)
class School:
    """A kindergarten to fill: classes of each grade, children of a class, how far its visits are (0–1)."""

    name: str
    classes: int
    children: int
    visited: float
    submit_in_days: int
    everything_answered: bool = False


SIZES: dict[str, tuple[School, ...]] = {
    "class": (School("云溪区城东中心幼儿园", 1, 28, 0.5, 20),),
    "school": (School("云溪区城东中心幼儿园", 4, 29, 0.55, 20),),
    "district": (
        School("云溪区城东中心幼儿园", 4, 29, 0.55, 20),
        School("云溪区南河幼儿园", 2, 24, 1.0, 4, everything_answered=True),
        School("云溪区柳岸幼儿园", 1, 25, 0.2, -2),
    ),
}

LETTER = """尊敬的家长:

您好!感谢您一直以来对教育工作的关心。这次走访,我们想当面听听您的意见和建议:孩子在园里过得好不好,您有什么难处,希望我们改进什么。

您说的每一件事,我们都会记下来、办下去、告诉您结果。能当场解决的当场解决;一时解决不了的,我们会说明什么时候再看。

老师上门不收礼、不吃请。对走访有任何意见,可以直接拨打联系服务卡上的电话。

云溪区教育和体育局"""

PLAN = """一、目标:入户走访全覆盖、民生诉求要兜清、反映问题真解决。
二、谁走访谁:每班两位教师负责全班家庭;班子成员和中层干部走访教职工。
三、怎么走访:先发通知,家长自愿报名;入户须两位教师同行;不收礼品、不吃请;婉拒不追问、不算欠账。
四、“三个一”:一张联系服务卡、一封信、一份《入户访问登记表》。
五、解决问题:能当场解决的当场解决,复杂的交园里,园里办不了的报区里;24 小时内联系家长,5 个工作日内答复。
六、回访:反映过问题的当面回访,其余电话、微信或钉钉回访。
七、报送:《问题整改台账》《入户访问登记表》按时发督导室邮箱。"""

TALKING_POINTS = """1. 今年全区新增普惠学位 1,200 个,延时服务覆盖所有公办园。
2. 家庭经济困难的幼儿可以申请资助,老师帮您填表。
3. 食堂每周公示食谱,欢迎家长报名陪餐。"""

OWN_POINTS = """1. 暑假里换了新的塑胶操场,九月开学就能用。
2. 每天 17:00 至 18:00 有延时服务,自愿参加。
3. 有事随时说:联系服务卡上有老师和园里的电话。"""


def campaign_plan(unit: str, *, today: date, submit_in_days: int, part_of: str = "") -> CampaignPlan:
    """The campaign half-way: the older cohorts were visited first, the youngest are being visited now."""
    starts = today - timedelta(days=30)
    older, younger = (
        (today - timedelta(days=28), today - timedelta(days=8)),
        (today - timedelta(days=12), today + timedelta(days=12)),
    )
    windows = {Grade.SENIOR: older, Grade.MIDDLE: older, Grade.JUNIOR: younger}
    phases = []
    for grade, letter in GRADES:
        year = entry_year_of(grade, today)
        if year is not None:
            phases.append(PhasePlan(f"{letter}班", grade, year, *windows[grade]))
    year = today.year
    return CampaignPlan(
        unit=unit,
        part_of=part_of,
        basics=Basics(
            name=f"{year}年度大走访活动",
            starts_on=starts,
            ends_on=today + timedelta(days=45),
            submit_until=today + timedelta(days=submit_in_days),
            basis_title=f"关于常态长效开展{year}年度走学校进家庭大走访活动的实施方案",
            basis_number=f"云教体发〔{year}〕18号",
            issuer="云溪区教育和体育局",
            goals="入户走访全覆盖、民生诉求要兜清、反映问题真解决。",
            addressee_name="云溪区教育督导室",
            addressee_mail="dudaoshi@yunxi.example",
            contact_line="0000-1234567",
        ),
        phases=tuple(phases),
        rounds=(
            RoundPlan(1, "第一轮走访", starts, today + timedelta(days=12)),
            RoundPlan(2, "第二轮回访", today - timedelta(days=5), today + timedelta(days=40)),
        ),
        texts=(
            TextPlan(TextKind.PLAN, "大走访活动实施方案", PLAN, approved_on=starts),
            TextPlan(TextKind.LETTER, "致全区家长的一封信", LETTER, approved_on=starts),
            TextPlan(
                TextKind.TALKING_POINTS,
                *(("园里的新变化", OWN_POINTS) if part_of else ("区里的新政策", TALKING_POINTS)),
                approved_on=starts,
            ),
        ),
    )
