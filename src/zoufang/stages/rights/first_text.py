"""The rules of children's data that a school starts from; the principal reads, changes and issues them."""

from __future__ import annotations

CHINESE = """一、谁在用。{school}为了家访和答复您反映的事,使用孩子和家长的少量信息。
二、用哪些。孩子的姓名、性别、出生日期、班级;家长的姓名、和孩子的关系、电话;住址;您选的走访方式和时间;走访的时间、方式、见到了谁;您反映的事和答复。身份证号、职业、收入、婚姻状况一概不记。
三、谁能看。班里的两位老师和园长;电话、住址平时是遮住的,看一次记一次。报给督导室的台账默认遮住姓名和电话。您说老师的事,这位老师看不到。
四、另外要您单独同意的。健康与照护说明、走访照片、对外宣传、把能认出孩子的记录交给园外单位。哪一项不同意都行,不影响孩子,也不影响走访。
五、不同意也可以。不同意就不记:老师可以和您谈,但不写谈话内容。不用说理由,不算欠账。
六、存多久。走访活动结束后一年之内,到期自动删除;需要留下的统计和问题台账去掉姓名。
七、您随时可以看、复制、更正、要求删除,可以撤回同意,从撤回那一刻起就停。在专属链接里的“我家的数据”办,或者找园里{line}。"""

ENGLISH = """1. Who uses it. {school} uses a little information about your child and you, for home visits and to answer what you raise.
2. What. Your child's name, sex, date of birth and class; your name, relation and phone; the address; the form and time you chose; when and how we met and whom; what you raised and what was answered. Never ID numbers, jobs, income or marital status.
3. Who can see it. The class's two teachers and the principal; phone and address are masked, and each look is recorded. Ledgers sent to the supervision office mask names and phones. What you say about a teacher never reaches that teacher.
4. What we ask you about separately. Notes on health and care, photos, publicity, passing on records that identify your child. You may say no to any; nothing changes for your child or the visit.
5. You may refuse. Then nothing is written: teachers may talk with you but do not record what was said. No reason needed, nobody's minus.
6. How long. Within one year after the campaign ends, then it is deleted by itself; figures and problem ledgers that must stay lose their names.
7. At any time you may see, copy and correct it, have it deleted, and withdraw; we stop from that moment. Use “My family's data” behind your link, or ask the school{line}."""


def first_text(*, school: str, line: str) -> tuple[str, str]:
    """The Chinese text and its English, with the school's name and line in their places."""
    return (
        CHINESE.format(school=school, line=f",电话 {line}" if line else ""),
        ENGLISH.format(school=school, line=f", phone {line}" if line else ""),
    )
