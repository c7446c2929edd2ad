"""Types of devices: ``>>`` makes functor types, ``functor`` makes one a parameter, identity tells types apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mirage_scons.dsl import functor, job, pclock, time, typ
from mirage_scons.model.types import Functor, Signature, Type

PLAIN = [Type(name) for name in "abcd"]
SIGNATURES: st.SearchStrategy[Signature] = st.recursive(
    st.sampled_from(PLAIN),
    lambda inner: st.builds(
        lambda params, result, whole: Functor(tuple(params), result, whole),
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from(PLAIN),
        st.just(True),
    ),
    max_leaves=6,
)


def test_a_functor_type_has_parameters_and_a_result() -> None:
    assert (time >> pclock >> job) == Functor((time, pclock), job)


def test_a_type_is_itself_and_no_other_of_its_name() -> None:
    block, other = typ("block"), typ("block")
    assert block == block
    assert block != other
    assert (block >> job) == (block >> job) != (other >> job)


def test_a_functor_is_a_parameter_where_functor_says_so() -> None:
    assert (functor(time >> pclock) >> job) == Functor((Functor((time,), pclock),), job)


def test_a_functor_is_a_later_parameter_too() -> None:
    assert (time >> functor(time >> pclock) >> job) == Functor((time, Functor((time,), pclock)), job)


def test_a_functor_as_a_result_takes_further_parameters() -> None:
    assert (time >> functor(pclock >> job)) == (time >> pclock >> job)
    assert hash(time >> functor(pclock >> job)) == hash(time >> pclock >> job)
    assert (functor(time >> pclock) >> job) != (time >> pclock >> job)


def test_functor_changes_only_how_a_type_is_written() -> None:
    assert functor(time >> job) == (time >> job)
    assert functor(functor(time >> job)) == (time >> job)


@given(st.lists(SIGNATURES, min_size=1, max_size=5), st.sampled_from(PLAIN))
def test_appending_parameters_one_by_one_gives_them_in_order(params: list[Signature], result: Type) -> None:
    signature = params[0]
    for other in [*params[1:], result]:
        signature = signature >> other
    assert signature == Functor(tuple(params), result)


def test_types_are_written_as_in_a_configuration() -> None:
    assert str(time) == "time"
    assert str(time >> pclock >> job) == "time >> pclock >> job"
    assert str(functor(time >> job) >> job) == "functor(time >> job) >> job"


@given(SIGNATURES, SIGNATURES)
def test_types_that_are_written_alike_are_equal(one: Signature, other: Signature) -> None:
    assert (str(one) == str(other)) == (one == other)
