import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_counted_before():
    """Wrong codes are counted in the cache, which outlives a test's database."""
    cache.clear()
