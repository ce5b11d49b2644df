from pathlib import Path

from api.embedded import log


def test_a_large_log_is_set_aside_and_replaces_the_one_before(tmp_path: Path) -> None:
    current, older = tmp_path / "mongod.log", tmp_path / "mongod.log.1"
    older.write_text("oldest")
    current.write_text("small")
    log.rotate(current)
    assert current.read_text() == "small"

    current.write_text("x" * 10_000_001)
    log.rotate(current)
    assert not current.exists()
    assert older.stat().st_size == 10_000_001


def test_the_first_error_since_the_start_is_the_explanation(tmp_path: Path) -> None:
    path = tmp_path / "mongod.log"
    path.write_text('{"s":"E", "msg":"earlier"}\n')
    since = log.size(path)
    assert log.explanation(path, since) is None

    with path.open("a") as stream:
        stream.write('{"s":"F", "msg":"broken", "attr":{"file":"a"}}\n{"s":"F", "msg":"giving up"}\n')
    assert log.explanation(path, since) == 'broken {"file": "a"}'


def test_without_an_error_the_last_line_is_the_explanation(tmp_path: Path) -> None:
    path = tmp_path / "mongod.out"
    path.write_text('{"s":"I", "msg":"starting"}\ncannot load a library\n')

    assert log.explanation(path, 0) == "cannot load a library"


def test_without_a_log_there_is_no_explanation(tmp_path: Path) -> None:
    assert log.explanation(tmp_path / "absent.log", 0) is None
