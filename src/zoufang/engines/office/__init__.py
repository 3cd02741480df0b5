"""Office files from templates: any .docx or .xlsx in which names stand in double braces.

`{{name}}` is a value, `{{list.name}}` repeats its table row, sheet row or paragraph, `{{name?}}` may be missing or empty (what holds
nothing else vanishes), `{{qr:name}}` and `{{图:name}}` are a code and a picture. Names only: nothing is evaluated. A template is
looked at before it is parsed, parsed in a process with limits, compiled once, and filled by joining text.
"""

from zoufang.engines.office.names import Name, meant
from zoufang.engines.office.template import Template, compile_own, compile_template
from zoufang.engines.office.values import Counted

__all__ = ["Counted", "Name", "Template", "compile_own", "compile_template", "meant"]
