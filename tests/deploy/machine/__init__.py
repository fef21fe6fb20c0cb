"""deploy/README.md and what it promises, on whole new machines: `script/try_install`, no test of the suite."""
