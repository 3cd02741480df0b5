"""Ledger 台账与报送: what is drawn up, checked, sealed and sent.

In: visits, problems, revisits. Out: 走访台账, 问题整改台账, 入户访问登记表, a seal, a mail with proof.
Acts: clerk draws up, principal approves. States: drafted, sealed, sending, sent, failed.
"""
