"""What every test may ask for."""

from tests.fixtures import *  # noqa: F403
