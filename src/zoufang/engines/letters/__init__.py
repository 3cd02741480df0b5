"""Word documents from compiled templates: built once with python-docx, then filled by joining strings.

A blank is laid out once per process; its parts other than the text are compressed once and reused, so a filled form
costs well under a millisecond (python-docx: about forty). Placeholders are names only: nothing is evaluated.
"""

from zoufang.engines.letters.compiled import Compiled, clean
from zoufang.engines.letters.registration import Matter, RegistrationForm, registration_form

__all__ = ["Compiled", "Matter", "RegistrationForm", "clean", "registration_form"]
