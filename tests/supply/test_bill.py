"""The list of what the site is made of is current, whole, and names a licence and a reason for everything."""

import json
import re

from tests.supply.bill import BILL, LICENCES, PINS, ROOT, bill, normal, own, packages, pinned, table


def test_the_lists_are_what_make_sbom_writes_today() -> None:
    found = packages()

    assert bill(found) == BILL.read_text()
    assert table(found) == LICENCES.read_text()


def test_every_package_has_its_hashes_a_licence_and_a_reason() -> None:
    reasons = {normal(name) for name in re.findall(r"`([^`]+)`", (ROOT / "docs/dependencies.md").read_text())}
    found = packages()

    assert [one.name for one in found if not one.licence] == []
    assert [one.name for one in found if not one.hashes] == []
    assert own() - reasons == set()
    assert [one.name for one in found if not one.needed_by and one.name not in own()] == []


def test_the_bill_lists_what_is_pinned_and_nothing_else() -> None:
    listed = json.loads(BILL.read_text())

    assert {one["name"]: one["version"] for one in listed["components"]} == {
        name: version for name, (version, _hashes) in pinned(PINS.read_text()).items()
    }
    refs = {one["bom-ref"] for one in listed["components"]}
    assert {ref for one in listed["dependencies"] for ref in one["dependsOn"]} == refs
