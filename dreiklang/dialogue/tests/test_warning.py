"""What a text says of a certain person is recognised; what officers write every day passes."""

import pytest
import time_machine

from dreiklang.dialogue.warning import ACCOUNT, AZR, BORN, FILE, MAIL, PHONE, found

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-03-02 10:00+01:00", tick=False):
        yield


HARMFUL = [
    ("Amira Beispiel, geb. 03.04.1991, wartet seit Mai auf ihren Termin.", BORN),
    ("Es geht um Omar Al-Muster (geboren am 3.4.1991 in Homs).", BORN),
    ("Die Familie Probe: Samir Probe 12.11.1987, Leyla Probe 01.02.1990, zwei Kinder.", BORN),
    ("Muster, Amira, 1991-04-03, Duldung läuft aus", BORN),
    ("Unsere Klientin, geb. am 17. August 1984, hat keine Wohnung.", BORN),
    ("Geburtsdatum: 05.06.1979, Staatsangehörigkeit ungeklärt", BORN),
    ("Ivan Beispielenko * 09.09.2001 sucht einen Ausbildungsplatz", BORN),
    ("Fall: Aydoğan Örnek (23.05.1995), abgelehnt, was nun?", BORN),
    ("Fatma Örneğim 31.12.1968: Widerspruch eingelegt", BORN),
    ("Der Sohn (geb. 2015-02-28) braucht einen Schulplatz.", BORN),
    ("Herr X., geboren 1.1.1990, ist verschwunden.", BORN),
    ("Olena Zrazok, 14. März 1993, möchte umverteilt werden.", BORN),
    ("AZR-Nummer 123456789012, bitte um Rat.", AZR),
    ("Im Register steht er unter 980 123 456 789, das stimmt aber nicht.", AZR),
    ("AZR: 123456 789012", AZR),
    ("Wir haben 201005123456 gemeldet und nichts gehört.", AZR),
    ("Das BAMF-Geschäftszeichen ist 7654321-423.", FILE),
    ("Bescheid 8123456 - 475 vom Montag", FILE),
    ("Az. 4711/2024 liegt beim Landratsamt.", FILE),
    ("Das Aktenzeichen lautet 33.2-1234/24, die Frist endet morgen.", FILE),
    ("Aktenzeichen: ABH-2024-00815", FILE),
    ("Beim Verwaltungsgericht läuft A 3 K 1234/24.", FILE),
    ("Az.: 11 S 456/23, kennt das jemand?", FILE),
    ("Gz. 32-112/2023-17", FILE),
    ("Strafverfahren 4 Js 12345/23 gegen einen Bewohner", FILE),
    ("Überweisung bitte auf DE12 3456 7890 1234 5678 90, Kontoinhaber ist der Vater.", ACCOUNT),
    ("IBAN DE12345678901234567890", ACCOUNT),
    ("Erreichbar ist sie unter 0151 23456789.", PHONE),
    ("Ruf ihn an: +49 7131 1234567", PHONE),
    ("Schreibt ihr an amira.beispiel@example.org, sie freut sich.", MAIL),
    ("Vermieter: 07131/123456, spricht nur Deutsch", PHONE),
]

