"""The site: the published files of all units as a static folder.

It has pages for people and figures for programs.
"""

from generator.interface.entry import entry_of
from generator.site.build import SiteUnit, build
from generator.site.folder import (
    ForeignFolderError,
    FormerSite,
    former_site,
    install,
    open_work_folder,
    refuse_late_changes,
    stamps_of,
)
from generator.site.numbers import figure_files
from generator.site.staging import Staging
from generator.site.summary import UnitSummary, summary_of

__all__ = [
    "ForeignFolderError",
    "FormerSite",
    "SiteUnit",
    "Staging",
    "UnitSummary",
    "build",
    "entry_of",
    "figure_files",
    "former_site",
    "install",
    "open_work_folder",
    "refuse_late_changes",
    "stamps_of",
    "summary_of",
]
