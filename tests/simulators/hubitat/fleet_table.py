"""The 74 devices of the simulated house, with the oddities real houses have, and those no app was given."""

import json
from typing import Final

from .blueprints import Blueprint, device
from .capabilities import Spec, does, number, string

LIVING, KITCHEN, DINING, HALL = "Living Room", "Kitchen", "Dining Room", "Hallway"
BEDROOM, KIDS, GUEST, OFFICE = "Master Bedroom", "Kids Room", "Guest Room", "Office"
BATH, GARAGE, GARDEN, UTILITY = "Bathroom", "Garage", "Garden", "Utility Room"

_DIMMER: Final = "Switch SwitchLevel ChangeLevel Configuration Refresh Actuator"
_COLOUR: Final = "Bulb Switch SwitchLevel ColorControl ColorMode Refresh"
_METER: Final = "PowerMeter EnergyMeter VoltageMeasurement CurrentMeter"
_CONTACT: Final = "ContactSensor Battery Configuration Sensor"
_MULTI: Final = "MotionSensor TemperatureMeasurement IlluminanceMeasurement Battery"
_BUTTONS: Final = (
    "PushableButton HoldableButton DoubleTapableButton ReleasableButton Battery"
)
_SPEAKER: Final = (
    "AudioVolume MusicPlayer MediaTransport SpeechSynthesis AudioNotification"
)

_CODES: Final = json.dumps(
    {"1": {"name": "Anna", "code": "4711"}, "2": {"name": "Guest", "code": "0815"}}
)

SWITCHES: Final = (
    device("Coffee Machine", KITCHEN, "Generic Z-Wave Switch", "Switch Refresh"),
    device(
        "Boiler Relay", UTILITY, "Generic Zigbee Relay", "RelaySwitch Switch Refresh"
    ),
    device(
        "TV Outlet", LIVING, "Zigbee Outlet", f"Outlet Switch {_METER} Refresh Actuator"
    ),
    device("Washer Outlet", UTILITY, "Zigbee Outlet", f"Outlet Switch {_METER}"),
    device("Garden Pump", GARDEN, "Generic Z-Wave Outlet", "Outlet Switch Refresh"),
    device("Party Mode", None, "Virtual Switch", "Switch Actuator"),
    # A driver with two commands of one name: its page works, Maker API fails.
    device(
        "Towel Heater",
        BATH,
        "Community Heater",
        "Switch Refresh",
        commands=(does("boost"), does("boost", "NUMBER")),
    ),
    device(
        "Air Purifier",
        BEDROOM,
        "Purifier",
        "Switch FilterStatus Consumable AirQuality Refresh",
    ),
)

LIGHTS: Final = (
    device("Porch Light", GARDEN, "Generic Zigbee Bulb", "Light Switch Refresh"),
    device("Kitchen Ceiling", KITCHEN, "Generic Z-Wave Dimmer", _DIMMER),
    device("Dining Table", DINING, "Generic Z-Wave Dimmer", _DIMMER),
    # Two lamps with one name, in two rooms.
    device("Lamp", LIVING, "Generic Zigbee Bulb", f"Bulb {_DIMMER}"),
    device("Lamp", GUEST, "Generic Zigbee Bulb", f"Bulb {_DIMMER}"),
    device(
        "Living Lamp",
        LIVING,
        "Advanced Zigbee RGBW Bulb",
        f"{_COLOUR} ColorTemperature ChangeLevel LightEffects",
        values={"hue": 12, "saturation": 80, "effectName": "None"},
    ),
    device("Kids Star Lamp", KIDS, "Generic Zigbee RGB Bulb", _COLOUR),
    device(
        "Desk Light",
        OFFICE,
        "Zigbee CT Bulb",
        "Bulb Switch SwitchLevel ColorTemperature",
    ),
    device(
        "Bed Light",
        BEDROOM,
        "Zigbee CT Bulb",
        "Light Switch SwitchLevel ColorTemperature ColorMode ChangeLevel",
        values={"level": None},
    ),
    device("Bath Mirror", BATH, "Generic Z-Wave Dimmer", f"Light {_DIMMER}"),
    device(
        "Hall Strip",
        HALL,
        "LED Strip Controller",
        f"{_COLOUR} LightEffects",
        values={"hue": "null", "saturation": "null"},
    ),
)

