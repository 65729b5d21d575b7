"""The failure text is the product: from it alone the fault has to be obvious."""

from conformance.results.model import Status


def test_the_text_and_the_snippet_are_as_they_were(fault, failures, snapshot):
    failure = failures[fault].failure
    name = fault.name if fault.tier == "small scope" else f"{fault.name}-{fault.tier}"
    snapshot(f"failures/{name}", f"{failure.message}\n\n{failure.snippet}")


def test_the_fault_is_found_and_is_of_its_kind(fault, failures):
    result = failures[fault]
    assert result.status is Status.FAIL
    assert result.failure.kind == fault.kind
