"""What may stand in a ledger and how, what is still missing, and when a version may be sealed and sent.

On plain values, one file a question: `facts` (what is looked at), `standing`, `masking`, `gaps`, `sealing`.
"""
