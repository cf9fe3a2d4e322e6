"""Published measurements and drawn particles that several tests share."""

import numpy as np
import pytest


@pytest.fixture(scope="session")
def flow():
    """Peak flow of 17 people by two meters, twice each (Bland and Altman 1986)."""
    wright = [494, 395, 516, 434, 476, 557, 413, 442, 650]
    wright += [433, 417, 656, 267, 478, 178, 423, 427]
    again = [490, 397, 512, 401, 470, 611, 415, 431, 638]
    again += [429, 420, 633, 275, 492, 165, 372, 421]
    mini = [512, 430, 520, 428, 500, 600, 364, 380, 658]
    mini += [445, 432, 626, 260, 477, 259, 350, 451]
    mini_again = [525, 415, 508, 444, 500, 625, 460, 390, 642]
    mini_again += [432, 420, 605, 227, 467, 268, 370, 443]
    named = {"wright": wright, "wright again": again}
    named |= {"mini": mini, "mini again": mini_again}
    return {name: np.array(values, float) for name, values in named.items()}
