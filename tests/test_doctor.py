from click.testing import CliRunner

from helpers import cli, doctor

TEXT = "Officials said that Maria Tharn of the Halvorsen Institute met Sergei Lavrov on Monday in Moscow, and NATO objected."


def test_names_no_actor_covers_are_listed(raw):
    folder = raw({f"{i}.txt": f"Title {i}\n20220216\nhttps://x.example/{i}\n{TEXT} Round {i}.\n" for i in range(4)})
    found = doctor.examine("ukraine-2022", raw=folder)
    assert "Maria Tharn  4" in found
    assert "Halvorsen Institute  4" in found
    assert "x.example  4" in found
    assert not [name for name in ("Lavrov", "Moscow", "NATO", "Monday") if f"{name}  " in found]


def test_rare_names_are_not(raw):
    folder = raw({"a.txt": f"Title\n20220216\nhttps://x.example/a\n{TEXT}\n"})
    assert "Names that no actor covers (articles): none." in doctor.examine("ukraine-2022", raw=folder)


def test_the_command_tells_a_bad_case(tmp_path):
    case = tmp_path / "mine.toml"
    case.write_text('title = "T"\n[actors.a]\nnames = ["A"]\nparent = "b"\n[actors.b]\nnames = ["B"]\nparent = "a"\n')
    done = CliRunner().invoke(cli.main, ["doctor", str(case), "--raw", str(tmp_path)])
    assert done.exit_code == 2
    assert "their own parents" in done.output
