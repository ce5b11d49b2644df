"""The personas that write."""

from api.demo.authors import CASEMANAGER_OF, GEMEENTE_OF, RECLASSERING_OF, SIGNALLER_OF
from api.identity.organisations import OrganisationTable
from api.identity.personas import PERSONAS
from policies.context import Role


def test_each_persona_belongs_to_the_organisation_that_it_writes_for() -> None:
    organisations = OrganisationTable.load()
    for writers in (CASEMANAGER_OF, SIGNALLER_OF):
        for inrichting, name in writers.items():
            organisation = organisations.get(PERSONAS[name].oin)
            assert organisation is not None
            assert inrichting in organisation.inrichtingen
    for code, name in GEMEENTE_OF.items():
        organisation = organisations.get(PERSONAS[name].oin)
        assert organisation is not None
        assert organisation.gemeentecode == code
    assert {PERSONAS[name].role for name in RECLASSERING_OF.values()} == {Role.RECLASSERINGSWERKER}
