"""Gives every suite the fixtures `agree`, `agree_on` and `facts`."""

from grader.suite.plugin import (  # noqa: F401
    _workers,
    agree,
    agree_on,
    facts,
    mount,
    pytest_configure,
    pytest_generate_tests,
    pytest_pyfunc_call,
    pytest_unconfigure,
)
