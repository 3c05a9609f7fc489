"""Gives every suite the fixtures `agree` and `facts`."""

from grader.suite.plugin import (  # noqa: F401
    _workers,
    agree,
    facts,
    mount,
    pytest_configure,
    pytest_generate_tests,
    pytest_pyfunc_call,
    pytest_unconfigure,
)
