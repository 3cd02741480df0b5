from zoufang.stages.supervision.rules import Share, help_first, part_of_form, share


def test_a_family_met_twice_counts_once_in_its_highest_form():
    assert part_of_form(["phone", "home"]) == "home"
    assert part_of_form(["wechat", "school"]) == "at_school"
    assert part_of_form(["community"]) == "elsewhere"
    assert part_of_form(["dingtalk"]) == "remote"


def test_groups_under_five_are_withheld_and_empty_ones_are_not():
    assert share(3, 4, suppress_below=5).withheld
    assert not share(3, 5, suppress_below=5).withheld
    assert not share(0, 0, suppress_below=5).withheld


def test_a_late_school_needs_help_before_an_uncovered_one():
    late = help_first(covered=Share(9, 10), overdue=0, is_late=True)
    overdue = help_first(covered=Share(9, 10), overdue=3, is_late=False)
    uncovered = help_first(covered=Share(1, 10), overdue=0, is_late=False)

    assert sorted([uncovered, overdue, late]) == [late, overdue, uncovered]
