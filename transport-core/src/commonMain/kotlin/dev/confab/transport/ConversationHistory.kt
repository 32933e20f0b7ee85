package dev.confab.transport

import dev.confab.transport.model.FetchedHistory

/** The way back in a conversation. */
public fun interface ConversationHistory {
    /**
     * Reads one page further back, puts what is new into the conversation, and returns it. Callers that come meanwhile share the page.
     *
     * Works while the session is configured or read-only. A page has up to 25 messages at Genesys Cloud; the service allows ten pages a
     * minute, so that a call may wait up to a minute. After the start of the conversation it returns nothing, and asks nobody. The
     * conversation keeps no more messages than [dev.confab.transport.policy.RetentionPolicy] says: where it is full already, older messages
     * are returned and then let go.
     *
     * Fails with `HistoryFetchFailure` when the service cannot be read, or the connection is lost meanwhile; asking again goes on with the
     * same page. Also told by [dev.confab.transport.model.MessagingEvent.HistoryFetched]. (Protocol notes of Web Messaging §5.)
     */
    public suspend fun next(): FetchedHistory
}
