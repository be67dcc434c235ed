"""Stage 6: what is written for machines, and owns its digits and dots.

Links are named, not read: nobody can follow a link by ear.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import re
from typing import Final

from .language import Rule

_TLD: Final = (
    "com|org|net|edu|gov|io|ai|app|dev|info|biz|me|tv|co|uk|de|at|ch|fr|it|es|nl|eu|us|ca|au"
    "|jp|cn|in|ru|br|pl|se|no|dk|fi|be|cz|local|lan|home|arpa|cloud|tech|online|shop|xyz|gg|fm"
)
_DOMAIN: Final = rf"(?:[a-z0-9](?:[\w-]*[a-z0-9])?\.)+(?:{_TLD})"
_OWN_DOMAINS: Final = (
    "ai_task|air_quality|alarm_control_panel|assist_satellite|automation|binary_sensor|button"
    "|calendar|camera|climate|conversation|counter|cover|date|datetime|device_tracker|event"
    "|fan|group|humidifier|image|input_boolean|input_button|input_datetime|input_number"
    "|input_select|input_text|lawn_mower|light|lock|media_player|notify|number|person|remote"
    "|scene|schedule|script|select|sensor|siren|stt|sun|switch|tag|text|time|timer|todo|tts"
    "|update|vacuum|valve|wake_word|water_heater|weather|zone"
)
_FILES: Final = (
    "yaml|yml|json|jpe?g|png|gif|svg|webp|pdf|txt|md|csv|log|conf|cfg|ini|toml|xml|html?|js|ts"
    "|py|sh|zip|tar|gz|mp3|mp4|wav|mkv|db|docx?|xlsx?|iso|apk|exe|css"
)
_READ_AS: Final[Mapping[str, str]] = {"jpg": "jpeg", "yml": "yaml", "py": "P Y"}
_IPV4: Final = r"\d{1,3}(?:\.\d{1,3}){3}"
_END: Final = r"(?<![.,;:!?)\]'\"*_])"
_PATH_SEGMENTS_MOST: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Literals:
    """The words of a language that stand for signs in addresses."""

    link: str
    file: str
    identifier: str
    at: str
    dot: str
    dash: str
    slash: str
    colon: str
    underscore: str
    ampersand: str
    plus: str
    point: str
    version: str
    digits: Callable[[str], str]
    code: Callable[[str], str]
    version_part: Callable[[str], str]
    thousands: re.Pattern[str] | None = None
    """What looks like a version, and is a number in groups of three digits."""

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules, what may contain another first."""
        hex2 = "[0-9a-f]{2}"
        return tuple(
            Rule(
                pattern=re.compile(pattern, re.IGNORECASE),
                speak=self._padded(speak),
                has=has,
            )
            for has, pattern, speak in (
                (
                    ":",
                    rf"\b[a-z][a-z0-9+.-]{{1,15}}://(?P<user>[^\s/@]*@)?(?P<host>[^\s/:?#]*)(?P<rest>\S*){_END}",
                    self._url,
                ),
                (".", rf"\bwww\.(?P<host>[^\s/:?#]+)(?P<rest>\S*){_END}", self._url),
                (
                    "@",
                    r"(?<![\w@])([\w.+&%-]+)@((?:[\w-]+\.)+[a-z]{2,})((?:/[\w./-]*\w)?)(?!\w)",
                    self._mail,
                ),
                ("0", rf"(?<![\w:.-]){hex2}(?:[:-]{hex2}){{5}}(?![\w:-])", self._hex),
                (
                    "-",
                    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
                    self._identifier,
                ),
                ("0", r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}\b", self._identifier),
                (
                    ":",
                    r"(?<![\w:])(?=[0-9a-f:]*[a-f:]{2})(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:/\d{1,3})?(?![\w:])",
                    self._ipv6,
                ),
                (
                    ".",
                    rf"(?<![\w.])({_IPV4})(?::(\d+))?(/\d{{1,2}})?(?!\.?\w)",
                    self._ipv4,
                ),
                (
                    ".",
                    rf"(?<![\w./@-])(?P<host>{_DOMAIN})(?P<port>:\d+)?(?P<rest>/[\w./%-]*\w|/)?(?![\w@-])",
                    self._domain,
                ),
                ("\\", r"\b([a-z]):((?:\\[\w. -]+)+)", self._windows_path),
                (
                    "/",
                    r"(?<![\w/%°²³$€£¥¢])(?:~|\.{1,2})?(?:/[\w.@+-]*[\w@+-]){2,}/?(?!\w)",
                    self._path,
                ),
                (
                    "/",
                    r"(?<![\w/.,)%°²³$€£¥¢])(?:~|\.{1,2})?/[a-z_][\w.-]*\w/?(?![\w/])",
                    self._path,
                ),
                (
                    ".",
                    rf"(?<![\w.])(?:{_OWN_DOMAINS})\.([a-z0-9_]+)(?![\w(.]*\w)",
                    self._entity,
                ),
                (".", rf"(?<![\w.])([\w-]+)\.({_FILES})\b(?!\.\w)", self._file),
                (
                    ".",
                    r"(?<![\w.,])(?P<v>v(?:ersion\s)?)?(?P<version>\d+(?:\.\d+){2,})(?:[-.]?(?P<pre>rc|beta|alpha|dev|b|a)(?P<n>\d*))?(?![\w/])(?!\.\d)",
                    self._version,
                ),
                ("0", r"(?<!\w)v(?P<version>\d+(?:\.\d+)?)(?![\w.]*\w)", self._version),
                (
                    "_",
                    r"(?<![\w.])(?=[^\W_]+_|_+[^\W_])\w++",
                    lambda match: match[0].replace("_", " "),
                ),
            )
        )

    def _padded(
        self, speak: Callable[[re.Match[str]], str | None]
    ) -> Callable[[re.Match[str]], str | None]:
        def padded(match: re.Match[str]) -> str | None:
            words = speak(match)
            return None if words is None else f" {words} "

        return padded

    def _spelled(self, written: str) -> str:
        """Say an address: letters as words, digits one by one, signs by name."""
        signs = {
            ".": self.dot,
            "-": self.dash,
            "_": self.underscore,
            "/": self.slash,
            ":": self.colon,
            "&": self.ampersand,
            "+": self.plus,
            "@": self.at,
        }
        words = []
        for piece in re.findall(r"[^\W\d_]+|\d+|[\W_]", written):
            if piece.isdecimal():
                words.append(self.digits(piece))
            elif piece[0].isalpha():
                words.append(_READ_AS.get(piece.lower(), piece))
            elif piece in signs:
                words.append(signs[piece])
        return " ".join(words)

    def _url(self, match: re.Match[str]) -> str:
        host = match["host"].removeprefix("www.")
        if host:
            return f"{self.link} {self._spelled(host)}"
        name = match["rest"].rstrip("/").rpartition("/")[2]
        return f"{self.file} {self._spelled(name)}" if name else self.link

    def _mail(self, match: re.Match[str]) -> str:
        return self._spelled(match[0])

    def _domain(self, match: re.Match[str]) -> str:
        rest = match["rest"] or ""
        if rest.count("/") > _PATH_SEGMENTS_MOST:
            rest = ""
        return self._spelled(match["host"] + (match["port"] or "") + rest.rstrip("/"))

    def _hex(self, match: re.Match[str]) -> str:
        return " ".join(self._characters(match[0]))

    def _identifier(self, match: re.Match[str]) -> str:
        return f"{self.identifier} {' '.join(self._characters(match[0][-4:]))}"

    def _characters(self, written: str) -> list[str]:
        return [
            self.digits(char) if char.isdecimal() else char.upper()
            for char in written
            if char.isalnum()
        ]

    def _ipv6(self, match: re.Match[str]) -> str | None:
        if not any(char.isalnum() for char in match[0]) or (
            "::" not in match[0] and (match[0].count(":") < 7)
        ):
            return None
        words = [
            f" {self.colon} " if piece == ":" else " ".join(self._characters(piece))
            for piece in re.findall(r":|\w+", match[0])
        ]
        return " ".join("".join(words).split())

    def _ipv4(self, match: re.Match[str]) -> str:
        words = f" {self.dot} ".join(map(self.digits, match[1].split(".")))
        if match[2]:
            words += f" {self.colon} {self.digits(match[2])}"
        if match[3]:
            words += f" {self.slash} {self.code(match[3][1:])}"
        return words

    def _path(self, match: re.Match[str]) -> str:
        path = match[0].lstrip("~.").rstrip("/")
        if path.count("/") > _PATH_SEGMENTS_MOST:
            return f"{self.file} {self._spelled(path.rpartition('/')[2])}"
        return self._spelled(path)

    def _windows_path(self, match: re.Match[str]) -> str:
        return f"{self.file} {self._spelled(match[2].rpartition('\\')[2])}"

    def _entity(self, match: re.Match[str]) -> str:
        return match[1].replace("_", " ")

    def _file(self, match: re.Match[str]) -> str:
        name = match[1].replace("_", " ").replace("-", " ")
        extension = match[2].lower()
        return f"{name} {self.dot} {_READ_AS.get(extension, extension)}"

    def _version(self, match: re.Match[str]) -> str | None:
        groups = match.groupdict()
        parts = match["version"].split(".")
        if self.thousands and self.thousands.fullmatch(match[0]):
            return None
        dated = len(parts) == 3 and len(parts[2]) in (2, 4) and int(parts[1]) <= 12
        if dated and int(parts[0]) <= 31 and not groups["v"]:
            return None
        words = f" {self.point} ".join(map(self.version_part, parts))
        if groups.get("pre"):
            words += f" {groups['pre']} {self.digits(groups['n'] or '')}".rstrip()
        spoken_v = "v" not in groups or groups["v"]
        return f"{self.version} {words}" if spoken_v else words
