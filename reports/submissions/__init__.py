"""Self-reports in rounds of submission and return: requested with the notice, written by the unit, checked by those who
inspect (decisions/0026).
"""
