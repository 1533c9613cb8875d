"""The table of divisions, names in running text, and which place a report is of."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs_store.regions import (
    COUNTRY,
    Region,
    ancestors,
    candidates,
    contains,
    find_mentions,
    is_same_or_within,
    parse_path,
    ranked_otherwise,
    short_name,
)
from docs_store.regions.home import infer_home
from docs_store.regions.table import load_table

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def region(path: str) -> Region:
    found = parse_path(path)
    assert found is not None, path
    return found


def named(text: str) -> list[tuple[str, list[str]]]:
    return [(m.surface, [r.full_name for r in m.region_candidates]) for m in find_mentions(text)]


# The table


def test_table_has_all_levels_and_unique_paths() -> None:
    regions = list(load_table().by_code.values())
    levels = [r.level for r in regions]
    assert levels.count("province") == 34
    assert levels.count("prefecture") == 334  # 333 and 雄安新区
    assert 2840 <= levels.count("county") <= 2860
    assert len({r.path for r in regions}) == len(regions)
    assert not any("市辖区" in r.path or "直辖" in r.full_name for r in regions)


def test_table_has_the_short_names_that_the_rules_give() -> None:
    table = load_table()
    listed = {(region.name, short) for short, regions in table.by_short_name.items() for region in regions}
    names = {region.name for region in table.by_code.values()}
    assert listed == {(name, short) for name in names if (short := short_name(name))}


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("340521", "安徽省马鞍山市当涂县"),
        ("120110", "天津市东丽区"),
        ("429004", "湖北省仙桃市"),  # governed by the province itself
        ("659001", "新疆维吾尔自治区石河子市"),
        ("441900", "广东省东莞市"),
        ("350405", "福建省三明市沙县区"),  # since 2021
        ("540481", "西藏自治区林芝市米林市"),  # since 2023
        ("653228", "新疆维吾尔自治区和田地区和康县"),  # since 2024
        ("133100", "河北省雄安新区"),
    ],
)
def test_paths(code: str, full_name: str) -> None:
    assert load_table().by_code[code].full_name == full_name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("当涂县", "当涂"),
        ("洞头区", "洞头"),
        ("马鞍山市", "马鞍山"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("恩施土家族苗族自治州", "恩施"),
        ("阿坝藏族羌族自治州", "阿坝"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("东乡族自治县", "东乡"),
        ("香港特别行政区", "香港"),
        ("浦东新区", "浦东"),
        ("神农架林区", "神农架"),
        ("峰峰矿区", "峰峰"),
        ("大兴安岭地区", "大兴安岭"),
        ("万州区", "万州"),
        ("沙县区", "沙县"),
        ("赵县", None),
        ("城区", None),
        ("郊区", None),
        ("阿拉善左旗", None),
    ],
)
def test_short_name(name: str, short: str | None) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("text", "full_name"),
    [
        ("安徽省马鞍山市当涂县", "安徽省马鞍山市当涂县"),
        ("安徽马鞍山当涂", "安徽省马鞍山市当涂县"),
        ("安徽省 当涂县", "安徽省马鞍山市当涂县"),
        ("当涂县", "安徽省马鞍山市当涂县"),
        ("天津市东丽区", "天津市东丽区"),
        ("南京鼓楼区", "江苏省南京市鼓楼区"),
        ("甘肃甘南合作", "甘肃省甘南藏族自治州合作市"),
        ("云南省大理州", "云南省大理白族自治州"),
        ("吉林", "吉林省"),
        ("吉林吉林", "吉林省吉林市"),
        ("长沙", "湖南省长沙市"),
        ("全国", "全国"),
        ("鼓楼区", None),
        ("朝阳区", None),
        ("青禾县", None),
        ("安徽省青禾县", None),
        ("当涂县科技局", None),
        ("", None),
    ],
)
def test_parse_path(text: str, full_name: str | None) -> None:
    found = parse_path(text)
    assert (found and found.full_name) == full_name


def test_every_path_parses_to_itself() -> None:
    for r in load_table().by_code.values():
        assert parse_path(r.full_name) == r


def test_candidates_lists_all_holders_higher_first() -> None:
    assert {r.path[-2] for r in candidates("鼓楼区")} == {"南京市", "徐州市", "福州市", "开封市"}
    assert [r.level for r in candidates("吉林")] == ["province", "prefecture"]
    assert candidates("无此地") == ()


def test_ancestors_and_contains() -> None:
    dangtu = region("当涂县")
    assert [r.name for r in ancestors(dangtu)] == ["全国", "安徽省", "马鞍山市"]
    assert ancestors(COUNTRY) == ()
    assert contains(region("安徽省"), dangtu)
    assert contains(COUNTRY, dangtu)
    assert not contains(dangtu, dangtu)
    assert not contains(region("浙江省"), dangtu)
    assert ancestors(Region("", "青禾县", "county", ("青禾县",))) == (COUNTRY,)


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("安徽省马鞍山市当涂县", "安徽省", True),
        ("当涂县", "安徽省马鞍山市", True),
        ("安徽省", "当涂县", False),
        ("天津市东丽区", "天津", True),
        ("当涂县", "全国", True),
        ("青禾县", "青禾县", True),
        ("青禾县", "全国", True),
        ("青禾县", "安徽省", False),
        ("安徽省青禾县", "安徽", True),
        ("安徽省", "安徽省青禾县", False),
        ("鼓楼区", "南京市", False),
        ("", "全国", False),
        ("安徽省", "", False),
    ],
)
def test_is_same_or_within(inner: str, outer: str, expected: bool) -> None:
    assert is_same_or_within(inner, outer) is expected


# Names in running text


def test_a_run_of_names_is_one_mention_of_the_last() -> None:
    text = "位于安徽省马鞍山市当涂县的企业"
    (mention,) = find_mentions(text)
    assert mention.surface == "安徽省马鞍山市当涂县" == text[mention.start : mention.end]
    assert mention.region_candidates == (region("当涂县"),)
    assert mention.is_full_name


def test_neighbours_are_separate_mentions() -> None:
    assert named("滨海东丽两区,支持南京、苏州") == [
        ("东丽", ["天津市东丽区"]),
        ("南京", ["江苏省南京市"]),
        ("苏州", ["江苏省苏州市"]),
    ]


def test_a_parent_settles_a_shared_name() -> None:
    assert named("天津和平区") == [("天津和平区", ["天津市和平区"])]
    ((_, holders),) = named("在鼓楼区")
    assert len(holders) == 4


@pytest.mark.parametrize(
    "text",
    [
        "加强合作，资源共享，促进和平，前进路上解放思想，建设通道，公安机关",
        "支持和政策配套，提高邮政效率，重大安全事项，应当阳光透明",
        "为了长治久安，北京时间上午，长安汽车发布新车，美丽的海岸",
        "全市和县区，贸易县域经济，老城区改造，新建新城区",
        "朝阳产业，东方智慧，文化礼堂，世界大同",
        "嘉陵江流域和祁连山脚下",
        "津市场监管垄",
        "由津市场主体承担",
        "京津市值增长",
    ],
)
def test_everyday_words_are_no_places(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("赴合作市调研", "合作市"),
        ("资源县科技局", "资源县"),
        ("美丽江苏建设", "江苏"),
        ("东莞市场活跃", "东莞"),
        ("天津市场活跃", "天津"),
        ("东丽区域发展", "东丽"),
        ("安徽和县", "安徽和县"),
        ("和县科技局2023年工作总结", "和县"),
        ("宽城县企业", "宽城县"),
    ],
)
def test_names_that_count(text: str, surface: str) -> None:
    assert [m.surface for m in find_mentions(text)] == [surface]


def test_ports_and_railways_are_flagged() -> None:
    assert all(m.in_institution for m in find_mentions("宁波舟山港吞吐量与西安地铁里程"))
    assert not any(m.in_institution for m in find_mentions("宁波市、舟山的企业，深圳港资企业"))


def test_institutions_are_flagged() -> None:
    text = "与浙江大学、安徽工业大学、上海研发公共服务平台合作，安徽长江钢铁股份有限公司、浙大宁波理工学院"
    assert all(m.in_institution for m in find_mentions(text))
    assert not any(m.in_institution for m in find_mentions("东丽区科技局和当涂创新港"))


def test_empty_text_and_last_characters() -> None:
    assert find_mentions("") == []
    assert [m.surface for m in find_mentions("本报告来自安徽")] == ["安徽"]


# The home of a report


def home_of(text: str, hint: str = "") -> str | None:
    found = infer_home(text, hint)
    if found is None:
        return None
    home, certainty, reason = found
    assert 0 < certainty <= 1
    assert reason
    return home.full_name


HOMES = [
    (
        "浙江省嘉兴市桐乡市",
        "市科技局在市委、市政府的坚强领导下，全市研发投入居嘉兴第二。组织桐乡企业参加浙江省创新大赛，桐乡市高企达500家。"
        "与浙江大学桐乡研究院深化合作。我市获评浙江省科技创新鼎。",
    ),
    (
        "河北省承德市宽城满族自治县",
        "我县坚持创新驱动，全县科技型中小企业达120家。宽城满族自治县科技局组织企业赴承德市对接，县委县政府出台宽城科技十条，"
        "争取河北省重点研发项目2项。",
    ),
    (
        "内蒙古自治区鄂尔多斯市准格尔旗",
        "旗科技局紧紧围绕旗委旗政府工作部署，全旗研发投入增长20%。准格尔旗获批自治区可持续发展实验区，鄂尔多斯市考核优秀。"
        "准格尔经济开发区新增高企3家。我旗将继续努力。",
    ),
    (
        "河北省雄安新区",
        "一年来，新区坚持高标准建设，雄安中关村科技园挂牌，承接北京非首都功能疏解。全区新增高企80家，河北省支持雄安新区建设"
        "科创中心，雄安新区改革发展局统筹推进。",
    ),
    (
        "天津市滨海新区",
        "2023年，我区科技型企业突破5000家。滨海新区科技局推动天津市创新联合体建设，滨海新区信创产业规模居天津首位，区委区政府高度重视。",
    ),
    (
        "云南省大理白族自治州",
        "全州高企达110家，州科技局组织大理州企业申报云南省重大专项。我州与上海交通大学云南研究院共建平台，"
        "大理市、祥云县、宾川县科技成果转化活跃。大理州农业科技园区通过验收。",
    ),
    (
        "山东省潍坊市",
        "市科技局坚决贯彻市委市政府部署。全市高企2100家，潍坊市重点实验室40家。寿光市、诸城市、青州市、高密市位居前列，我市研发强度"
        "居山东省第四。",
    ),
    (
        "广东省",
        "全省高企7.7万家，我省区域创新能力连续七年居全国首位。广东省实验室10家，广州、深圳、东莞、佛山成果丰硕，省委省政府高度重视。",
    ),
    (
        "内蒙古自治区",
        "自治区党委政府出台科技兴蒙政策，全区高企2000家，我区研发投入增长15%，呼和浩特、包头、鄂尔多斯三市贡献突出。"
        "内蒙古科技大市场运行良好。",
    ),
    (
        "江苏省徐州市鼓楼区",
        "鼓楼区高企达到90家，全区技术合同成交额20亿元，徐州市考核第一。我区与中国矿业大学合作，鼓楼区孵化器获江苏省优秀。",
    ),
    (
        "吉林省长春市朝阳区",
        "朝阳区科技局深入实施创新驱动，区委区政府出台政策。全区高企200家，长春市排名第一。我区吉林大学科技园获批国家级。",
    ),
    (
        "江西省南昌市西湖区",
        "我区深入贯彻江西省、南昌市科技工作部署，西湖区高企增至60家，全区研发投入增长，西湖区孵化基地获南昌市认定。",
    ),
    (
        "安徽省宣城市广德市",
        "我市积极对标学习德清经验、赴德清县考察，借鉴德清县地理信息产业做法，引进德清企业3家。学习长兴县、安吉县先进做法。"
        "全市高企达230家，广德市科技局组织广德企业对接宣城市。",
    ),
    (
        "湖北省仙桃市",
        "我市新增高企60家，仙桃市科技局推动湖北省非织造布创新中心落户，仙桃高新区营收增长，全市研发投入占比2.3%。",
    ),
    (
        "湖南省长沙市长沙县",
        "我县综合实力居中部第一，长沙县科技局围绕星沙产业基地，县委县政府部署，长沙市支持建设。全县高企1000家，"
        "长沙经开区湖南省领先，长沙工程机械、长沙先进制造、长沙开放发展。",
    ),
]


@pytest.mark.parametrize(("home", "text"), HOMES)
def test_infer_home(home: str, text: str) -> None:
    assert home_of(text) == home


@pytest.mark.parametrize(
    ("home", "hint", "text"),
    [
        ("福建省福州市鼓楼区", "福州市鼓楼区科技局2023年工作总结", "我区高企达到400家，鼓楼区软件园产值增长。"),
        ("安徽省马鞍山市和县", "和县科技局2023年工作总结", "我县高企达到150家，马鞍山市考核优秀。"),
        ("海南省三亚市", "三亚市科技局2024年工作计划", "全市高企300家，海南自贸港政策落地，海口协同。"),
        ("青禾县", "青禾县科技局2023年工作总结", "全县高企50家。学习德清县经验，与德清县签约合作。"),
    ],
)
def test_infer_home_with_title(home: str, hint: str, text: str) -> None:
    assert home_of(text, hint) == home


@pytest.mark.parametrize(
    "text",
    [
        "",
        "我县坚持创新驱动发展，全县高企达到50家，县委县政府高度重视。对标学习德清先进经验。",
        "全县上下团结一心，县科技局推进合作，盘活资源，和平发展，公安机关配合。",
        "与浙江大学、南京大学、中山大学、复旦大学深化合作，我区科技成果转化提速。使用上海研发公共服务平台。",
        "鼓楼区高企增加，我区研发投入增长。",
    ],
)
def test_no_evidence_no_home(text: str) -> None:
    assert infer_home(text) is None


def test_three_bureaus_in_one_file() -> None:
    folder = SHARED / "corpus" / "work_summaries"
    if not folder.is_dir():
        pytest.skip("skipped: ../shared is not here")
    (file,) = folder.glob("*.txt")
    _, *reports = re.split(r"(?m)^.*篇\d+\s*$", file.read_text(encoding="utf-8"))
    homes = ["安徽省马鞍山市当涂县", "浙江省温州市洞头区", "天津市东丽区"]
    assert [home_of(report) for report in reports] == homes
    assert [home_of(report, file.stem) for report in reports] == homes


def test_provincial_reports_with_and_without_title() -> None:
    folder = SHARED / "corpus" / "gov_reports_2025"
    if not folder.is_dir():
        pytest.skip("skipped: ../shared is not here")
    docx = pytest.importorskip("docx")
    files = sorted(folder.glob("*.docx"))
    by_body = 0
    for file in files:
        province = re.sub(r"^\d+年|政府工作报告$", "", file.stem)
        text = "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
        # Without its title lines and salutation, which may name the province.
        body = "\n".join(line for line in text.splitlines() if "政府工作报告" not in line)[300:]
        assert home_of(text, file.stem) == region(province).full_name
        by_body += home_of(body) == region(province).full_name
    assert by_body >= 0.9 * len(files)


# Cost


def test_import_does_not_read_the_table() -> None:
    code = "import docs_store.regions.table as t; assert t.load_table.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize(
    ("text", "name", "otherwise"),
    [
        ("当涂市科技局", "当涂县", ["当涂市"]),
        ("东丽县和东丽区", "东丽区", ["东丽县"]),
        ("恩施市", "恩施土家族苗族自治州", []),  # another place of the table
        ("恩施州", "恩施土家族苗族自治州", []),
        ("当涂市场监管局、当涂县级财政、当涂省级以上", "当涂县", []),
        ("东丽区域协同", "东丽区", []),
        ("和市", "和县", []),  # no short name
    ],
)
def test_a_name_of_another_rank_is_another_place(text: str, name: str, otherwise: list[str]) -> None:
    assert ranked_otherwise(text, name) == otherwise
