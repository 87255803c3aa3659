from django.core.exceptions import ImproperlyConfigured

import pytest

from config.environment import Environment


def test_words_are_split_and_trimmed():
    assert Environment({"H": " a.cn , b.cn,, "}).words("H") == ["a.cn", "b.cn"]


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("off", False), ("", True)]
)
def test_flags(text, value):
    assert Environment({"F": text}).flag("F", default=True) is value


def test_a_postgres_address_is_taken_apart():
    env = Environment({"D": "postgres://us%40er:p%2Fw@db.example:5433/hong"})
    database = env.database("D")
    assert (database["USER"], database["PASSWORD"]) == ("us@er", "p/w")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", "5433", "hong")


def test_a_socket_folder_can_be_the_host():
    assert Environment({"D": "postgres:///hong?host=/run/pg"}).database("D")["HOST"] == "/run/pg"


def test_all_problems_come_in_one_message():
    env = Environment({"FLAG": "perhaps", "NUMBER": "ten", "D": "mysql://x/y"})
    env.flag("FLAG")
    env.number("NUMBER", 1)
    env.database("D")
    env.require("KEY", "make one")
    with pytest.raises(ImproperlyConfigured) as caught:
        env.check()
    for name in ("FLAG", "NUMBER", "D must", "KEY is not set: make one"):
        assert name in str(caught.value)
