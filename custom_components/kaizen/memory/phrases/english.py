"""How English asks something of the memory."""

from typing import Final

from .rows import (
    Row,
    correct,
    correct_statement,
    forget,
    forget_everything,
    forget_statement,
    private,
    remember,
    row,
    tell,
    undo,
)

_ASK: Final = (
    r"(?:(?:can|could|will|would) you (?:please |kindly |also )?|i(?:'d| would) like you to |i (?:want|need) you to "
    r"|you (?:should|need to|can) |make sure (?:to|you) |try to |always )?(?:please |also )?"
)
_KEEP: Final = (
    r"(?:remember|memori[sz]e|keep in mind|bear in mind|note(?: down)?|make a (?:mental )?note|take note"
    r"|(?:don't|do not|never)(?: ever)? forget)"
)
_WHEN: Final = (
    r"(?: for me| for (?:the future|later|next time|good)| from now on| please)?"
)
_INTO: Final = (
    r"(?:add|save|store|put|write|keep)(?: (?:this|it|that|the following|down))?"
    r" (?:to|in|into) (?:your |my |the )?(?:memory|memories)"
)
_ITS: Final = r"(?:my|our|the|his|her|their)"
_FIRST: Final = (
    r"(?:take|drink|eat|like|love|hate|prefer|live|work|drive|sleep|switched|moved|changed|speak|go by"
    r"|don't (?:take|drink|eat|like|live|work|smoke|drive)(?! that| this| it)"
    r"|stopped|started|quit|am (?:allergic|vegan|vegetarian|married|divorced|retired|single))"
)
_LATELY: Final = r"(?:now|these days|instead|from now on|by now|nowadays)"
_NOT_MEMORIES: Final = (
    r"(?!.*\b(?:requests?|questions?|commands?|alarms?|timers?|reminders?|orders?|lists?|lights?|music|songs?|playlists?"
    r"|messages?|meetings?|events?|query|queries|appointments?|notes?|password|keys?|wallet|phone|umbrella)$)"
)
_KNOWN: Final = (
    r"(?:i|we|you)(?:'ve| have)? (?:ever |just )?(?:said|told you|mentioned|know|learn(?:ed|t)?|remember(?:ed)?|stored"
    r"|saved|noted)(?: to you)?"
)
_SELF: Final = (
    r"(?:me|us|myself|(?:my|our|his|her|their) .+?|(?:this|the) (?:house|room|family))"
)
_THAT: Final = r"(?:that|this|it)"

