"""What counts as a claim, heard as a person would hear it."""

from itertools import product

import pytest

from custom_components.kaizen.assistant.turn.honesty import find_claim, is_unbacked
from custom_components.kaizen.assistant.turn.outcomes import Outcome, all_done
from custom_components.kaizen.assistant.turn.phrases import Request, request_kind

CLAIMS_EN = (
    "Okay, I've turned on the kitchen light.",
    "I turned off all the lights in the bedroom.",
    "I have set the thermostat to 21 degrees.",
    "I have set the thermostat to 21.5 degrees for you.",
    "Done! The kitchen light is now on.",
    "Done.",
    "Done, the fan is running.",
    "It's done.",
    "All done, the blinds are closed.",
    "Okay. Done.",
    "Sure, I've just locked the front door for you.",
    "I’ve started the vacuum.",
    "I've gone ahead and turned on the fan.",
    "I have successfully opened the blinds.",
    "I just set a timer for ten minutes.",
    "I've added milk to your shopping list.",
    "Alright, I paused the music.",
    "I've muted the TV and turned off the lamp.",
    "The garage door has been closed.",
    "The lights have been dimmed to 40 percent.",
    "Okay, the front door has now been locked.",
    "Your timer has been cancelled.",
    "Your timer has been set for ten minutes.",
    "Turned on the fan.",
    "Okay, closed the blinds.",
    "Kitchen light turned on.",
    "The bedroom lights are now off.",
    "The front door is now locked.",
    "I'm turning the kitchen light on now.",
    "I am now locking the front door.",
    "Good night! I've locked the doors. Sleep well, and see you tomorrow.",
    "I've armed the alarm. Anything else?",
)
NO_CLAIMS_EN = (
    "Which light should I turn on?",
    "I can't turn on the light.",
    "I could not lock the door; it is not exposed to me.",
    "I haven't turned on anything.",
    "I have not set a timer.",
    "I wasn't able to close the garage door.",
    "Would you like me to turn it off?",
    "Have I turned on the right one?",
    "The light is on.",
    "The door is locked.",
    "The kitchen light is off and the window is open.",
    "The kitchen light was turned on at a quarter past seven.",
    "The door has been locked since eight.",
    "The heating has been turned off for two days.",
    "The light is already on.",
    "I've already turned on the kitchen light.",
    "The washing machine has been running for two hours.",
    "Once I've turned on the light, you can come in.",
    "If the alarm has been disarmed, you can open the window.",
    "Make sure that the oven has been turned off.",
    "I'll turn on the light at sunset.",
    "I can turn on the light for you.",
    "Turning off the lights at night saves energy.",
    "Set the oven to 220 degrees and bake the pizza for ten minutes.",
    "Done properly, a roast takes two hours.",
    "You can say “I turned it off” in German like this.",
    'She said "I closed the window" and left.',
    "It is 21 degrees in the kitchen.",
    "There are three lights in the kitchen.",
    "I don't see a device called lamp.",
    "You have no timers set.",
    "The shop opened in 1998.",
    "The meeting was moved to Monday.",
    "I'm Max, the assistant of this home.",
    "I set out to help wherever I can.",
    "The alarm is armed.",
    "Nothing was changed.",
    "The museum is open until five.",
    "Hello! How can I help?",
    "The door was unlocked by Anna yesterday.",
    "Your appointment has been on the list since Monday.",
    "Locked doors can only be opened with a code.",
)
CLAIMS_DE = (
    "Ich habe das Küchenlicht eingeschaltet.",
    "Okay, ich habe das Licht ausgemacht.",
    "Das Licht habe ich ausgeschaltet.",
    "Hab das Licht ausgemacht.",
    "Klar, habe die Heizung auf 21 Grad gestellt.",
    "Ich habe die Heizung auf 21,5 Grad gestellt.",
    "Ich habe die Haustür abgeschlossen.",
    "Ich habe den Rollladen im Schlafzimmer heruntergefahren.",
    "Ich habe Milch zur Einkaufsliste hinzugefügt.",
    "Ich habe einen Timer auf zehn Minuten gestellt.",
    "Ich habe alle Lichter im Wohnzimmer gedimmt.",
    "Ich habe den Staubsauger gestartet.",
    "Das Licht in der Küche wurde eingeschaltet.",
    "Die Rollläden wurden geschlossen.",
    "Der Timer wurde abgebrochen.",
    "Die Alarmanlage ist jetzt scharfgeschaltet.",
    "Das Licht ist jetzt an.",
    "Die Lichter sind nun aus.",
    "Die Tür ist jetzt verriegelt.",
    "Erledigt.",
    "Erledigt!",
    "Okay, erledigt.",
    "Alles klar, erledigt.",
    "Ist erledigt.",
    "Schon passiert!",
    "Gemacht.",
    "Küchenlicht eingeschaltet.",
    "Okay, Licht im Bad ausgeschaltet.",
    "Ich schalte das Küchenlicht jetzt ein.",
    "Ich mache das Licht aus.",
    "Gute Nacht! Ich habe die Türen verriegelt. Schlaf gut.",
    "Gerne, ich habe die Musik pausiert.",
)
NO_CLAIMS_DE = (
    "Welches Licht soll ich einschalten?",
    "Ich kann das Licht nicht einschalten.",
    "Ich habe das Licht nicht eingeschaltet.",
    "Ich habe leider kein Gerät gefunden, das eingeschaltet werden kann.",
    "Ich habe keinen Timer gestellt.",
    "Ich habe noch nichts geändert.",
    "Ich habe verstanden, dass das Licht ausgeschaltet ist.",
    "Das Licht ist an.",
    "Die Tür ist verriegelt.",
    "Die Haustür ist seit acht Uhr abgeschlossen.",
    "Die Tür wurde gestern geöffnet.",
    "Das Licht wurde um 7 Uhr eingeschaltet.",
    "Die Tür wurde von Anna geöffnet.",
    "Das Licht wurde vor zehn Minuten ausgeschaltet.",
    "Das Licht wurde nicht eingeschaltet.",
    "Das Licht ist bereits eingeschaltet.",
    "Ich habe das Licht bereits eingeschaltet.",
    "Soll ich das Licht ausmachen?",
    "Habe ich das richtige Licht eingeschaltet?",
    "Wenn das Licht eingeschaltet wurde, leuchtet die Anzeige.",
    "Sobald ich das Licht eingeschaltet habe, sage ich Bescheid.",
    "Ich schalte das Licht ein, sobald die Sonne untergeht.",
    "Ich schalte keine Geräte ein.",
    "Ich mache mir Gedanken über den Winter.",
    "Ich stelle fest, dass ein Fenster offen ist.",
    "Es gibt drei Lampen in der Küche.",
    "In der Küche sind es 21 Grad.",
    "Die Waschmaschine läuft noch eine Stunde.",
    "Das Museum ist jetzt geöffnet und schließt um 18 Uhr.",
    "Der Laden hat geöffnet.",
    "Ein Fenster ist noch geöffnet.",
    "Alle Fenster sind geschlossen.",
    "Die Alarmanlage ist scharf.",
    "Auf Englisch heißt das „Ich habe das Licht ausgeschaltet“.",
    "Gemacht wird Pesto aus Basilikum.",
    "Heize den Ofen auf 220 Grad vor.",
    "Dafür brauche ich einen Namen.",
    "Ich sehe kein Gerät mit dem Namen Lampe.",
    "Hallo! Wie kann ich helfen?",
    "Ich bin Max, der Assistent dieses Hauses.",
    "Du hast keine Timer gestellt.",
    "Die Heizung wird um 22 Uhr heruntergefahren.",
)


