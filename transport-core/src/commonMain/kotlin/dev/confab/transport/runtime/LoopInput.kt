package dev.confab.transport.runtime

import dev.confab.transport.session.CallId
import dev.confab.transport.session.SessionInput
import kotlinx.coroutines.CompletableDeferred

/** What waits in the channel of a [SessionLoop]. */
internal sealed interface LoopInput {
    class Plain(val input: SessionInput) : LoopInput

    /** A command with a caller who waits; the loop gives it its id, so that only the loop knows the open calls. */
    class Call(val outcome: CompletableDeferred<Any?>, val command: (CallId) -> SessionInput.Command) : LoopInput

    /** The caller behind [outcome] no longer waits. */
    class Abandon(val outcome: CompletableDeferred<Any?>) : LoopInput
}
