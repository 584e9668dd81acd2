"""Which numbers of the rules published papers print; everything else in the rulebook has to say that it knows none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from grants.law.clause import UNKNOWN_CLAUSE, Status
from ledger.cost import CostKind
from tests.grants.builders import FSA
from tests.grants.builders import PROGRAMME as VWV

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.law.clause import Clause
    from grants.law.rules import RuleSet
    from grants.law.shelf import Rulebook

HEILBRONN, FIRST_FRAME = date(2023, 12, 7), date(2025, 1, 1)
PROVEN, ASSUMED = Status.PROVEN, Status.ASSUMED


@dataclass(frozen=True, slots=True)
class Cited:
    """What a place in the rulebook has to cite: the number, how sure it is, and the rule it belongs to.

    ``rule`` is empty for the programme's own rule.
    """

    number: str
    status: Status
    rule: str = ""


# Landkreis Heilbronn, Konzeptpapier, Stand 07.12.2023: each footnote prints the number of the rule for its sentence.
FOOTNOTE_2, FOOTNOTE_4, FOOTNOTE_5 = Cited("5.1", PROVEN), Cited("5.3", PROVEN), Cited("2", PROVEN)
FOOTNOTE_8, FOOTNOTE_10, FOOTNOTE_15 = Cited("5.2", PROVEN), Cited("4.2", PROVEN), Cited("3.4", PROVEN)
FOOTNOTE_19, FOOTNOTE_20 = Cited("6.1", PROVEN), Cited("4.1.1", PROVEN)
# Landkreis Biberach, Vorlage IV-006-2024, Nr. 5: the posts of Flüchtlingssozialarbeit are refunded under § 12 FlüAG.
BIBERACH_5 = Cited("§ 12 FlüAG", PROVEN)
# Regierungspräsidium Stuttgart, Fragen und Antworten: the statewide form under Nr. 6.2.
ANSWERS = Cited("6.2", PROVEN)
# ANBest-K Nr. 2.3.2 lies at hand with its sentence cut; § 20 TVöD says nothing of posts. Both apply by assumption.
CUT_SENTENCE, BONUS = Cited("2.3.2", ASSUMED, "ANBest-K"), Cited("§ 20 TVöD", ASSUMED)

PRINTED: dict[tuple[str, str], dict[str, Cited]] = {
    (VWV, "2023"): {
        "Verfahren Planungsrahmen": FOOTNOTE_2,
        "landesbetrag": FOOTNOTE_8,
        "zuteilungsquote Landkreis Heilbronn": FOOTNOTE_4,
        # footnote 4 gives the number for all quotas; Biberach's itself is calculated, no paper prints it
        "zuteilungsquote Landkreis Biberach": Cited("5.3", ASSUMED),
        "koordination.hoechstbetrag": FOOTNOTE_10,
        "koordination.mindestumfang": FOOTNOTE_10,
        "eigenverantwortung.mindestumfang": FOOTNOTE_15,
        "nachqualifizierung.beginn": FOOTNOTE_20,
        "nachqualifizierung.abschluss": FOOTNOTE_20,
        "Grundsatz kennzahlen": FOOTNOTE_19,
        "Personalausgaben Integrationsmanagement": FOOTNOTE_5,
        "Personalausgaben Koordinierende Stelle 2025-01-01": FOOTNOTE_10,
        "Nachqualifizierung Integrationsmanagement": FOOTNOTE_20,
        # footnote 10 names personnel of the coordination post only: that the rest is not meant is a conclusion
        "Fortbildung Koordinierende Stelle": Cited("4.2", ASSUMED),
        "Nachqualifizierung Koordinierende Stelle": Cited("4.2", ASSUMED),
    },
    ("flueag-12", "2018"): {
        "Verfahren Spitzabrechnung": BIBERACH_5,
        "betreuungsschluessel": BIBERACH_5,
        "Personalausgaben Flüchtlingssozialarbeit": BIBERACH_5,
        # the paper names the law, the key and the posts; not since when, and no other cost
        "Fassung": Cited("§ 12 FlüAG", ASSUMED),
        **{
            f"{kind.value} {FSA.value}": Cited("§ 12 FlüAG", ASSUMED)
            for kind in CostKind
            if kind is not CostKind.PERSONNEL
        },
    },
}
PRINTED |= {(VWV, version): {"Grundsatz kennzahlen": ANSWERS} for version in ("2017", "2019/2020", "2022")}
for _version in ("2017", "2019/2020", "2022", "2023"):
    PRINTED[VWV, _version] |= {
        "Grundsatz jahressonderzahlung": BONUS,
        "Grundsatz ueberfinanzierung": CUT_SENTENCE,
        **{f"{kind.value} {FSA.value}": BIBERACH_5 for kind in CostKind},
    }


def cited_places(rules: RuleSet) -> Iterator[tuple[str, Clause]]:
    """Yield every place of a version that cites a clause; a later value of a rule is another place."""
    yield "Fassung", rules.clause
    for method in rules.methods.values:
        yield f"Verfahren {method.value.settlement.value}", method.clause
    for name, principles in rules.principles.items():
        for principle in principles.values:
            yield f"Grundsatz {name}", principle.clause
    for (name, subject), quantities in rules.quantities.items():
        for quantity in quantities.values:
            later = "nach Heilbronn" if name == "landesbetrag" and quantity.known_from > HEILBRONN else ""
            yield " ".join(part for part in (name, subject, later) if part), quantity.clause
    for (kind, role), costs in rules.costs.items():
        for cost in costs.values:
            first = f" {cost.days.first}" if len(costs.values) > 1 and cost.days.first >= FIRST_FRAME else ""
            yield f"{kind.value} {role.value}{first}", cost.value.clause


def the_rulebook_cites_the_numbers_that_papers_print_and_no_others(rulebook: Rulebook) -> None:
    for rules in rulebook.versions:
        printed = PRINTED.get((rules.programme, rules.version), {})
        for place, clause in cited_places(rules):
            assert _cites(clause, printed.get(place), rules.short_title), f"{rules.title}: {place}"


def _cites(clause: Clause, wanted: Cited | None, own_rule: str) -> bool:
    cited = wanted or Cited(UNKNOWN_CLAUSE, ASSUMED)
    return (clause.number, clause.status, clause.rule) == (cited.number, cited.status, cited.rule or own_rule)


def the_footnote_of_heilbronn_is_cited_as_it_is_printed(rulebook: Rulebook) -> None:
    words = rulebook.version(VWV, "2023", HEILBRONN).method(FIRST_FRAME).clause.words()
    assert words == "Nr.\u00a05.1 VwV IntM", words


def a_short_title_is_made_of_words_of_the_title_or_short_for_one(rulebook: Rulebook) -> None:
    for rules in rulebook.versions:
        words = re.split(r"[ /]", rules.title)
        for short in rules.short_title.split():
            letters = re.compile(".*".join(re.escape(letter) for letter in short), re.IGNORECASE)
            assert any(letters.match(word) for word in words), f"„{rules.title}“ has no word for „{short}“"


CHECKS = (
    the_rulebook_cites_the_numbers_that_papers_print_and_no_others,
    the_footnote_of_heilbronn_is_cited_as_it_is_printed,
    a_short_title_is_made_of_words_of_the_title_or_short_for_one,
)
