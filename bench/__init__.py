"""Measurements and long tests (script/bench, script/torture, script/measure), and the style check of script/check."""
