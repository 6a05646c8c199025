"""Reports: one HTML file that opens offline."""

from adhere.evals.report.content import Entry, Figures, Report, Variant, figures
from adhere.evals.report.page import render, render_run, write

__all__ = ["Entry", "Figures", "Report", "Variant", "figures", "render", "render_run", "write"]
