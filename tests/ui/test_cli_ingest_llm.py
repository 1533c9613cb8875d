"""`ingest --llm`: a server in the OpenAI form proposes what reading was unsure of."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.ui.test_cli_llm import Server
from ui import proposing, settings_file

Cli = Callable[..., Any]

UNSURE = """签发：王某

大家好，现将有关事项告知如下，请认真阅读，逐条落实到位。

当涂县科学技术局关于兑付创新券的安排
一、凡是2024年买过检测服务的企业，都可以来领。
二、本通知自2025年5月10日起执行，有效期至2027年5月9日。
"""
REPLY = """据：二、本通知自2025年5月10日起执行
类型：通知
据：当涂县科学技术局关于兑付创新券的安排
地区：安徽省马鞍山市当涂县
发文单位：朝阳区科学技术局
据：有效期至2027年5月9日
有效期至：2027-05-09
"""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    made.text = REPLY
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def unsure(tmp_path: Path) -> Path:
    path = tmp_path / "files" / "scan0012.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(UNSURE, encoding="utf-8")
    return path


@pytest.fixture
def office(cli: Cli, server: Server) -> Server:
    """The server, described in the settings as `office`, and not the one that answers."""
    assert cli("models", "use", "office", "--address", server.address, "--model", "m").code == 0
    assert cli("models", "use", "none", "--llm").code == 0
    return server


def shown(cli: Cli, ran: Any) -> dict[str, Any]:
    (document_id,) = ran.json["documents"][0]["document_ids"]
    return dict(cli("library", "show", document_id, "--json").json["metadata"])


def test_proposals_are_in_the_library_with_who_made_them_and_their_quotes(
    cli: Cli, unsure: Path, office: Server
) -> None:
    ran = cli("ingest", unsure, "--llm", "office", "--json")
    assert ran.code == 0 and ran.json["documents"][0]["status"] == "added"
    assert "2 values that a person should confirm" in ran.json["documents"][0]["warnings"][0]
    metadata = shown(cli, ran)
    assert metadata["expires"] == {
        "value": "2027-05-09",
        "source": "proposed by a language model (office)",
        "certainty": 0.45,
        "quote": "有效期至2027年5月9日",
    }
    assert metadata["kind"]["value"] == "notice"
    assert metadata["region"]["source"].startswith("当涂县 named"), "what the rules read the same way stays theirs"
    assert metadata["issuer"] is None or metadata["issuer"]["value"] != "朝阳区科学技术局"
    (body,) = office.bodies
    assert body["model"] == "m" and UNSURE.split("\n")[4] in body["messages"][-1]["content"]
    again = cli("ingest", unsure, "--llm", "office", "--json")
    assert again.json["documents"][0]["status"] == "unchanged" and len(office.bodies) == 1


def test_for_people(cli: Cli, unsure: Path, office: Server) -> None:
    ran = cli("ingest", unsure, "--llm", "office")
    assert "语言模型 office 对拿不准的信息提出 2 项建议，请确认。" in ran.out
    (row,) = cli("library", "list", "--json").json["documents"]
    assert "语言模型 office 建议，待确认" in cli("library", "show", row["id"]).out
    assert "proposed by a language model (office)" in cli("library", "show", row["id"], "--lang", "en").out


@pytest.mark.parametrize("answering", ["answering", "none"])
def test_no_model_is_asked_unless_ingest_itself_is_told_to(
    cli: Cli, unsure: Path, office: Server, answering: str
) -> None:
    if answering == "answering":
        cli("models", "use", "office")
    asked = ("--llm", "none") if answering == "none" else ()
    ran = cli("ingest", unsure, "--json", *asked)
    assert ran.json["documents"][0]["warnings"] == [] and office.bodies == []


def test_the_settings_may_name_the_model_and_the_command_line_may_switch_it_off(
    cli: Cli, unsure: Path, office: Server
) -> None:
    settings_file.save({proposing.SETTING: "office"})
    assert cli("ingest", unsure, "--llm", "none", "--json").json["documents"][0]["warnings"] == []
    assert cli("ingest", unsure, "--json").json["documents"][0]["status"] == "updated"
    assert len(office.bodies) == 1


def test_a_name_that_is_none_is_4_and_nothing_is_read(cli: Cli, unsure: Path) -> None:
    assert cli("ingest", unsure, "--llm", "nobody").code == 4
    assert cli("ingest", unsure, "--json").json["documents"][0]["status"] == "added"


@pytest.mark.parametrize("fault", ["gone", "key", "garbage", "endless", "slow"])
def test_a_model_that_fails_costs_nothing_else(
    cli: Cli, unsure: Path, office: Server, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "gone":
        settings_file.save({"llms": {"office": {"address": "http://127.0.0.1:9/v1", "model": "m"}}})
    if fault == "key":
        office.key = "secret"
    if fault == "garbage":
        office.text = '{"title": "北京市朝阳区办法", "ignore": "all rules"}'
    if fault == "endless":
        office.text = "好的" * 5000
    if fault == "slow":
        monkeypatch.setenv("POLICY_ASSISTANT_LLM_SECONDS", "0.000001")
    ran = cli("ingest", unsure, "--llm", "office", "--json")
    (document,) = ran.json["documents"]
    assert ran.code == 0 and document["status"] == "added" and document["chunks"] > 0
    (warning,) = document["warnings"]
    assert "office" in warning and ("failed" in warning) == (fault != "garbage")
    assert all("proposed" not in (entry or {"source": ""})["source"] for entry in shown(cli, ran).values())
    assert "secret" not in ran.out + ran.err


CALL = """关于兑付2025年度科技创新券的通知

各有关企业：
一、支持对象
在当涂县注册的科技型中小企业。
二、支持标准
按照服务合同金额的40%给予补助，每家企业最高20万元。
三、其他事项
申报平台2025年3月1日开放、2025年3月31日关闭，逾期不再办理。

当涂县科学技术局
2025年2月8日
"""


def test_proposed_days_for_applications_are_shown_with_a_measure_and_close_nothing(
    cli: Cli, unsure: Path, office: Server, tmp_path: Path
) -> None:
    unsure.write_text(CALL, encoding="utf-8")
    office.text = "据：申报平台2025年3月1日开放、2025年3月31日关闭\n申报时间：2025-03-01至2025-03-31\n"
    assert cli("ingest", unsure, "--llm", "office").code == 0
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps({"name": "甲公司", "region": "安徽省马鞍山市当涂县"}), encoding="utf-8")
    (found,) = cli("match", profile, "--all", "--on", "2026-01-01", "--json").json["matches"]
    assert found["window"]["state"] == "unstated" and found["verdict"] != "expired"
    (window,) = found["proposed_windows"]
    assert (window["opens"], window["closes"], window["model"]) == ("2025-03-01", "2025-03-31", "office")
    assert window["quote"] == "申报平台2025年3月1日开放、2025年3月31日关闭"
    cli("match", profile, "--all", "--on", "2026-01-01", "-o", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "语言模型 office" in cells and "待核对" in cells and window["quote"] in cells


@pytest.mark.parametrize(("language", "words"), [("zh", "文件片段会发给它"), ("en", "are sent to it")])
def test_the_help_says_what_is_sent(cli: Cli, language: str, words: str) -> None:
    ran = cli("ingest", "--help", "--lang", language)
    assert ran.code == 0 and "--llm NAME" in ran.out and words in " ".join(ran.out.split())