@pytest.mark.parametrize(
    ("language", "answer"),
    [*product(["en"], CLAIMS_EN), *product(["de-AT"], CLAIMS_DE)],
)
def test_claims(language: str, answer: str) -> None:
    """To a command, this says that it was carried out."""
    assert find_claim(answer, language, Request.ACTION)


@pytest.mark.parametrize(
    ("language", "answer"),
    [*product(["en-GB"], NO_CLAIMS_EN), *product(["de"], NO_CLAIMS_DE)],
)
def test_no_claims(language: str, answer: str) -> None:
    """Nobody would be deceived by this."""
    assert find_claim(answer, language, Request.ACTION) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("turn on the kitchen light", Request.ACTION),
        ("Can you turn on the light?", Request.ACTION),
        ("lights", Request.ACTION),
        ("play a song", Request.ACTION),
        ("good night", Request.ACTION),
        ("Kannst du das Licht ausmachen?", Request.ACTION),
        ("mach bitte das licht aus", Request.ACTION),
        ("is the front door locked?", Request.QUESTION),
        ("did you close the blinds", Request.QUESTION),
        ("and what did you do", Request.QUESTION),
        ("the door is locked?", Request.QUESTION),
        ("thanks", Request.QUESTION),
        ("thank you very much!", Request.QUESTION),
        ("danke dir", Request.QUESTION),
        ("Ist die Haustür zu", Request.QUESTION),
        ("hast du das licht ausgemacht", Request.QUESTION),
        ("wurde die Tür geöffnet", Request.QUESTION),
        ("tell me a story", Request.WORDS),
        ("how do you say I closed the window in German", Request.WORDS),
        ("erzähl mir einen Witz", Request.WORDS),
    ],
)
def test_what_a_person_wants(text: str, kind: Request) -> None:
    """Commands, questions and requests for words are told apart."""
    assert request_kind(text) is kind