ROWS: Final[tuple[Row, ...]] = (
    row(rf"{_ASK}{_KEEP}{_WHEN}[,:]? that (?P<fact>.+)", remember("en"), may_ask=True),
    row(
        rf"{_ASK}{_KEEP}(?: (?:this|the following))?{_WHEN}[,:]? (?P<fact>.+)",
        remember("en"),
    ),
    row(
        r"you (?:should|need to|must|have to) (?:also )?know (?:that )?(?P<fact>.+)",
        remember("en"),
    ),
    row(r"(?:just )?for the record[,:]? (?P<fact>.+)", remember("en")),
    row(rf"{_ASK}{_INTO}(?: that|:|,)? (?P<fact>.+)", remember("en"), may_ask=True),
    row(
        rf"{_ASK}(?:save|store) (?:the fact )?that (?P<fact>.+)",
        remember("en"),
        may_ask=True,
    ),
    row(
        rf"(?P<fact>.+?)[,.;!:-]+ (?:so )?(?:please |and )?(?:remember {_THAT}|keep {_THAT} in mind|memori[sz]e {_THAT}"
        rf"|don't (?:ever )?forget {_THAT})(?: for me| please| for next time| for later)?",
        remember("en"),
    ),
    row(
        r"(?:please )?forget (?:that|this)(?: one| again| fact| memory)?(?: from (?:your|the) memory)?(?: again| please)?",
        forget,
    ),
    row(r"(?:please )?forget what i (?:just )?(?:said|told you)(?: please)?", forget),
    row(
        rf"{_ASK}(?:forget|delete|erase|remove) the (?:last|latest) (?:memory|fact|thing (?:i (?:said|told you)|you (?:learned|remembered)))",
        forget,
        may_ask=True,
    ),
    row(r"(?:please )?(?:don't|do not) remember (?:that|this)(?: please)?", forget),
    row(
        rf"{_ASK}(?:forget|delete|erase|remove) (?:everything|all|anything|whatever|what)(?: that)? {_KNOWN} (?:about|of|on|regarding) (?P<query>.+)",
        forget,
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:forget|delete|erase) (?:everything|all|anything) about (?P<query>me|us|{_ITS} .+|[A-Z][\w-]+)",
        forget,
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:forget|delete|erase) (?:everything|all|anything)(?: that)? (?:you (?:know|have learned|remember|ever learned)|i(?:'ve| have)? (?:ever )?told you)",
        forget_everything,
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:delete|erase|remove|wipe|clear) (?:all )?(?:of )?(?:my|your|the) (?:memories(?: of me| about me)?|memory of me)",
        forget_everything,
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:delete|erase|remove|forget) (?:the|that|your|all|any|every|my) (?:memory|memories|facts?)(?: (?:about|of|regarding|that says|that))? (?P<query>.+)",
        forget,
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:forget|stop remembering) (?:that )?(?!(?:i|we)(?:'ve| have)? (?:ever )?(?:asked|said|mentioned|told|brought)\b)(?P<query>.+)",
        forget_statement("en"),
    ),
    row(
        r"(?:please )?(?:don't|do not) remember (?:that )?(?P<query>.+)",
        forget_statement("en"),
    ),
    row(
        rf"{_ASK}forget (?:about )?(?P<query>{_NOT_MEMORIES}(?:my|our) [\w' -]+)",
        forget,
    ),
    row(
        rf"(?:no,? )?(?:actually|correction|sorry|wait)[,:]? (?:no,? )?(?:it|that|this|they)(?:'s|'re| is| are)(?: now)? (?P<new>.+?) {_LATELY}",
        correct,
    ),
    row(
        r"(?:no,? )?(?:actually|correction|sorry|wait)[,:]? (?:no,? )?(?:it|that|this|they)(?:'s|'re| is| are) (?:now )(?P<new>.+)",
        correct,
    ),
    row(
        r"(?:correction[,:]? |(?:no,? )?(?:that's|that is|that isn't|that's not) (?:wrong|not (?:true|right|correct)|outdated|no longer (?:true|right)"
        r"|true|right|correct)(?: any ?more| now)?[,.;:-]+ ?)(?:it|that|this|they)(?:'s|'re| is| are) (?P<new>.+)",
        correct,
    ),
    row(
        r"(?:it|that|this|they)(?:'s|'re| is| are) (?P<new>[\w' -]+?) now(?: instead|,? not (?:the )?[\w' -]+(?: any ?more)?)",
        correct,
    ),
    row(
        rf"(?:no,? )?(?:actually|correction|sorry)[,:]? i(?P<verb>'m|'ve| (?:now |no longer |only )?{_FIRST}) (?P<new>.+?(?: {_LATELY}| any ?more))",
        correct_statement("I{verb} {new}"),
    ),
    row(
        rf"(?:no,? )?(?:actually|correction)[,:]? i(?P<verb> (?:now|no longer) {_FIRST}| switched to| moved to| changed to) (?P<new>.+)",
        correct_statement("I{verb} {new}"),
    ),
    row(
        rf"(?:no,? )?(?:actually|correction)[,:]? (?P<query>(?:my|our) [\w' -]+?) (?P<verb>is|are) (?P<new>(?:now .+|.+? {_LATELY}))",
        correct_statement("{query} {verb} {new}"),
    ),
    row(
        rf"{_ASK}(?:change|update|correct) (?P<query>(?:my|our) (?:birthday|name|nickname|address|job|favou?rite [\w ]+?|employer|preferences? [\w ]+?)) to (?P<new>.+)",
        correct_statement("{query} is {new}"),
        may_ask=True,
    ),
    row(
        rf"(?:what|which things|how much|what all)(?: else| exactly)? (?:do|did|have|can) you (?:actually |already |really |currently )?(?:know|remember|learn(?:ed|t)?|stored|saved|tell me)(?: so far)? about (?P<about>{_SELF})(?: so far| already| by now)?",
        tell,
        may_ask=True,
    ),
    row(
        r"what (?:do|have) you (?:remember|remembered|stored|saved|noted|learned)(?: so far)? (?:about|of|on) (?P<about>.+)",
        tell,
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:tell me|show me|list|let me (?:see|hear)) (?:everything |all |what |whatever )(?:that )?(?:you(?:'ve| have)? (?:know|remember|stored|saved|learned|noted))(?: about (?P<about>{_SELF}))?",
        tell,
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:show|list|read|tell)(?: me)? (?:all )?(?:of )?(?:my|your|the) memories(?: (?:about|of) (?P<about>.+))?",
        tell,
        may_ask=True,
    ),
    row(
        r"what (?:memories|facts) (?:do|have) you (?:have|saved|stored)(?: (?:about|of) (?P<about>.+))?",
        tell,
        may_ask=True,
    ),
    row(r"what's in your memory(?: about (?P<about>.+))?", tell, may_ask=True),
    row(
        rf"do you (?:actually )?(?:know|remember) (?:anything|something|much) about (?P<about>{_SELF})(?: so far| already| by now)?",
        tell,
        may_ask=True,
    ),
    row(
        r"what (?:did|have) i (?:tell|told|say to) you about (?P<about>.+)",
        tell,
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:undo|revert|roll back)(?: (?:that|this|it|the last (?:change|one|thing|memory|correction)(?: change)?))?(?: again| please)?",
        undo,
        may_ask=True,
    ),
    row(rf"{_ASK}take (?:that|it) back(?: please)?", undo, may_ask=True),
    row(
        rf"{_ASK}(?:don't|do not|never|not|stop) (?:remember|save|store|keep|learn(?:ing)?(?: from)?|record|memori[sz]e|remembering|recording) (?:any(?:thing)? (?:of|from|in) )?(?:this|our) (?:conversation|chat|talk|discussion)",
        private(on=True),
        may_ask=True,
    ),
    row(
        r"(?:please )?(?:don't|do not) (?:remember|save|store|learn|keep|memori[sz]e) anything(?: (?:i|we) (?:say|tell you)| you hear| about this| for now| now| today| from now on)?",
        private(on=True),
    ),
    row(
        rf"{_ASK}(?:(?:turn|switch) on|go into|start|enable|enter|activate|switch to|begin) (?:the )?(?:private|incognito) (?:mode|conversation)",
        private(on=True),
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:turn|switch) (?:the )?(?:private|incognito) mode on",
        private(on=True),
        may_ask=True,
    ),
    row(r"(?:private|incognito) mode(?: on)?(?: please)?", private(on=True)),
    row(
        r"(?:(?:this|that) (?:is|stays)|let's (?:go|talk)|let's keep this|we're|keep this) (?:off the record|just between us|between us|between you and me)",
        private(on=True),
    ),
    row(
        rf"{_ASK}(?:(?:turn|switch) off|leave|stop|disable|end|exit|deactivate|quit) (?:the )?(?:private|incognito) (?:mode|conversation)",
        private(on=False),
        may_ask=True,
    ),
    row(
        rf"{_ASK}(?:turn|switch) (?:the )?(?:private|incognito) mode off",
        private(on=False),
        may_ask=True,
    ),
    row(r"(?:private|incognito) mode off(?: please)?", private(on=False)),
    row(
        r"(?:you (?:can|may) |please )?(?:start )?(?:remember|learn|remembering|learning)(?: things| everything| this)? again(?: now)?",
        private(on=False),
    ),
    row(r"(?:we're |let's go )?back on the record", private(on=False)),
)