CLIMATE: Final = (
    device("Bedroom Fan", BEDROOM, "Zigbee Fan", "FanControl Switch Refresh"),
    device("Living Fan", LIVING, "Z-Wave Fan", "FanControl Switch SwitchLevel"),
    device(
        "Living Thermostat",
        LIVING,
        "Generic Z-Wave Thermostat",
        "Thermostat TemperatureMeasurement RelativeHumidityMeasurement Refresh",
        values={
            "temperature": 69.5,
            "heatingSetpoint": 68,
            "coolingSetpoint": 77,
            "thermostatSetpoint": 68,
        },
        units=dict.fromkeys(
            (
                "temperature",
                "heatingSetpoint",
                "coolingSetpoint",
                "thermostatSetpoint",
            ),
            "°F",
        ),
    ),
    device("Bath Heating", BATH, "TRV", "Thermostat Battery Refresh", sleepy=True),
)

OPENINGS: Final = (
    device(
        "Front Door",
        HALL,
        "Generic Z-Wave Lock",
        "Lock LockCodes Battery Refresh",
        values={"lockCodes": _CODES, "codeLength": 4},
    ),
    device(
        "Back Door",
        KITCHEN,
        "Yale Zigbee Lock",
        "Lock LockCodes Battery Refresh",
        values={"lockCodes": "AES:q9l3Tz0bU4mN1cXw8PZr2g=="},
        traits={"encrypted"},
    ),
    device("Side Door", GARAGE, "Generic Zigbee Lock", "Lock Battery Refresh"),
    device("Garage Door", GARAGE, "Garage Opener", "GarageDoorControl ContactSensor"),
    device("Garden Gate", GARDEN, "Gate Controller", "DoorControl Refresh"),
    device("Living Shade", LIVING, "Zigbee Shade", "WindowShade Battery Refresh"),
    device(
        "Bedroom Shade",
        BEDROOM,
        "Roller Shade",
        "WindowShade SwitchLevel Switch",
        commands=(does("stop"),),
    ),
    device(
        "Kids Shade", KIDS, "Simple Shade", "WindowShade", values={"position": None}
    ),
    device("Office Blind", OFFICE, "Zigbee Blind", "WindowBlind Refresh"),
    device("Water Main", UTILITY, "Z-Wave Valve", "Valve Battery Refresh"),
    device("Garden Tap", GARDEN, "Irrigation Valve", "Valve LiquidFlowRate Switch"),
)

GUARDS: Final = (
    device("Front Door Contact", HALL, "Zigbee Contact", _CONTACT, sleepy=True),
    device("Back Door Contact", KITCHEN, "Zigbee Contact", f"{_CONTACT} TamperAlert"),
    device(
        "Kitchen Window",
        KITCHEN,
        "Zigbee Contact",
        f"{_CONTACT} TemperatureMeasurement",
    ),
    device(
        "Guest Window", GUEST, "Z-Wave Contact", "ContactSensor TamperAlert Battery"
    ),
    device("Living Motion", LIVING, "Zigbee Motion", "MotionSensor Battery"),
    device("Hall Motion", HALL, "Hue Motion", _MULTI),
    device(
        "Garden Motion",
        GARDEN,
        "Outdoor Motion",
        _MULTI,
        values={"temperature": 54.3},
        units={"temperature": "°F"},
    ),
    device("Anna's Phone", None, "Mobile App Device", "PresenceSensor Notification"),
    device("Ben's Key", None, "Arrival Beacon", "Beacon PresenceSensor Battery Tone"),
    device("Kitchen Leak", KITCHEN, "Zigbee Leak", "WaterSensor Battery", sleepy=True),
    device(
        "Bath Leak", BATH, "Zigbee Leak", "WaterSensor TemperatureMeasurement Battery"
    ),
    device("Hall Smoke", HALL, "Z-Wave Smoke", "SmokeDetector Battery"),
    device(
        "Kids Smoke",
        KIDS,
        "Smoke and CO",
        "SmokeDetector CarbonMonoxideDetector Battery",
    ),
    device("Boiler CO", UTILITY, "CO Sensor", "CarbonMonoxideDetector Battery"),
    device("Kitchen Gas", KITCHEN, "Gas Sensor", "GasDetector PowerSource"),
    device("Hall Siren", HALL, "Zigbee Siren", "Alarm Switch Battery"),
    device(
        "Hall Keypad",
        HALL,
        "Iris Keypad",
        "SecurityKeypad Battery TamperAlert Tone",
        values={"lockCodes": _CODES, "codeLength": None},
    ),
)