ACTED = Outcome("intent__HassTurnOn", succeeded=True, acted=True)
FAILED = Outcome("intent__HassTurnOn", succeeded=False, acted=True)
LOOKED = Outcome("homeassistant__GetLiveContext", succeeded=True, acted=False)
I_DID = "I've turned on the light."
IT_IS = "The light has been turned on."


@pytest.mark.parametrize(
    ("asked", "answer", "this_turn", "earlier", "unbacked"),
    [
        pytest.param("light on", I_DID, [ACTED], [], False, id="done"),
        pytest.param("light on", I_DID, [], [], True, id="nothing done"),
        pytest.param("light on", I_DID, [FAILED], [], True, id="failed"),
        pytest.param("light on", I_DID, [LOOKED], [], True, id="only looked"),
        pytest.param("light on", I_DID, [], [ACTED], True, id="done last time only"),
        pytest.param("light on", I_DID, [FAILED, ACTED], [], False, id="tried again"),
        pytest.param("light on", IT_IS, [], [], True, id="state made up"),
        pytest.param("check it", IT_IS, [LOOKED], [], False, id="state read"),
        pytest.param("is it on?", IT_IS, [], [], False, id="state asked"),
        pytest.param("did you?", I_DID, [], [ACTED], False, id="report"),
        pytest.param("did you?", I_DID, [LOOKED], [], False, id="looked up"),
        pytest.param("did you?", I_DID, [], [], True, id="made up report"),
        pytest.param("thanks", I_DID, [], [ACTED], False, id="summary"),
        pytest.param("tell a story", I_DID, [], [], False, id="story"),
        pytest.param("light on", "Which one?", [], [], False, id="question back"),
    ],
)
def test_backing(
    asked: str,
    answer: str,
    this_turn: list[Outcome],
    earlier: list[Outcome],
    unbacked: bool,
) -> None:
    """A claim is only as good as the tool result behind it."""
    assert (
        is_unbacked(
            answer, asked=asked, language="en", this_turn=this_turn, earlier=earlier
        )
        is unbacked
    )


def test_languages_without_phrases_are_believed() -> None:
    """Nobody is corrected in a language that is not understood."""
    assert not is_unbacked(
        "J'ai allumé la lumière.",
        asked="allume",
        language="fr",
        this_turn=[],
        earlier=[],
    )


@pytest.mark.parametrize(
    ("outcomes", "done"),
    [
        ([], None),
        ([LOOKED], None),
        ([ACTED], True),
        ([LOOKED, ACTED], True),
        ([FAILED], False),
        ([ACTED, FAILED], False),
        ([FAILED, Outcome("intent__HassTurnOn", True, True, request=1)], True),
        ([FAILED, Outcome("intent__HassTurnOff", True, True, request=1)], False),
        ([FAILED, Outcome("homeassistant__GetLiveContext", True, False, 1)], False),
    ],
)
def test_all_done(outcomes: list[Outcome], done: bool | None) -> None:
    """A failure is made up for by a later success of the same tool, and by nothing else."""
    assert all_done(outcomes) is done
