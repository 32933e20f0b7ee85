package dev.confab.transport.jvm

import dev.confab.transport.model.Capability
import dev.confab.transport.model.CapabilityStatus
import dev.confab.transport.model.Conversation
import dev.confab.transport.model.CustomAttributes
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.SessionState

/** Takes what a [ClientFeed] hands over. */
public fun interface FeedSink {
    /**
     * Called on one of the [CallbackThreads], never twice at a time. Must not throw.
     *
     * @param done to be run when the next batch may come, by any thread.
     */
    public fun deliver(batch: FeedBatch, done: Runnable)
}

/**
 * What happened since the last batch. A value that did not change is null.
 *
 * @property oldState the state that was handed over last, or the one at the start.
 * @property events in order; the values are at least as new as the last of them.
 */
public class FeedBatch internal constructor(
    public val oldState: SessionState,
    public val newState: SessionState?,
    public val conversation: Conversation?,
    public val conversations: List<Conversation>?,
    public val draft: Draft?,
    public val capabilities: Map<Capability, CapabilityStatus>?,
    public val customAttributes: CustomAttributes?,
    public val events: List<MessagingEvent>,
) {
    internal val isEmpty: Boolean
        get() = newState == null &&
            conversation == null &&
            conversations == null &&
            draft == null &&
            capabilities == null &&
            customAttributes == null &&
            events.isEmpty()
}