HARMLESS = [
    "Nach § 60a Abs. 2 AufenthG ist die Duldung zu erteilen.",
    "§ 25 Abs. 5 AufenthG und § 104c AufenthG: Wer hat Erfahrung mit dem Übergang?",
    "Die Interkulturelle Woche beginnt am 27.09.2026 im Rathaus.",
    "Unser Runder Tisch trifft sich am 3. November 2026, 17:00 Uhr.",
    "Stand: 01.02.2026. Die Richtlinie gilt bis 31.12.2027.",
    "Wir sind eine Stadt mit 32.500 Einwohnerinnen und Einwohnern.",
    "Der Zuschuss betrug 1.250.000 Euro im Jahr 2024.",
    "Von 123.456 Menschen im Landkreis haben 34.567 einen Migrationshintergrund.",
    "Das kostet 15 Euro je Einsatz, ab zwei Stunden 25 Euro.",
    "Der Gemeinderat hat am 12.12.2023 mit 17:5 Stimmen beschlossen.",
    "Drucksache 123/2024 des Gemeinderats, Tagesordnungspunkt 4",
    "In der Schuljahresplanung 2025/26 sind zwei VKL-Klassen vorgesehen.",
    "Verordnung (EU) 2024/1348 gilt ab dem 12. Juni 2026.",
    "Das Urteil des Bundesverwaltungsgerichts vom 16. Dezember 1987 ist bekannt.",
    "Unser Büro: 70174 Stuttgart, Königstraße 12, Zimmer 3.14",
    "Der Deutschkurs A1 bis B1 hat 600 Stunden und 20 Plätze.",
    "Bitte an integration@example.org oder info@example.org schreiben.",
    "Die Sitzung dauert von 09:00 bis 12:30 Uhr, online.",
    "Seit 2015 sind 1.100 Menschen zu uns gekommen, 2022 noch einmal 640.",
    "Förderaufruf vom 15.01.2024, Frist 31.03.2024, bis zu 80.000 Euro",
    "Integrationsbeauftragte der Stadt, zu erreichen montags bis donnerstags.",
    "Hat jemand einen Mustervertrag für Sprachmittlung, Stand Mai 2025?",
    "Das Teilhabe- und Integrationsgesetz, Neufassung 20.03.2024, sagt dazu nichts.",
    "Wie viele Stellenanteile habt ihr? Bei uns sind es 0,75 seit 01.07.2022.",
    "Auf Seite 112 des Berichts 2023 stehen die Zahlen: 12 %, 34 %, 56 %.",
    "Gesetz vom 30.07.2004 (BGBl. I S. 1950)",
    "Das neue Programm läuft vom 01.01.2023 bis zum 31.12.2025.",
    "Die ISBN 978-3-16-148410-0 gehört zum Handbuch.",
    "Ein Vater, vier Kinder, das jüngste ist drei, der Älteste fünfzehn.",
    "Tel. ist bei uns besetzt: Wir haben 2 Leitungen für 180 Anrufe am Tag.",
    "Der Kreistag Oberauland, 14.05.2023, hat die Mittel gekürzt.",
    "Am Internationalen Frauentag 08.03.2024 kamen 120 Gäste.",
    "B1-Prüfung: 45 von 60 Punkten, nächster Termin 17.04.2026",
    "Az. heißt Aktenzeichen, das wissen viele Ehrenamtliche nicht.",
    "Die Quote steigt von 10-12 auf 20-25 Prozent (2019-2024).",
    "Bundesland Baden-Württemberg, 01.01.2024: 11.230.740 Menschen",
    "Mit dem Sprachcafé Miteinander am 05.05.2024 fing es an.",
    "Rechtsgrundlage: VwV Integration 2023, Nr. 4.2.1",
    "Die Notunterkunft hat 3 Hallen mit je 120 Plätzen, 24/7 besetzt.",
    "https://example.org/bericht/2024/05/12345678901234",
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind"), HARMFUL, ids=[sentence for sentence, _kind in HARMFUL])
def test_what_leads_to_a_person_is_recognised(sentence, kind):
    assert kind in found(sentence)


@pytest.mark.parametrize("sentence", HARMLESS)
def test_what_officers_write_every_day_passes(sentence):
    assert found(sentence) == {}


def test_each_place_is_named_once():
    text = "Az. 4711/2024. Noch einmal: Az. 4711/2024, und amira@example.org"
    assert found(text) == {FILE: ["Az. 4711/2024"], MAIL: ["amira@example.org"]}


def test_a_long_text_takes_no_time():
    text = ("Amira Beispiel war am 3. Mai im Amt. Az. " + "1234 " * 20 + "0 7 1 3 1 ") * 150
    with time_machine.travel("2026-03-02", tick=True):
        import time

        begun = time.perf_counter()
        found(text[:20_000])
        assert time.perf_counter() - begun < 1
