"""An installation says who decides on more time."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Config, SettingError, read_config
from tracker.app import create_app
from tracker.domain import RequestKind, Role, deciders


@pytest.mark.parametrize("typed", ["", "agency", "clerk,inspector", "clerk;committee"])
def test_only_clerk_and_committee_can_be_named(typed: str) -> None:
    with pytest.raises(SettingError, match="write clerk, committee, or both"):
        read_config({"TRACKER_EXTENSIONS_DECIDED_BY": typed})


def test_what_is_set_decides(tmp_path: Path) -> None:
    config = Config(folder=tmp_path, extensions_decided_by="committee")
    services = create_app(config).extensions["tracker"]
    assert deciders(RequestKind.EXTENSION, services.rules) == {Role.COMMITTEE}
    services.database.close()
