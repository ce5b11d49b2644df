"""What the tables give to who the plan is about, and who knows what of it is shielded."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Final

from plan_schema.plan import PLAN
from policies.context import OrganisationKind, Phase, Purpose, Relation, Role
from policies.policy import Context, Policy
from policies.table import matched

POLICY: Final = Policy.load(PLAN, date(2026, 1, 1))


def _bits(selector: str) -> int:
    found = [matched(PLAN, pattern) for pattern in selector.split()]
    assert all(found)
    return reduce(or_, found)


def test_what_is_shielded_is_told_to_the_pi_and_to_the_person_alone() -> None:
    shieldings = _bits("afschermingen[].*")
    told = {context.role for context in POLICY.contexts() if POLICY.masks(context).best_read & shieldings}
    assert told == {Role.HOOFD_DENR, Role.CASEMANAGER, Role.BETROKKENE}
    lifted_by = {context.role for context in POLICY.contexts() if POLICY.masks(context).best_write & shieldings}
    assert lifted_by == {Role.HOOFD_DENR}


def test_betrokkene_has_one_doel_and_one_relation_and_writes_nothing() -> None:
    own = [context for context in POLICY.contexts() if context.organisation is OrganisationKind.BETROKKENE]
    assert {(context.relation, context.purpose) for context in own} == {(Relation.ZELF, Purpose.INZAGE_BETROKKENE)}
    assert not any(any(POLICY.masks(context).write) for context in own)


def test_betrokkene_reads_about_himself_and_nothing_of_third_parties_or_working_notes() -> None:
    context = Context(
        OrganisationKind.BETROKKENE, Role.BETROKKENE, Relation.ZELF, Purpose.INZAGE_BETROKKENE, Phase.DETENTIE
    )
    masks = POLICY.masks(context)
    assert masks.best_write == 0
    withheld = (
        "contacten[].naam contacten[].telefoon contacten[].email overleggen.mdo[].deelnemers[].*"
        " overleggen.gesprekken[].deelnemers[].* toezicht.toezichthouderNaam toezicht.toezichthouderTelefoon"
        " toezicht.toezichthouderEmail samenStarten.bekendheid.criteria.* samenStarten.bekendheid.aantekeningRpi"
    )
    assert not masks.best_read & _bits(withheld)
    shown = "betrokkene.* detentie.* onderdak.* schulden.* zorg.* doelen[].omschrijving stemBetrokkene.*"
    assert masks.read[0] & _bits(shown) == _bits(shown)
