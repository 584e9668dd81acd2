"""Every relation of the published papers with the result it has to have: none may be dropped, renamed or changed."""

from __future__ import annotations

from grants.settle.relations import Verdict

TABLE: dict[str, dict[Verdict, str]] = {
    "landeshauptstadt-stuttgart-2021-06-24": {
        Verdict.EXACT: """
            massnahmen-2020 massnahmen-2021 massnahmen-2020-der-regel massnahmen-2021-der-regel
            betreuung-durch-stellen betreuung-betreute sachkostenpauschale-der-regel omid-summe
            omid-spalte-ergibt-100 omid-foerderanteil-der-regel omid-hoechstbetrag-der-regel
            omid-haelfte-des-aufwands omid-zuschuss-der-stadt omid-eigenanteil-des-traegers omid-eigenanteil-genuegt
            gespraeche-zunahme offene-gruppen-summe offene-gruppen-zunahme geschlossene-gruppen-summe
            geschlossene-gruppen-zunahme veranstaltungen-genannt veranstaltungen-zugeordnet dolmetscher-summe
            dolmetscher-spalte-ergibt-100 dolmetscher-bisher-in-teur dolmetscher-kuenftig-in-teur campus-summe
            campus-2020-in-teur campus-2021-in-teur campus-bereitgestellt-in-teur finanzbedarf-2022
            finanzbedarf-2023 finanzbedarf-2022-aus-euro finanzbedarf-2023-aus-euro finanzbedarf-2022-der-regel
            finanzbedarf-2023-der-regel finanzbedarf-2024 finanzbedarf-2025 finanzbedarf-2026
            finanzbedarf-2024-der-regel finanzbedarf-2025-der-regel finanzbedarf-2026-der-regel
            campus-2022-schon-bereitgestellt laufzeit-der-regel laufzeit-ende-der-regel laufzeit-in-monaten
            laufzeit-in-jahren lizenz-bei-der-stadt dolmetscher-bei-der-stadt sachkosten-beim-traeger
            personal-zuwendungsfaehig fortbildung-zuwendungsfaehig ablauf
            ohne-nummer-gedruckt
        """,
        Verdict.ROUNDED: """
            bewilligung-durch-stellen bewilligung-durch-stellen-und-jahre lizenz-in-teur omid-anteil-der-stadt
            omid-anteil-der-caritas omid-anteil-der-caritas-gerundet omid-mittlerer-umfang gespraeche-zunahme-anteil
            gespraeche-mit-dolmetscher-anteil offene-gruppen-zunahme-anteil geschlossene-gruppen-zunahme-anteil
            dolmetscher-anteile dolmetscher-anteile-genau campus-anteile campus-anteile-genau campus-in-teur
        """,
        Verdict.ADJUSTED: """
            omid-anteile
        """,
        Verdict.UNCHECKABLE: """
            projekte-und-personal
        """,
    },
    "landkreis-biberach-iv-006-2024": {
        Verdict.EXACT: """
            fluechtlingssozialarbeit-betreute fluechtlingssozialarbeit-betreute-bei-12
            fluechtlingssozialarbeit-schluessel-der-regel fluechtlingssozialarbeit-besetzt-hoechstens
            fluechtlingssozialarbeit-verfahren landesbetrag-der-regel quote-aus-rahmen quote-der-regel
            rahmen-aus-quote rahmen-nach-koordination koordination-hoechstbetrag-der-regel
            koordination-mindestumfang-der-regel koordination-umfang-genuegt stellen-nach-koordination
            kreise-zusammen anfang-stellen-genau erhalten-nach-anfangsrahmen bueros-genannt ziele-genannt
            nachweis-folgt-dem-jahr koordination-vor-dem-ersten-rahmen koordination-im-ersten-rahmen
            in-kraft-der-regel verfahren-bis-2024 verfahren-ab-2025 finanzierung-ab-2025 reisekosten-beim-kreis
            ausstattung-beim-kreis personal-zuwendungsfaehig fortbildung-zuwendungsfaehig
            nachqualifizierung-zuwendungsfaehig
            ohne-nummer-gedruckt fluechtlingssozialarbeit-gesetz-der-regel
        """,
        Verdict.ROUNDED: """
            fluechtlingssozialarbeit-mittlerer-umfang manager-mittlerer-umfang rahmen-durch-12 rest-durch-12
            rest-durch-11-5 gespraeche-je-beratene-person beratene-je-vzae gespraeche-je-stelle anfang-je-stelle
            anfang-stellen-gedruckt anfang-stellen-nach-presse hochphase-mittlerer-umfang
            hochphase-manager-nach-presse hochphase-stellen-nach-presse
        """,
        Verdict.UNCHECKABLE: """
            erhalten-seit-beginn manager-im-land pakt-insgesamt
        """,
    },
    "landkreis-heilbronn-konzeptpapier-2023-12-07": {
        Verdict.EXACT: """
            landesbetrag-der-regel quote-der-regel rahmen-aus-quote geltung-der-regel foerderjahre-der-geltung
            auszahlung-nach-dem-ersten-jahr fenster-volle-jahre fenster-jahre-der-zielgruppe
            fenster-endet-zwei-jahre-vorher fenster-ende-zweimal-gedruckt fenster-beginn-vor-dem-rahmen
            fenster-beginn-der-regel fenster-letztes-jahr-vor-dem-rahmen fenster-ende-der-regel
            eigene-stelle-der-regel nachqualifizierung-beginn-der-regel nachqualifizierung-abschluss-der-regel
            finanzierungsart-der-regel ablauf-bis-zur-uebernahme mitteilung-vor-dem-rahmen uebernahme-mit-dem-rahmen
            fussnoten-gezaehlt fussnote-2-finanzierungsart fussnote-4-quote fussnote-5-personal
            fussnote-6-zuwendungsempfaenger fussnote-7-weitergabe fussnote-8-bereitstellung fussnote-9-auszahlung
            fussnote-10-koordination fussnote-10-koordination-umfang fussnote-10-koordination-personal
            fussnote-11-sicherstellung fussnote-12-verteilung fussnote-13-zielgruppe fussnote-15-eigene-stelle
            fussnote-16-eigene-mittel fussnote-17-wohlfahrtspflege fussnote-18-aufgaben
            fussnote-18-mitte-des-bereichs fussnote-19-jaehrlicher-nachweis fussnote-19-verwendungsnachweis
            fussnote-19-kennzahlen fussnote-20-qualifikation-beginn fussnote-20-qualifikation-abschluss
            fussnote-20-nachqualifizierung fussnote-12-wie-fussnote-7 fussnote-17-wie-fussnote-7
        """,
        Verdict.ROUNDED: """
            rahmen-gedruckt
        """,
        Verdict.UNCHECKABLE: """
            fussnoten-ohne-nummer
        """,
    },
    "landkreis-waldshut-2019-03-11": {
        Verdict.EXACT: """
            manager-der-traeger vzae-der-traeger traeger-genannt land-durch-jahre landesbetrag-der-regel
            festbetrag-der-besetzten-vzae festbetrag-nicht-abrufbar herkunft-summe herkunft-teil-der-plaene
            herkunft-uebrige wohnung-summe sprache-summe foerderbereiche-genannt ablauf
            ohne-nummer-gedruckt
        """,
        Verdict.ROUNDED: """
            foerderung-durch-vzae vzae-aus-festbetrag wohnung-anteile sprache-anteile plaene-durch-vzae
        """,
        Verdict.CONFLICT: """
            vorlagenart-wie-zustaendigkeit
        """,
    },
    "stadt-ludwigsburg-204-18": {
        Verdict.EXACT: """
            landesbetrag-der-regel landesbetrag-der-regel-2019 personen-land-der-regel rahmen-beide-jahre
            laufzeit-der-regel laufzeit-in-monaten betreubar-mit-koordination stellen-nach-koordination
            betreubar-nach-koordination zu-betreuen-summe anschlussunterbringung-nach-wohnform
            anschlussunterbringung-nach-status erlaubnis-nach-art studium-unter-den-managern themen-summe
            themen-teil-von-100 themen-nicht-gedruckt familiennachzug-unter-familie mietschulden-unter-wohnen
            gestattung-teil-von-100 duldung-teil-von-100 faelle-genannt ablauf uebernahme-mit-der-regel
            beschluss-datum-wie-bezug personal-zuwendungsfaehig fortbildung-zuwendungsfaehig
            stellenschluessel-nummer-wie-beschluss
            ohne-nummer-gedruckt
        """,
        Verdict.ROUNDED: """
            satz-je-person rahmen-aus-satz rahmen-je-kopf stellen-aus-festbetrag stellen-drei-nachkommastellen
            betreute-je-stelle betreute-je-stelle-ohne-koordination
        """,
        Verdict.CONFLICT: """
            beschluss-nummer-wie-bezug stellenschluessel-datum-wie-beschluss stellenschluessel-datum-vor-der-vorlage
        """,
        Verdict.UNCHECKABLE: """
            beratungen foerderung-und-unterkunft
        """,
    },
    "ueber-mehrere-vorlagen": {
        Verdict.EXACT: """
            landesmittel-beider-jahre laufzeiten-gleich-lang stuttgart-hoechstens stuttgart-hoechstens-nach-monaten
            stuttgart-weniger-als-hoechstens
            stuttgart-sachkosten-nach-stellen-2017 stuttgart-sachkosten-nach-bewilligten-stellen
            stuttgart-laufzeit-in-monaten stuttgart-stellenmonate bekanntgabe-im-ersten-quartal
            landesbetrag-gleich-gedruckt landesbetrag-2025-bei-heilbronn landesbetrag-2025-bei-biberach
            landesbetrag-2025-am-tag-davor landesbetrag-2025-nach-der-meldung stichtag-gleich-gedruckt
            schluessel-fluechtlingssozialarbeit
            quote-biberach-mit-nummer-aus-heilbronn ohne-nummer-gedruckt
        """,
        Verdict.ROUNDED: """
            satz-je-person satz-je-person-der-regel ludwigsburg-rahmen waldshut-rahmen-durch-satz
            waldshut-personen-mal-satz waldshut-rahmen-eines-empfaengers waldshut-rahmen-gedruckt
            stuttgart-festbetrag-je-monat stuttgart-stellenmonate-weniger stuttgart-sachkosten-in-teur
        """,
        Verdict.CONFLICT: """
            stichtag-gezaehlte
        """,
        Verdict.UNCHECKABLE: """
            stuttgart-bewilligung-auf-den-cent schluessel-dreier-zwecke
        """,
    },
    "kostenarten": {
        Verdict.EXACT: """
            personal-der-fachkraefte fortbildung-der-fachkraefte nachqualifizierung-der-fachkraefte
            reise-der-fachkraefte ausstattung-der-fachkraefte sachmittel-der-fachkraefte lizenzen-der-fachkraefte
            gemeinkosten-der-fachkraefte dolmetscher-der-fachkraefte fremdleistungen-der-fachkraefte
            personal-der-koordination-vor-2025 personal-der-koordination-ab-2025 fortbildung-der-koordination
            nachqualifizierung-der-koordination reise-der-koordination ausstattung-der-koordination
            sachmittel-der-koordination lizenzen-der-koordination gemeinkosten-der-koordination
            dolmetscher-der-koordination fremdleistungen-der-koordination fluechtlingssozialarbeit-nie-hier
            fluechtlingssozialarbeit-personal fluechtlingssozialarbeit-uebriges integrationsmanagement-nie-dort
            massnahmen-ohne-zuwendung omid-kosten-des-projekts pauschale-fuer-sachkosten
            pauschale-nicht-fuer-personal verfahren-bis-2024 verfahren-ab-2025 finanzierung-aller-fassungen
            verfahren-der-massnahmen finanzierung-der-massnahmen verfahren-von-omid finanzierung-von-omid
            verfahren-der-pauschale finanzierung-der-pauschale verfahren-der-fluechtlingssozialarbeit
            finanzierung-der-fluechtlingssozialarbeit nummer-des-personals nummer-der-nachqualifizierung
            nummer-des-personals-der-koordination nummer-der-uebrigen-kosten-der-koordination
            nummer-der-finanzierung gesetz-der-fluechtlingssozialarbeit gesetz-der-uebrigen-kosten
            ohne-nummer-gedruckt
        """,
    },
    "oeffentliche-berichte": {
        Verdict.EXACT: """
            pauschalen-beider-jahre integrationsmanagement-beider-jahre programme-zusammen pakt-zusammen
            landesbetrag-der-ersten-jahre landesbetrag-der-verlaengerung landesbetrag-nach-der-meldung
            landesbetrag-nach-den-beiden-jahren festbetrag-mit-studium festbetrag-ohne-studium
            festbetrag-mit-studium-nach-der-kuerzung festbetrag-ohne-studium-nach-der-kuerzung
            mindestrahmen-der-regel teil-einer-stelle-der-regel nachqualifizierung-beginnt nachqualifizierung-endet
            erste-laufzeit-der-regel laufzeit-um-ein-jahr laufzeit-um-ein-jahr-der-regel laufzeit-bis-2022
            laufzeit-bis-2022-der-regel laufzeit-bis-2023 laufzeit-bis-2023-der-regel nummer-der-nachqualifizierung
            ohne-nummer-gedruckt
        """,
    },
}
