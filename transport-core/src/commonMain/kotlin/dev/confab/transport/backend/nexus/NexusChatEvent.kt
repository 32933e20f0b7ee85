package dev.confab.transport.backend.nexus

import dev.confab.transport.model.ErrorCode

/** What a [NexusChat] tells, in the words of this service. The hierarchy may grow. */
public sealed class NexusChatEvent {
    /** A session began. */
    public class Started(public val data: NexusSessionData) : NexusChatEvent()

    /** A session goes on. */
    public class Restored(public val data: NexusSessionData) : NexusChatEvent()

    /** Entries that were not told before, in order. */
    public class Received(entries: List<NexusEntry>) : NexusChatEvent() {
        public val entries: List<NexusEntry> = entries.toList()
    }

    /** The session is over. @property lost the service does not know it any more. */
    public class Ended(public val lost: Boolean) : NexusChatEvent()

    /** Asking for news failed, so often in a row. */
    public class PollFailed(public val failures: Int, public val limit: Int, public val code: ErrorCode) : NexusChatEvent()

    /** It works again. */
    public data object PollRecovered : NexusChatEvent()
}
