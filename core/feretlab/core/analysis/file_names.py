"""How the files are called that all images of an analysis give together."""

PARTICLES, SUMMARY = "particles.csv", "summary.csv"
WORKBOOK = "results.xlsx"
DISTRIBUTION, REPORT = "distribution.png", "report.pdf"
RECORD = "provenance.json"
POOLED = (PARTICLES, SUMMARY, WORKBOOK, DISTRIBUTION, REPORT, RECORD)
"""All of them."""
