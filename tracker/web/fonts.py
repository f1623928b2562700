"""The typeface, served from its package so that no page asks another site for it."""

from __future__ import annotations

from flask import Blueprint
from fontpkg_be_vietnam_pro import ROOT

bp = Blueprint("fonts", __name__, static_folder=ROOT / "files", static_url_path="/fonts")
