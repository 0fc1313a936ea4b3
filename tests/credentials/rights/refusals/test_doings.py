"""What tools say they did, in words of several languages: one method, one zone, one task."""

from __future__ import annotations

import pytest

from credentials.rights import bundled_catalogue, explain_refusal

NOT_GRANTED = "This call has not been granted"
RECORDS = "/domain/zone/example.com/record"
RECORD = f"{RECORDS}/5"
ADD = ["Impossible d'ajouter", "lors de la création de", "beim Anlegen von", "al crear",
       "durante la creazione di", "nie można utworzyć", "kon niet toevoegen",
       "ao criar"]  # fmt: skip
REMOVE = ["lors de la suppression de l'enregistrement", "Impossible de supprimer",
          "beim Löschen von", "al eliminar", "durante l'eliminazione di", "nie udało się usunąć",
          "bij het verwijderen van", "purging"]  # fmt: skip
CHANGE = ["lors de la mise à jour de", "Impossible de modifier", "beim Aktualisieren von",
          "al actualizar", "durante l'aggiornamento di", "nie udało się zaktualizować",
          "setting the TTL of", "failed to patch", "could not patch"]  # fmt: skip
DOINGS = [
    *((words, RECORDS, f"POST {RECORDS}") for words in ADD),
    *((words, RECORD, f"DELETE {RECORDS}/*") for words in REMOVE),
    *((words, RECORD, f"PUT {RECORDS}/*") for words in CHANGE),
]
ADDING = 'adding temporary record for zone "{}": '
TASKS = "task A: PUT /vps/vps-1.ovh.net 403\ntask B: PUT /domain/zone/example.com/soa 403\n"
REASONS = ["Run failed because of task A (task B is optional)", "Failed due to task A",
           "Abbruch wegen task A", "Échec à cause de task A"]  # fmt: skip


def missing(text: str) -> list[str]:
    return [str(rule) for rule in explain_refusal(bundled_catalogue(), text).missing]


@pytest.mark.parametrize(("words", "path", "rule"), DOINGS)
def test_a_verb_tells_the_method(words: str, path: str, rule: str) -> None:
    assert missing(f"{words} {path}: 403 {NOT_GRANTED}") == [rule]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("function", ["{}Async(String target)", "{}Async<Job>(path)", "{}(path)"])
def test_a_function_in_a_stack_tells_the_method(method: str, function: str) -> None:
    name = function.format(method.title())
    text = f"{NOT_GRANTED}\n at Ovh.Api.Client.{name} target=/sms/sms-ab1-1/jobs"
    assert missing(text) == [f"{method} /sms/sms-ab1-1/jobs"]


@pytest.mark.parametrize("zone", ["com.", "com", "co.uk.", "fr."])
@pytest.mark.parametrize("error", ["404: This service does not exist", f"403: {NOT_GRANTED}"])
def test_a_suffix_that_a_tool_names_is_no_zone(zone: str, error: str) -> None:
    explanation = explain_refusal(bundled_catalogue(), f"{ADDING.format(zone)}{error}")
    assert (explanation.cause, explanation.missing) == ("wrong-zone", ())


def test_a_zone_with_a_dot_at_its_end_is_one() -> None:
    assert missing(f"{ADDING.format('example.com.')}{NOT_GRANTED}") == [f"POST {RECORDS}"]


@pytest.mark.parametrize("reason", REASONS)
def test_the_task_that_the_last_line_gives_for_the_reason_is_blamed(reason: str) -> None:
    assert missing(f"{TASKS}{reason}") == ["PUT /vps/vps-1.ovh.net"]


@pytest.mark.parametrize("ids", ["1,2", "1,2,3", "101,102,103,104"])
def test_several_ids_in_a_path_are_one_call(ids: str) -> None:
    text = f"GET {RECORDS}/{ids} 403 {NOT_GRANTED}"
    explanation = explain_refusal(bundled_catalogue(), text)
    assert (explanation.path, missing(text)) == (f"{RECORDS}/{ids}", [f"GET {RECORDS}/*"])
