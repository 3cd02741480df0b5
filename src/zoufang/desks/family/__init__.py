"""The family's own story, from top to bottom: wish, time, card and letter, what was written down, matters, data."""
