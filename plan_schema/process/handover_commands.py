"""The commands around release: ask a party to agree, agree, hand over, take over. Each is one change of the plan."""

from collections.abc import Iterator
from datetime import date

from plan_schema.problems import Problem, ProblemCode
from plan_schema.process.basis import Basis
from plan_schema.process.order import Command, Order
from plan_schema.process.regie import casusregie_after_release, released
from plan_schema.sections.afronding import RegieHouder
from plan_schema.values import Node

AGREEMENTS = "overdracht.akkoorden"
_RELEASE = "detentie.datumInvrijheidstelling"


def ask_for_agreement(party: str, oin: str) -> Command:
    """An open akkoord for a party: from then on it is its turn."""

    def command(document: Node, _: date) -> Order:
        basis = Basis(document)
        asked = basis.every(AGREEMENTS, "partij", "organisatie")
        if any(entry["partij"] == party and entry["organisatie"] == oin for entry in asked):
            problem = Problem(
                "organisatie",
                ProblemCode.TEGENSTRIJDIG,
                "Deze partij is al om akkoord gevraagd.",
                "een partij of organisatie die nog niet is gevraagd",
            )
            return Order(problems=(problem,), rests_on=basis.looked_at)
        return Order(_added({"partij": party, "organisatie": oin}), rests_on=basis.looked_at)

    return command


def give_agreement(party: str, oin: str, answer: str, explanation: str | None) -> Command:
    """The answer of a party: in the item in which it was asked, or in a new one of its own."""

    def command(document: Node, today: date) -> Order:
        given = {"akkoord": answer, "datum": today.isoformat()}
        given |= {} if explanation is None else {"toelichting": explanation}
        return _own(document, party, oin, given)

    return command


def take_over(party: str, oin: str) -> Command:
    """A party has taken over what is its own after release; not before the day of release."""

    def command(document: Node, today: date) -> Order:
        basis = Basis(document)
        if released(basis, today) is None:
            problem = Problem(
                _RELEASE,
                ProblemCode.TEGENSTRIJDIG,
                "Overnemen kan vanaf de dag van invrijheidstelling.",
                "een definitieve datum van invrijheidstelling die is aangebroken",
            )
            return Order(problems=(problem,), rests_on=basis.looked_at)
        own = _own(document, party, oin, {"overgenomenOp": today.isoformat()})
        return Order(own.patch, own.problems, (*basis.looked_at, *own.rests_on))

    return command


def hand_over(open_points: str | None) -> Command:
    """The PI hands the plan over: from release on, who the rules name has the casusregie, and knows it."""

    def command(document: Node, today: date) -> Order:
        basis = Basis(document)
        regie = casusregie_after_release(document, today)
        problems = tuple(_not_ready(basis, regie.holder))
        grounds = tuple(sorted(regie.rests_on))
        if problems:
            return Order(problems=problems, rests_on=(*grounds, *basis.looked_at))
        handover = {"warmeOverdrachtOp": today.isoformat(), "casusregie": regie.holder.value}
        if basis.text("overdracht.procesregie") in {None, "ONBEKEND"}:
            handover |= {"procesregie": RegieHouder.GEMEENTE.value}
        if open_points is not None:
            handover |= {"openstaandePunten": open_points}
        return Order({"overdracht": handover, "status": "OVERGEDRAGEN"}, rests_on=(*grounds, *basis.looked_at))

    return command


def _not_ready(basis: Basis, holder: RegieHouder) -> Iterator[Problem]:
    if basis.day("overdracht.warmeOverdrachtOp") is not None:
        yield Problem(
            "overdracht.warmeOverdrachtOp",
            ProblemCode.TEGENSTRIJDIG,
            "Dit plan is al overgedragen.",
            "een plan zonder datum van warme overdracht",
        )
    if basis.day(_RELEASE) is None:
        yield Problem(
            _RELEASE,
            ProblemCode.VERPLICHT_VELD,
            "Zonder datum van invrijheidstelling is niet te zeggen vanaf wanneer een ander de regie heeft.",
            "de verwachte of definitieve datum van invrijheidstelling",
        )
    if holder is RegieHouder.DJI:
        yield Problem(
            "detentie.justitieleTitelNaDetentie",
            ProblemCode.VERPLICHT_VELD,
            "Zonder justitiële titel of toezichtkader is niet te zeggen wie na detentie de regie heeft.",
            "de justitiële titel na detentie, ook als die er niet is",
        )
    asked = {entry["partij"] for entry in basis.every(AGREEMENTS, "partij")}
    for party, name in (("GEMEENTE", "gemeente"), ("RECLASSERING", "reclassering")):
        # The gemeente always has a task after release (001:L469); reclassering when it gets the casusregie.
        if party not in asked and (party == "GEMEENTE" or holder is RegieHouder.RECLASSERING):
            yield Problem(
                AGREEMENTS,
                ProblemCode.VERPLICHT_VELD,
                f"De {name} is niet om akkoord gevraagd, en weet dus niet dat zij overneemt.",
                "eerst vraagAkkoord voor deze partij",
            )


def _own(document: Node, party: str, oin: str, given: dict[str, str]) -> Order:
    """These fields in a party's own item. Others' items are passed over: who may not read these is told nothing of them."""
    for item in Basis(document).items(AGREEMENTS):
        basis = Basis(document)
        if basis.text(f"{item}.organisatie") == oin:
            item_id = item.rpartition("[")[2].removesuffix("]")
            change = {"overdracht": {"akkoorden": {"wijzigen": [{"id": item_id, "partij": party, **given}]}}}
            return Order(change, rests_on=basis.looked_at)
    return Order(_added({"partij": party, "organisatie": oin, **given}))


def _added(item: dict[str, str]) -> dict[str, object]:
    return {"overdracht": {"akkoorden": {"toevoegen": [item]}}}
