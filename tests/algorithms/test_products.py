"""Products: the same bytes as a product row by row."""

import numpy as np
import pytest
from scipy import sparse

from algorithms.network.products import product_with


@pytest.mark.parametrize("rows", [0, 1, 7, 300])
def test_a_product_is_that_of_every_row_alone(rows: int) -> None:
    rng = np.random.default_rng(rows)
    table = rng.random((rows, 50)) * (rng.random((rows, 50)) < rng.random((rows, 1)))
    values = rng.random(50)

    found = product_with(sparse.csr_array(table))(values)

    assert found == pytest.approx(table @ values, rel=1e-13)
    assert found.tobytes() == (sparse.csr_array(table) @ values).tobytes()
