package dev.confab.transport.backend.gms

import dev.confab.transport.model.ErrorCode

/** What a [GmsChat] tells, in the words of this service. The hierarchy may grow. */
public sealed class GmsChatEvent {
    /** A chat began. */
    public class Started(public val response: GmsResponse) : GmsChatEvent() {
        override fun toString(): String = "Started($response)"
    }

    /** A chat that had begun before goes on. */
    public class Restored(public val response: GmsResponse) : GmsChatEvent() {
        override fun toString(): String = "Restored($response)"
    }

    /**
     * The service said something: the answer to a poll or an operation, or an event.
     *
     * @property entries those of its entries that were not told before, in order.
     */
    public class Received(public val response: GmsResponse, entries: List<GmsEntry>) : GmsChatEvent() {
        public val entries: List<GmsEntry> = entries.toList()

        override fun toString(): String = "Received($response, ${entries.size} new)"
    }

    /** The chat is over. @property lost it did not end, the service just has it no more. */
    public class Ended(public val lost: Boolean) : GmsChatEvent() {
        override fun toString(): String = "Ended(lost=$lost)"
    }

    /** A poll failed, [failures] in a row by now; at [limit] the connection counts as lost, and is made again. */
    public class PollFailed(public val failures: Int, public val limit: Int, public val code: ErrorCode) : GmsChatEvent() {
        override fun toString(): String = "PollFailed($failures of $limit, $code)"
    }

    /** Polls work again, before the limit was reached. */
    public data object PollRecovered : GmsChatEvent()

    /** The limit of failed polls was reached: the chat may still be there. */
    public data object ServerWentOffline : GmsChatEvent()

    /** The first answer after [ServerWentOffline]. */
    public data object ServerBackOnline : GmsChatEvent()
}
