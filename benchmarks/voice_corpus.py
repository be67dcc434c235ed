"""A hundred things said in a house, and how many words of them were misheard."""

from collections.abc import Sequence
from typing import Final

from wyoming_services.speech import Lexicon, Voice, language_for, speak

SENTENCES: Final = tuple(
    line.strip()
    for line in """
    Turn on the kitchen light.
    Turn off the lights in the living room.
    Set the bedroom lamp to forty percent.
    Make the hallway a little brighter.
    Dim the dining room lights to twenty percent.
    Turn everything off downstairs.
    Switch on the fan in the office.
    Set the ceiling fan to high.
    Close the blinds in the guest room.
    Open the curtains in the bedroom.
    Is the garage door closed?
    Close the garage door, please.
    Lock the front door.
    Is the back door locked?
    Did I leave the basement window open?
    Are any windows open upstairs?
    Arm the alarm for the night.
    Is anyone at the front door?
    Show me the driveway camera.
    What is the temperature in the nursery?
    How warm is it in the living room?
    Set the thermostat to sixty eight degrees.
    Make it two degrees warmer in here.
    Turn the heating down in the bathroom.
    What is the humidity in the cellar?
    Is the air conditioner running?
    Set the oven timer for twenty five minutes.
    Set a timer for ten minutes.
    How much time is left on the pasta timer?
    Cancel the timer.
    Wake me at half past six tomorrow.
    Remind me to take out the trash tonight.
    Add milk and bread to the shopping list.
    Put dishwasher tablets on the shopping list.
    What is on my shopping list?
    Take eggs off the list.
    What is on my calendar today?
    When is my next appointment?
    Do I need an umbrella today?
    What will the weather be tomorrow morning?
    How cold will it get tonight?
    When does the sun set?
    Play some jazz in the kitchen.
    Pause the music.
    Skip this song.
    Turn the volume down to thirty percent.
    Play the news on the bedroom speaker.
    What song is this?
    Turn off the television.
    Start movie night.
    Good night.
    Good morning.
    I am leaving now.
    We are back home.
    Start the vacuum in the living room.
    Send the robot vacuum back to its base.
    Is the washing machine done?
    How long will the dryer take?
    Is the dishwasher still running?
    How much power is the house using?
    How much energy did we use yesterday?
    Is the car charging?
    How full is the car battery?
    Stop charging at eighty percent.
    How much did the solar panels make today?
    Which lights are on?
    Who is at home?
    Where is my phone?
    Is the water leak sensor in the laundry room dry?
    When was the smoke detector tested?
    Which batteries are low?
    Turn on the porch light at sunset.
    Turn off the coffee machine.
    Start the coffee machine at seven.
    Water the garden for fifteen minutes.
    Stop the sprinklers.
    Is the gate open?
    Open the gate for five minutes.
    What is the air quality in the office?
    Turn on the humidifier in the nursery.
    Switch the heater to eco mode.
    Set the living room to movie mode.
    Make the lamp in the corner blue.
    Set the bedroom lights to warm white.
    Turn off the light above the sink.
    Turn on the outlet behind the couch.
    Announce that dinner is ready.
    Tell everyone it is time to leave.
    Call my name when the laundry is done.
    How many people are in the house?
    What time is it?
    What is the date today?
    How long is the drive to work?
    Tell me about the history of Rome.
    What did you just say?
    Say that again, please.
    Never mind.
    Stop.
    Yes, please.
    No, thank you.
    """.strip().splitlines()
)

_VOICE: Final = Voice(language=language_for("en"), lexicon=Lexicon())


def words(text: str) -> list[str]:
    """Return a text's words as they are spoken: "10 %" and "ten percent" are the same."""
    spoken = speak(text, _VOICE).casefold().replace("-", " ")
    kept = "".join(c if c.isalnum() or c in " '" else " " for c in spoken)
    return kept.split()


def mistakes(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many words were missed, made up, or taken for another."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, start=1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            least = min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
            diagonal, row[j] = row[j], least
    return row[-1]


def error_rate(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the share, in percent, of misheard words over pairs of what was said and what was heard."""
    said = [(words(wanted), words(heard)) for wanted, heard in pairs]
    return 100 * sum(mistakes(*pair) for pair in said) / sum(len(w) for w, _ in said)
