"""Rights 信息与同意: the rules of children's data, and what each guardian agrees to, child by child.

In: the roster's children and guardians. Out: may a note, a photo, a row be kept, shown, passed on. Acts: the principal
issues the rules; guardians agree, refuse, withdraw; anybody says what was too much. States: yes, no, not answered.
"""
