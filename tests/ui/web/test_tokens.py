"""Tokens, the cookies made of them, and how wrong ones are slowed down."""

from __future__ import annotations

import hmac
from typing import Any

import pytest

from tests.clock import Clock
from ui.web import tokens
from ui.web.tokens import COOKIE_SECONDS, Attempts, Right, SignedOut, Tokens

READ, CHANGE = "read-token-0123456789", "change-token-0123456789"
BOTH = Tokens(read=READ, change=CHANGE)
NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (Tokens(), ""),
        (BOTH, ""),
        (Tokens(read=READ), ""),
        (Tokens(change=CHANGE), ""),
        (Tokens(read="x" * 15), "token_length"),
        (Tokens(read=READ, change="x" * 201), "token_length"),
        (Tokens(read="has a space in the middle"), "token_characters"),
        (Tokens(change="令牌" * 10), "token_characters"),
        (Tokens(read=READ, change=READ), "tokens_equal"),
    ],
)
def test_which_tokens_will_do(given: Tokens, fault: str) -> None:
    assert given.fault() == fault


@pytest.mark.parametrize(
    ("given", "token", "right"),
    [
        (BOTH, READ, Right.READ),
        (BOTH, CHANGE, Right.CHANGE),
        (BOTH, READ[:-1], Right.NOTHING),
        (BOTH, READ + " ", Right.NOTHING),
        (BOTH, "", Right.NOTHING),
        (BOTH, "\ud800é", Right.NOTHING),
        (Tokens(read=READ), "", Right.NOTHING),
        (Tokens(read=READ), CHANGE, Right.NOTHING),
        (Tokens(change=CHANGE), CHANGE, Right.CHANGE),
        (Tokens(change=CHANGE), "", Right.NOTHING),
    ],
)
def test_what_a_token_entitles_to(given: Tokens, token: str, right: Right) -> None:
    assert given.right(token) is right


def test_every_token_is_compared_with_all_of_them_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[Any, Any]] = []
    original = hmac.compare_digest
    monkeypatch.setattr(tokens.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or original(a, b))
    for given in ("", "x", READ, CHANGE, "y" * 1000):
        BOTH.right(given)
    assert len(compared) == 10
    assert {len(side) for pair in compared for side in pair} == {32}, "digests, which tell nothing of the length"


@pytest.mark.parametrize("right", [Right.READ, Right.CHANGE])
def test_a_cookie_stands_for_its_token_until_it_ends(right: Right) -> None:
    cookie = BOTH.cookie(right, NOW)
    assert READ not in cookie and CHANGE not in cookie
    assert BOTH.right_of_cookie(cookie, NOW) is right
    assert BOTH.right_of_cookie(cookie, NOW + COOKIE_SECONDS) is right
    assert BOTH.right_of_cookie(cookie, NOW + COOKIE_SECONDS + 1) is Right.NOTHING
    assert BOTH.right_of_cookie(cookie, NOW - 3600) is Right.NOTHING, "made later than now"
    others = Tokens(read=READ[::-1], change=CHANGE[::-1])
    assert others.right_of_cookie(cookie, NOW) is Right.NOTHING
    assert Tokens().right_of_cookie(cookie, NOW) is Right.NOTHING
    assert BOTH.cookie(right, NOW) != cookie, "each has its own number"


def test_a_cookie_cannot_be_made_without_the_token() -> None:
    right, made, number, digest = BOTH.cookie(Right.READ, NOW).split(".")
    for forged in (
        f"2.{made}.{number}.{digest}",  # for changing
        f"{right}.{int(made) + 1}.{number}.{digest}",  # younger
        f"{right}.{made}.{'0' * 32}.{digest}",
        f"{right}.{made}.{number}.{'0' * 64}",
        f"{right}.{made}.{number}",
        f"0.{made}.{number}.{digest}",
        "",
        "x" * 5000,
    ):
        assert BOTH.right_of_cookie(forged, NOW) is Right.NOTHING
    # A server without a token for changing signs with nothing there: what is signed so must not pass.
    unsigned = Tokens(read=READ).cookie(Right.CHANGE, NOW)
    assert Tokens(read=READ).right_of_cookie(unsigned, NOW) is Right.NOTHING


def test_cookies_given_back_are_remembered_as_long_as_they_would_last() -> None:
    out = SignedOut()
    out.add("first", NOW)
    out.add("second", NOW + COOKIE_SECONDS + 1)
    assert "second" in out and "first" not in out and "third" not in out


def test_after_five_wrong_tokens_each_takes_twice_as_long_as_the_one_before(clock: Clock) -> None:
    attempts = Attempts(clock)
    waits = []
    for _ in range(14):
        clock.now += attempts.wait("10.0.0.1")
        assert attempts.wait("10.0.0.1") == 0
        attempts.failed("10.0.0.1")
        waits.append(attempts.wait("10.0.0.1"))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert attempts.wait("10.0.0.2") == 0, "others do not wait"
    attempts.succeeded("10.0.0.1")
    assert attempts.wait("10.0.0.1") == 0


def test_wrong_tokens_are_forgotten_after_a_while(clock: Clock) -> None:
    attempts = Attempts(clock)
    for _ in range(9):
        attempts.failed("10.0.0.1")
    clock.now += Attempts.FORGOTTEN + 1
    assert attempts.wait("10.0.0.1") == 0
    attempts.failed("10.0.0.1")
    assert attempts.wait("10.0.0.1") == 0


def test_a_network_of_addresses_is_one_client() -> None:
    attempts = Attempts(Clock())
    for n in range(5):
        attempts.failed(f"2001:db8:1:2::{n}")
    assert attempts.wait("2001:db8:1:2:ffff::1") > 0
    assert attempts.wait("2001:db8:1:3::1") == 0
    for _ in range(5):
        attempts.failed("::ffff:10.0.0.1")
    assert attempts.wait("10.0.0.1") > 0 and attempts.wait("10.0.0.2") == 0
    attempts.failed("no address")
    assert attempts.wait("no address") == 0


def test_not_more_clients_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Attempts, "_MOST", 3)
    attempts = Attempts(Clock())
    for client in ("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"):
        for _ in range(5):
            attempts.failed(client)
    assert [attempts.wait(f"10.0.0.{n}") > 0 for n in (1, 2, 3, 4)] == [False, True, True, True]
