"""Rows of the table that measure: sensors and binary sensors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from .blueprint import Category, EntityBlueprint, Overrides, Unknown
from .devices import HubDevice
from .labels import contact_class

_DIAGNOSTIC: Final = Category.DIAGNOSTIC
_PRESSURE: Final = ("Pa", "hPa", "kPa", "psi", "mbar", "inHg", "mmHg")


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorRow:
    """An attribute that is shown as a sensor."""

    capabilities: tuple[str, ...]
    """One of them; none means that the attribute is enough."""
    attribute: str
    key: str
    device_class: str | None = None
    units: tuple[str, ...] = ()
    """Those it can have; the first is the one the capability list defines."""
    must_say: bool = False
    """Whether a device that does not say its unit has none."""
    temperature: bool = False
    state_class: str | None = "measurement"
    options: tuple[str, ...] = ()
    category: Category | None = None
    enabled: bool = True
    rare: bool = False
    """Declared far more often than reported: enabled only if it ever was."""

    def blueprint(self, device: HubDevice, temperature_unit: str) -> EntityBlueprint:
        """Return the entity on a device."""
        unit = self._unit(device, temperature_unit)
        device_class = self.device_class if unit is not None or not self.units else None
        return EntityBlueprint(
            platform="sensor",
            key=self.key,
            capability=_capability(self.capabilities, device),
            translation_key=self.key if device_class in {None, "enum"} else None,
            device_class=device_class,
            unit=unit,
            state_class=self.state_class,
            category=self.category,
            enabled=self.enabled
            and not (self.rare and device.value(self.attribute) is None),
            attributes=(self.attribute,),
            options=self.options,
        )

    def _unit(self, device: HubDevice, temperature_unit: str) -> str | None:
        if self.temperature:
            return device.temperature_unit(self.attribute, temperature_unit)
        said = device.unit(self.attribute)
        if said in self.units:
            return said
        return self.units[0] if self.units and not self.must_say else None


def _measures(
    capability: str, attribute: str, key: str, *units: str, **more: Any
) -> SensorRow:
    fields: dict[str, Any] = {"device_class": key, "units": units, **more}
    return SensorRow(capabilities=(capability,), attribute=attribute, key=key, **fields)


def _says(
    capability: str, attribute: str, key: str, *options: str, **more: Any
) -> SensorRow:
    fields: dict[str, Any] = {"category": _DIAGNOSTIC, **more}
    return SensorRow(
        capabilities=(capability,),
        attribute=attribute,
        key=key,
        device_class="enum",
        state_class=None,
        options=options,
        **fields,
    )


SENSORS: Final = (
    _measures("TemperatureMeasurement", "temperature", "temperature", temperature=True),
    _measures("RelativeHumidityMeasurement", "humidity", "humidity", "%"),
    _measures("IlluminanceMeasurement", "illuminance", "illuminance", "lx"),
    _measures("PowerMeter", "power", "power", "W", "kW"),
    _measures(
        "EnergyMeter", "energy", "energy", "kWh", "Wh", state_class="total_increasing"
    ),
    _measures("VoltageMeasurement", "voltage", "voltage", "V", "mV"),
    _measures("VoltageMeasurement", "frequency", "frequency", "Hz", rare=True),
    _measures("CurrentMeter", "amperage", "current", "A", "mA"),
    _measures("CarbonDioxideMeasurement", "carbonDioxide", "carbon_dioxide", "ppm"),
    _measures("AirQuality", "airQualityIndex", "aqi"),
    _measures("PressureMeasurement", "pressure", "pressure", *_PRESSURE, must_say=True),
    _measures(
        "UltravioletIndex",
        "ultravioletIndex",
        "uv_index",
        "UV index",
        device_class=None,
    ),
    SensorRow(
        capabilities=("pHMeasurement", "PhMeasurement"),
        attribute="pH",
        key="ph",
        device_class="ph",
    ),
    _measures("SoundPressureLevel", "soundPressureLevel", "sound_pressure", "dB"),
    _measures(
        "LiquidFlowRate", "rate", "volume_flow_rate", "L/min", "gal/min", must_say=True
    ),
    _measures("Battery", "battery", "battery", "%", category=_DIAGNOSTIC),
    _measures(
        "SignalStrength",
        "rssi",
        "signal_strength",
        "dBm",
        category=_DIAGNOSTIC,
        enabled=False,
    ),
    _measures(
        "SignalStrength",
        "lqi",
        "link_quality",
        device_class=None,
        category=_DIAGNOSTIC,
        enabled=False,
    ),
    _measures(
        "StepSensor",
        "steps",
        "steps",
        device_class=None,
        state_class="total_increasing",
    ),
    _measures("StepSensor", "goal", "step_goal", device_class=None, state_class=None),
    _says("PowerSource", "powerSource", "power_source", "mains", "battery", "dc"),
    _says(
        "Consumable",
        "consumableStatus",
        "consumable",
        "good",
        "missing",
        "order",
        "replace",
        "maintenance_required",
    ),
    _says(
        "TimedSession",
        "sessionStatus",
        "session",
        "running",
        "paused",
        "stopped",
        "canceled",
        category=None,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryRow:
    """An attribute that is shown as a binary sensor."""

    capabilities: tuple[str, ...]
    attribute: str
    key: str
    on: frozenset[str]
    device_class: str | None = None
    category: Category | None = None
    when_unknown: Unknown = Unknown.UNKNOWN
    translation_key: str | None = None
    """Where the device class says less than the attribute."""

    def blueprint(self, device: HubDevice, overrides: Overrides) -> EntityBlueprint:
        """Return the entity on a device."""
        device_class = self.device_class
        if self.attribute == "contact":
            device_class = overrides.contact or contact_class(device)
        return EntityBlueprint(
            platform="binary_sensor",
            key=self.key,
            capability=_capability(self.capabilities, device),
            translation_key=self.translation_key
            or (None if device_class else self.key),
            device_class=device_class,
            category=self.category,
            attributes=(self.attribute,),
            on=self.on,
            when_unknown=self.when_unknown,
        )


def _detects(
    capability: str, attribute: str, device_class: str | None, on: str, **more: Any
) -> BinaryRow:
    fields: dict[str, Any] = {
        "capabilities": (capability,),
        "key": device_class or attribute,
        **more,
    }
    return BinaryRow(
        attribute=attribute, device_class=device_class, on=frozenset({on}), **fields
    )


_DANGER: Final = {"when_unknown": Unknown.UNAVAILABLE}
BINARY_SENSORS: Final = (
    _detects("ContactSensor", "contact", None, "open", **_DANGER),
    _detects("MotionSensor", "motion", "motion", "active"),
    _detects(
        "PresenceSensor",
        "presence",
        "presence",
        "present",
        capabilities=("PresenceSensor", "Beacon"),
    ),
    _detects("WaterSensor", "water", "moisture", "wet", **_DANGER),
    _detects("SmokeDetector", "smoke", "smoke", "detected", **_DANGER),
    _detects(
        "CarbonMonoxideDetector",
        "carbonMonoxide",
        "carbon_monoxide",
        "detected",
        **_DANGER,
    ),
    _detects("GasDetector", "naturalGas", "gas", "detected", **_DANGER),
    _detects("AccelerationSensor", "acceleration", "moving", "active"),
    _detects("ShockSensor", "shock", "vibration", "detected"),
    _detects("TamperAlert", "tamper", "tamper", "detected", category=_DIAGNOSTIC),
    _detects("SoundSensor", "sound", "sound", "detected"),
    _detects("SleepSensor", "sleeping", None, "sleeping"),
    _detects(
        "FilterStatus",
        "filterStatus",
        "problem",
        "replace",
        key="filter",
        translation_key="filter",
        category=_DIAGNOSTIC,
    ),
    _detects(
        "HealthCheck",
        "healthStatus",
        "connectivity",
        "online",
        capabilities=(),
        category=_DIAGNOSTIC,
    ),
)


def sensors(device: HubDevice, temperature_unit: str) -> Iterator[EntityBlueprint]:
    """Yield a device's sensors."""
    for row in SENSORS:
        if _fits(row.capabilities, row.attribute, device):
            yield row.blueprint(device, temperature_unit)


def binary_sensors(
    device: HubDevice, overrides: Overrides
) -> Iterator[EntityBlueprint]:
    """Yield a device's binary sensors."""
    for row in BINARY_SENSORS:
        if _fits(row.capabilities, row.attribute, device):
            yield row.blueprint(device, overrides)


def _fits(capabilities: tuple[str, ...], attribute: str, device: HubDevice) -> bool:
    return device.has(attribute) and (not capabilities or device.is_a(*capabilities))


def _capability(capabilities: tuple[str, ...], device: HubDevice) -> str:
    found = (name for name in capabilities if name in device.capabilities)
    return next(found, "HealthCheck")
