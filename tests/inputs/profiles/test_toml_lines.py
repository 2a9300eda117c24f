"""The line of a table or key is found as TOML itself understands the text."""

import pytest

from hudes_desktop.inputs.profiles.toml_lines import line_of

TEXT = '''\
# [[binding]] in a comment
name = """
[[binding]]
control = "no table at all"
"""
size = [
    1,
    2,
]

[[binding]]
control = "a"  # comment

[[ binding ]]

# about the next line
"control" = "b"
args = { deep = { value = 1 } }
[binding.more]
x = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (("size",), 6),
        (("size", 1), 6),
        (("binding",), 11),
        (("binding", 0), 11),
        (("binding", 0, "control"), 12),
        (("binding", 1), 14),
        (("binding", 1, "control"), 17),
        (("binding", 1, "args", "deep", "value"), 18),
        (("binding", 1, "more"), 19),
        (("binding", 1, "more", "x"), 20),
        (("binding", 1, "absent"), 14),
        (("binding", 1, "args", "absent"), 18),
        (("binding", 7), 11),
        (("absent",), None),
        ((), None),
    ],
)
def test_line_of(path, line) -> None:
    assert line_of(TEXT, path) == line
