"""Turns a chat request into the text a model reads, as the server's templates do.

Order and wrapping decide how much of a prompt can be reused, so they are modelled closely (learnt from the server's own
renderers, August 2026): `qwen3.5` puts the tools before the system message, `qwen3` behind it. A renderer is a row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
import json
from typing import Any, Final

from .schemas import tool_json

type Message = Mapping[str, Any]
type Tool = Mapping[str, Any]

_START: Final = "<|im_start|>"
_END: Final = "<|im_end|>\n"
_NO_THOUGHT: Final = "<think>\n\n</think>\n\n"

_QWEN35_TOOLS: Final = """
</tools>

If you choose to call a function ONLY reply in the following format with NO suffix:

<tool_call>
<function=example_function_name>
<parameter=example_parameter_1>
value_1
</parameter>
<parameter=example_parameter_2>
This is the value for the second parameter
that can span
multiple lines
</parameter>
</function>
</tool_call>

<IMPORTANT>
Reminder:
- Function calls MUST follow the specified format: an inner <function=...></function> block must be nested within <tool_call></tool_call> XML tags
- Required parameters MUST be specified
- You may provide optional reasoning for your function call in natural language BEFORE the function call, but NOT after
- If there is no function call available, answer the question like normal with your current knowledge and do not tell the user about function calls
</IMPORTANT>"""

_QWEN3_TOOLS: Final = """
</tools>

For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
<tool_call>
{"name": <function-name>, "arguments": <args-json-object>}
</tool_call>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """One chat template."""

    head: Callable[[str, Sequence[Tool]], str]
    """The opening block, from the leading system message and the tools."""
    call: Callable[[str, Mapping[str, Any]], str]
    """A tool call as the model writes it."""
    thinks: bool = True
    """Whether the template opens the answer with a block for thoughts."""
    replays_thoughts: bool = False
    """Whether every earlier answer is replayed with its block for thoughts, even an empty one."""

    def render(
        self, messages: Sequence[Message], tools: Sequence[Tool], *, think: bool
    ) -> str:
        """Return the prompt up to where the model's own words begin."""
        system = ""
        if messages and messages[0].get("role") == "system":
            system = _content(messages[0]).strip()
            messages = messages[1:]
        parts = [self.head(system, tools)]
        last_question = max(
            (i for i, m in enumerate(messages) if m.get("role") == "user"), default=-1
        )
        for index, message in enumerate(messages):
            thoughts = self.replays_thoughts or (think and index > last_question)
            parts.append(self._message(messages, index, message, thoughts=thoughts))
        if messages and messages[-1].get("role") == "assistant":
            return "".join(parts).removesuffix(_END)
        return "".join(parts) + self.opening(think=think)

    def opening(self, *, think: bool) -> str:
        """Return what the prompt ends with."""
        opening = f"{_START}assistant\n"
        if not self.thinks:
            return opening
        return opening + ("<think>\n" if think else _NO_THOUGHT)

    def written(
        self,
        thinking: str,
        content: str,
        calls: Sequence[tuple[str, Mapping[str, Any]]],
    ) -> str:
        """Return an answer as the model wrote it, before the server took it apart."""
        thoughts = f"{thinking}\n</think>\n\n" if thinking else ""
        return thoughts + content + self._calls(content, calls)

    def _message(
        self,
        messages: Sequence[Message],
        index: int,
        message: Message,
        *,
        thoughts: bool,
    ) -> str:
        role, content = message.get("role"), _content(message).strip()
        if role == "tool":
            first = index == 0 or messages[index - 1].get("role") != "tool"
            last = (
                index + 1 == len(messages) or messages[index + 1].get("role") != "tool"
            )
            answer = f"\n<tool_response>\n{content}\n</tool_response>"
            return (f"{_START}user" if first else "") + answer + (_END if last else "")
        if role == "assistant":
            thought = str(message.get("thinking") or "").strip()
            block = (
                f"<think>\n{thought}\n</think>\n\n" if thoughts and self.thinks else ""
            )
            calls = [
                (c["function"]["name"], c["function"].get("arguments") or {})
                for c in message.get("tool_calls") or ()
            ]
            content += self._calls(content, calls)
            return f"{_START}assistant\n{block}{content}{_END}"
        return f"{_START}{role}\n{content}{_END}"

    def _calls(
        self, content: str, calls: Sequence[tuple[str, Mapping[str, Any]]]
    ) -> str:
        if not calls:
            return ""
        gap = "\n\n" if content.strip() else ""
        return gap + "\n".join(self.call(name, arguments) for name, arguments in calls)


def image_tag(number: int) -> str:
    """Return the place of an image in a prompt."""
    return f"[img-{number}]"


def _content(message: Message) -> str:
    return str(message.get("content") or "")


def _system(text: str) -> str:
    return f"{_START}system\n{text}{_END}" if text else ""


def _head_qwen35(system: str, tools: Sequence[Tool]) -> str:
    if not tools:
        return _system(system)
    listed = "".join("\n" + tool_json(tool) for tool in tools)
    text = f"# Tools\n\nYou have access to the following functions:\n\n<tools>{listed}{_QWEN35_TOOLS}"
    return _system(f"{text}\n\n{system}" if system else text)


def _head_qwen3(system: str, tools: Sequence[Tool]) -> str:
    if not tools:
        return _system(system)
    listed = "".join("\n" + tool_json(tool) for tool in tools)
    text = (
        "# Tools\n\nYou may call one or more functions to assist with the user query.\n\n"
        "You are provided with function signatures within <tools></tools> XML tags:\n"
        f"<tools>{listed}{_QWEN3_TOOLS}"
    )
    return _system(f"{system}\n\n{text}" if system else text)


def _call_qwen35(name: str, arguments: Mapping[str, Any]) -> str:
    parameters = "".join(
        f"<parameter={key}>\n{_argument(value)}\n</parameter>\n"
        for key, value in arguments.items()
    )
    return f"<tool_call>\n<function={name}>\n{parameters}</function>\n</tool_call>"


def _call_json(name: str, arguments: Mapping[str, Any]) -> str:
    call = json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)
    return f"<tool_call>\n{call}\n</tool_call>"


def _argument(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


RENDERERS: Final[Mapping[str, Renderer]] = {
    "qwen3.5": Renderer(head=_head_qwen35, call=_call_qwen35),
    "qwen3.8": Renderer(head=_head_qwen35, call=_call_qwen35, replays_thoughts=True),
    "qwen3": Renderer(head=_head_qwen3, call=_call_json),
    "chatml": Renderer(
        head=lambda system, _: _system(system), call=_call_json, thinks=False
    ),
}
