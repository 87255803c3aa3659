"""Who may do what in the review: the data behind the table in ``docs`` and the test of each cell.

An action is allowed for the roles named here; what it needs besides (not the own text, the right
moment) is what the other tests are about.
"""

from dataclasses import dataclass

from accounts import roles


@dataclass(frozen=True)
class Action:
    """``key`` names the test's step; ``allowed`` are roles, ``note`` goes into the table."""

    key: str
    label: str
    allowed: frozenset[str]
    note: str = ""


WRITERS = {roles.CONTRIBUTOR, roles.EDITOR, roles.CHIEF_EDITOR}
EDITORS = {roles.EDITOR, roles.CHIEF_EDITOR}
CHIEF = {roles.CHIEF_EDITOR}
NOBODY: set[str] = set()
# Not a role of the house: what being a superuser alone brings.
SUPERUSER = "超级用户（无角色）"
COLUMNS = (*roles.ALL, SUPERUSER)


def _action(key: str, label: str, allowed: set[str], note: str = "") -> Action:
    return Action(key, label, frozenset(allowed), note)


ACTIONS = (
    _action("draft", "新建草稿", WRITERS | {SUPERUSER}),
    _action("edit_others", "修改别人的草稿", EDITORS | {SUPERUSER}),
    _action("submit", "送审", EDITORS | {SUPERUSER}, "通讯员送审自己的草稿"),
    _action("submit_own", "送审自己的草稿", WRITERS | {SUPERUSER}),
    _action("approve_first", "初审通过", {roles.FIRST_REVIEWER}, "不能是作者"),
    _action("approve_second", "复审通过", {roles.SECOND_REVIEWER}, "不能是作者，也不能审过前一级"),
    _action("approve_final", "终审通过", {roles.FINAL_REVIEWER}, "不能是作者，也不能审过前几级"),
    _action(
        "approve_single", "栏目页审核", {roles.FINAL_REVIEWER, roles.CHIEF_EDITOR}, "不能是修改的人"
    ),
    _action("return_first", "初审退回", {roles.FIRST_REVIEWER}),
    _action("return_second", "复审退回", {roles.SECOND_REVIEWER}),
    _action("return_final", "终审退回", {roles.FINAL_REVIEWER}),
    _action("claim_first", "认领初审稿件", {roles.FIRST_REVIEWER}),
    _action("claim_second", "认领复审稿件", {roles.SECOND_REVIEWER}),
    _action("claim_final", "认领终审稿件", {roles.FINAL_REVIEWER}),
    _action("answer", "答复退回的意见", NOBODY, "只由作者和送审的人"),
    _action("answer_own", "答复自己稿件的退回意见", WRITERS | {SUPERUSER}),
    _action("recall", "撤回别人的送审", NOBODY, "由审稿人退回"),
    _action("recall_own", "撤回自己的送审", WRITERS | {SUPERUSER}),
    _action("edit_in_review", "修改在审的稿件", NOBODY, "先撤回或退回"),
    _action("publish", "不经审稿直接发布", NOBODY, "终审通过后自动发布"),
    _action("emergency", "紧急发布", CHIEF, "须写理由，事后补审"),
    _action("withdraw", "撤下已发布的稿件", CHIEF | {SUPERUSER}, "再发布要重新审稿"),
    _action("move_live", "移动已发布的稿件", CHIEF | {SUPERUSER}),
    _action("delete_live", "删除已发布的稿件", CHIEF | {SUPERUSER}, "审稿记录保留"),
    _action("restrict", "改阅读权限", CHIEF | {SUPERUSER}),
    _action("records", "查看全部审稿记录", CHIEF | {SUPERUSER}),
    _action("checklist", "修改三校清单", CHIEF | {SUPERUSER}),
    _action("stand_in", "安排代审", CHIEF | {SUPERUSER}),
    _action("translate", "发起翻译", EDITORS | {SUPERUSER}, "译文是另一篇稿件"),
    _action("workflow", "修改审级和流程", NOBODY, "由 setup_site 设定"),
    _action("people", "管理人员和角色", {roles.ADMINISTRATOR, SUPERUSER}),
)


def table() -> str:
    """The matrix in Markdown."""
    lines = [
        "| 操作 | " + " | ".join(COLUMNS) + " | 说明 |",
        "|---" * (len(COLUMNS) + 2) + "|",
    ]
    for action in ACTIONS:
        cells = ["✓" if column in action.allowed else "—" for column in COLUMNS]
        lines.append(f"| {action.label} | " + " | ".join(cells) + f" | {action.note} |")
    return "\n".join(lines)
