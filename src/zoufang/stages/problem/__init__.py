"""Problem 解决问题: from what a family said to what became of it.

In: matters of visits, staff visits, revisits and families themselves. Out: answers, four lawful endings, the family's word.
Acts: handler, principal, district; never alone who handled it. States: docs/states.md.
"""
