"""Reading pages from a folder of Markdown or Word files: nothing here writes to the database."""

from dreiklang.library.importing.folder import read_folder
from dreiklang.library.importing.page_file import PageFile

__all__ = ["PageFile", "read_folder"]
