"""Edits content files: in place, after a preview with diff, faults and effects, whole or not at all, with undo.

edits           the closed set of edits, applied to the value of a file
yaml_patch      the new value of a file written into its text; yaml_style says how values are written
content_editor  the folder: preview, write, undo; preview has the values, errors the reasons for a refusal
effects         labelled questions whose outcome changes
change_log      a line in changes.tsv for each edit
"""

from faq.editing.content_editor import ContentEditor
from faq.editing.edits import AddOutOfScope, AddPhrasing, AddUnlike, Edit, EditEntry, Likeness, NewEntry
from faq.editing.effects import Effects, QuestionEffect
from faq.editing.errors import ChangedError, EditError, InvalidEditError, RefusedError, UnchangedError, WriteError
from faq.editing.preview import Preview, Receipt

__all__ = [
    "AddOutOfScope", "AddPhrasing", "AddUnlike", "ChangedError", "ContentEditor", "Edit", "EditEntry", "EditError",
    "Effects", "InvalidEditError", "Likeness", "NewEntry", "Preview", "QuestionEffect", "Receipt", "RefusedError",
    "UnchangedError", "WriteError",
]  # fmt: skip
