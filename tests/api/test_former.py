"""What a run says that it fitted is read from its manifest as it was, to the order of its sums."""

import json

from api.computing.former import fits_of, kept_fits
from api.computing.kept_liveness import kept_liveness
from tests.algorithms.test_liveness_memory import learned_with_memory


def test_a_model_comes_back_from_its_manifest_with_its_facts_in_order() -> None:
    found, memory = learned_with_memory(203)
    told = {"weakening": {"model": kept_liveness(found), "fits": kept_fits(memory)}}

    fits = fits_of(json.loads(json.dumps(told, sort_keys=True)))

    assert fits.model is not None
    assert fits.model == found
    assert list(fits.model.coefficients.items()) == list(found.coefficients.items())
    assert list(fits.model.centre.items()) == list(found.centre.items())
    assert fits.bg_nbd == memory.bg_nbd_of_cuts
    assert fits.made_from == memory.made_from


def test_a_run_that_says_nothing_of_what_it_fitted_is_not_listened_to() -> None:
    assert fits_of({}).model is None
    assert fits_of({"weakening": {"model": None}}).made_from == ""
