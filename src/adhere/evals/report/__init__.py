"""Reports: one HTML file that opens offline."""

from adhere.evals.report.content import Report, Variant
from adhere.evals.report.page import render, render_run, write

__all__ = ["Report", "Variant", "render", "render_run", "write"]
