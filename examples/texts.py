"""Write the typed narrative of the committee paper and of the factual report as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formats import DASH, write_text

if TYPE_CHECKING:
    from pathlib import Path

PAPER = f"""\
+++
art = "Kenntnisnahme"
nummer = "IV-014-2026"
gremium = "Ausschuss für Soziales und Gesundheit"
sitzung_am = 2026-05-11
sitzungsart = "öffentlich"
top = 4
titel = "Integrationsmanagement {DASH} Förderjahr 2025"
berichterstattung = "Amt für Migration und Integration"
+++

## Ausgangslage

Seit dem Förderjahr 2025 erhält der Landkreis die Landesmittel für das Integrationsmanagement als
Planungsrahmen. Er ist alleiniger Zuwendungsempfänger, verteilt die Mittel nach den Zuweisungen in
die Anschlussunterbringung und weist ihre Verwendung gegenüber dem Regierungspräsidium insgesamt
nach. Die Abrechnung je Stelle, wie sie bis zum Ende des Vorjahres galt, ist damit entfallen.

Zwei Städte und ein Gemeindeverwaltungsverband nehmen die Aufgabe in eigener Verantwortung wahr. In
allen übrigen Städten und Gemeinden berät der Landkreis mit eigenem Personal. Da das Land erst nach
Prüfung des Verwendungsnachweises zahlt, treten Landkreis und Träger für das gesamte Jahr in
Vorleistung.

## Ausblick

Die Verwaltung rechnet damit, dass der Beratungsbedarf in den Städten und Gemeinden hoch bleibt. Sie
hat die Stelle einer ausgeschiedenen Fachkraft deshalb wieder besetzt und die Außensprechstunden in
den kleineren Gemeinden beibehalten.

Für die kommenden Jahre hängt der Umfang des Angebots vom jeweiligen Planungsrahmen des Landes ab.
Die Verwaltung wird den Ausschuss unterrichten, sobald die Mitteilung für das nächste Förderjahr
vorliegt.
"""

# The section "Ausblick" is missing on purpose: it is still to be written.
REPORT = """\
+++
art = "Sachbericht"
jahr = 2025
+++

## Durchgeführte Maßnahmen

Das Integrationsmanagement hat Geflüchtete in der Anschlussunterbringung einzeln beraten und
begleitet. Am Anfang stand jeweils ein Erstgespräch, in dem der Bedarf erhoben wurde. Daraus entstand
ein Integrationsplan mit überprüfbaren Zielen, der im Verlauf der Beratung fortgeschrieben wurde.
Schwerpunkte waren der Zugang zu Sprachkursen, die Vermittlung in Ausbildung und Arbeit sowie Fragen
zu Wohnen, Gesundheit und Kinderbetreuung.

Neben festen Sprechzeiten im Landratsamt fanden Außensprechstunden in den Rathäusern mehrerer
Gemeinden statt. Mit dem Jobcenter, der Ausländerbehörde und der Migrationsberatung wurden
Zuständigkeiten abgestimmt, damit Ratsuchende ohne Umwege an die Regeldienste gelangen.

## Eingesetztes Personal

Im Förderjahr waren überwiegend Fachkräfte mit einem Studium der Sozialen Arbeit eingesetzt. Eine
Fachkraft mit anderem Studium hat die vorgeschriebene Nachqualifizierung innerhalb der Frist begonnen
und noch im Förderjahr abgeschlossen.

Die koordinierende Stelle war das ganze Jahr besetzt. Sie hat die Mittel bewirtschaftet, die Träger
bei der Umsetzung beraten und die fachlichen Standards in regelmäßigen Arbeitstreffen
weiterentwickelt.

## Zielerreichung und Kennzahlen

Die vereinbarten Ziele wurden im Wesentlichen erreicht. In allen Gemeinden mit
Anschlussunterbringung stand eine Ansprechperson zur Verfügung, und neu zugewiesene Personen
erhielten zeitnah ein Erstgespräch.

Die Kennzahlen zu erreichten Personen, Beratungsgesprächen und Integrationsplänen wurden bei allen
Trägern nach demselben Muster erhoben und von der koordinierenden Stelle zusammengeführt. Die
Auswertung zeigt, dass sich die Beratung zunehmend von Fragen der Existenzsicherung zu Sprache und
Arbeit verlagert.

## Abweichungen vom Bescheid und vom Finanzierungsplan

Eine Stelle des Landkreises blieb nach einem Personalwechsel im Herbst vorübergehend unbesetzt. Die
Vertretung übernahmen die benachbarten Beratungsbezirke, sodass laufende Fälle weitergeführt wurden.
Bei einem Träger war die Stelle zu Beginn des Jahres noch nicht besetzt.

Im Übrigen entsprechen die Ausgaben weitgehend der geplanten Aufteilung. Ausgaben, die nicht
zuwendungsfähig sind oder den Planungsrahmen übersteigen, tragen der Landkreis und die Träger aus
eigenen Mitteln.
"""


def write_narratives(folder: Path) -> None:
    """Write the committee paper and the factual report."""
    write_text(folder / "sitzungsvorlage-2025.md", PAPER)
    write_text(folder / "sachbericht-2025.md", REPORT)
