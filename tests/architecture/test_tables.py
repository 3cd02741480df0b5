"""Foreign keys run backward in time, and open no way forward."""

import re

from django.apps import apps

from zoufang.ground import GROUND
from zoufang.stages import STAGES

ORDER = [f"zoufang.ground.{name}" for name in GROUND] + [f"zoufang.stages.{name}" for name in STAGES]


def place_of(model):
    found = re.match(r"zoufang\.(ground|stages)\.\w+", model.__module__)
    return ORDER.index(found[0]) if found else None


def our_links():
    for model in apps.get_models():
        if place_of(model) is None:
            continue
        for field in [*model._meta.get_fields()]:
            if (
                field.is_relation
                and not field.auto_created
                and field.related_model
                and place_of(field.related_model) is not None
            ):
                yield model, field


def test_no_foreign_key_points_to_a_later_stage():
    later = [f"{m.__name__}.{f.name}" for m, f in our_links() if place_of(f.related_model) > place_of(m)]

    assert not later


def test_no_foreign_key_to_another_stage_opens_a_way_back():
    ways_back = [
        f"{m.__name__}.{f.name}"
        for m, f in our_links()
        if place_of(f.related_model) != place_of(m) and not f.remote_field.hidden
    ]

    assert not ways_back


def test_constraints_are_named_as_sentences():
    nameless = [
        f"{model.__name__}: {each.name}"
        for model in apps.get_models()
        if place_of(model) is not None
        for each in model._meta.constraints
        if each.name.count("_") < 2
    ]

    assert not nameless
