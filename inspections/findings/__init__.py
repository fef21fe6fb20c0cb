"""Strengths, shortcomings and their causes."""