SENSORS: Final = (
    device(
        "Washer Vibration",
        UTILITY,
        "Multi Sensor",
        "AccelerationSensor ThreeAxis ShockSensor Battery",
        values={"threeAxis": "[x:4,y:-12,z:1020]", "battery": "Battery 66%"},
    ),
    device("Kids Sleep", KIDS, "Sleep Mat", "SleepSensor SoundSensor"),
    device("Guest Touch", GUEST, "Touch Pad", "TouchSensor"),
    device(
        "Bath Climate",
        BATH,
        "Temp Humidity",
        "TemperatureMeasurement RelativeHumidityMeasurement Battery",
    ),
    # Reports Celsius and does not say so.
    device(
        "Garden Climate",
        GARDEN,
        "Temp Humidity",
        "TemperatureMeasurement RelativeHumidityMeasurement Battery",
        units={"temperature": None},
        values={"temperature": 8.6, "battery": None},
        attributes=(
            Spec(
                name="temperatureUnit", data_type="ENUM", initial="C", values=("C", "F")
            ),
        ),
    ),
    device(
        "Office Air",
        OFFICE,
        "Air Monitor",
        "CarbonDioxideMeasurement AirQuality TemperatureMeasurement PressureMeasurement",
    ),
    device(
        "Weather Station",
        GARDEN,
        "Weather Station",
        "UltravioletIndex IlluminanceMeasurement PressureMeasurement SoundPressureLevel",
    ),
    device("Pool Probe", GARDEN, "pH Probe", "pHMeasurement TemperatureMeasurement"),
    device("Hall Repeater", HALL, "Repeater", "PowerSource SignalStrength HealthCheck"),
    device(
        "Anna's Steps",
        None,
        "Fitness",
        "StepSensor",
        values={"steps": 4211, "goal": 8000},
    ),
    device(
        "Laundry Timer", UTILITY, "Timer Device", "TimedSession Switch", sleepy=False
    ),
    device(
        "Sprinkler Minutes",
        GARDEN,
        "Variable Connector",
        "Variable",
        values={"variable": "12"},
        attributes=(number("minutes", 12),),
    ),
    # A capability nobody knows, with attributes of its own.
    device(
        "Mower",
        GARDEN,
        "Community Mower",
        "RobotMower Battery",
        attributes=(
            string("mowerState", "docked"),
            number("bladeHours", 31.5, "h"),
        ),
        commands=(does("mow"), does("dock")),
    ),
)

THINGS: Final = (
    device(
        "Bed Remote",
        BEDROOM,
        "Four Button Remote",
        _BUTTONS,
        values={"numberOfButtons": 4},
    ),
    device("Office Button", OFFICE, "Single Button", "PushableButton Battery"),
    # Never reported: everything but the button is null.
    device(
        "Doorbell",
        HALL,
        "Aeotec Doorbell",
        "Chime Switch PushableButton Tone",
        values={"switch": None, "soundName": None, "status": None},
    ),
    device("Dining Scene", DINING, "Virtual Button", "Momentary PushableButton"),
    device("Finder", LIVING, "Beeper", "Tone Refresh"),
    device("Living Speaker", LIVING, "Sonos", f"{_SPEAKER} MediaInputSource Refresh"),
    device("Kitchen Echo", KITCHEN, "Echo", f"{_SPEAKER} Notification"),
    device("Ben's Phone", None, "Pushover", "Notification SpeechSynthesis"),
    device(
        "Front Camera",
        HALL,
        "Community Camera",
        "ImageCapture VideoCamera VideoCapture MotionSensor",
    ),
    device("Office Speaker", OFFICE, "Chromecast", "AudioVolume SpeechSynthesis"),
)

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    *SWITCHES,
    *LIGHTS,
    *CLIMATE,
    *OPENINGS,
    *GUARDS,
    *SENSORS,
    *THINGS,
)

UNAUTHORISED: Final[tuple[Blueprint, ...]] = (
    device("Safe", OFFICE, "Zigbee Contact", _CONTACT),
    device("Secret Light", BEDROOM, "Generic Zigbee Bulb", _DIMMER),
)
