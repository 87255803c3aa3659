"""The words of the field that a new site begins with; editors change them as they like."""

from django.db import transaction

from search.models import SynonymGroup, WordsState

# Each line one group; after the arrow what is found too, not the other way round.
# Only ever add at the end: a site remembers how many it was given.
GROUPS = """
二十大、20大、党的二十大、第二十次全国代表大会、中国共产党第二十次全国代表大会
十九大、19大、党的十九大、第十九次全国代表大会
十八大、18大、党的十八大、第十八次全国代表大会
二十届三中全会、20届三中全会、党的二十届三中全会
二十届四中全会、20届四中全会、党的二十届四中全会
一大、中共一大、党的一大、第一次全国代表大会
建党、建党节、七一、党的生日
三会一课、支部党员大会、支部委员会、党小组会、党课
两学一做、学党章党规、学系列讲话
两个确立、两个维护
四个意识、四个自信
三个代表、三个代表重要思想
习近平新时代中国特色社会主义思想、新思想
党建、党的建设
党员教育、党员学习、党员培训
主题党日、党日活动
民主生活会、组织生活会
民主评议党员、党员评议
发展党员、党员发展
入党 → 入党申请书、入党积极分子、发展党员、预备党员
转正 → 预备党员转正、转正申请书
党费、交党费、党费收缴
党组织关系、组织关系转接、转组织关系
流动党员、外出党员
纪检、纪律检查、纪检监察
反腐、反腐败、廉政、党风廉政
八项规定、中央八项规定
从严治党、全面从严治党
意识形态、意识形态工作
统战、统一战线
工会、职工之家
共青团、团委、青年团
志愿服务、志愿者、学雷锋
乡村振兴、美丽乡村
脱贫、脱贫攻坚、扶贫
基层治理、社区治理、网格化管理
枫桥经验、新时代枫桥经验
理论学习中心组、中心组学习
微党课、微课 → 视频讲座
先进典型、先进事迹、榜样
优秀共产党员、优秀党员
人工智能、ai
第二十次、第20次 → 二十大、20大、党的二十大、第二十次全国代表大会
"""


def ensure_words() -> int:
    """Put in the groups that this site has not been given yet; how many. Deleted ones stay so."""
    lines = GROUPS.strip().splitlines()
    with transaction.atomic():
        WordsState.objects.get_or_create(pk=1)
        state = WordsState.objects.select_for_update().get(pk=1)
        new = lines[state.seeded :]
        for line in new:
            words, _arrow, also = line.partition(" → ")
            SynonymGroup.objects.create(words=words, also=also)
        WordsState.objects.filter(pk=1).update(seeded=len(lines))
    return len(new)
