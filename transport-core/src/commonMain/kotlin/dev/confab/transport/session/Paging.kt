package dev.confab.transport.session

import dev.confab.transport.backend.Cursor
import dev.confab.transport.model.Message

/**
 * How far back the guest has read the conversation.
 *
 * @property older where the next page is; null: the newest one.
 * @property startReached whether there is nothing older.
 * @property fetching whether a page was asked for and is awaited on this link.
 * @property timer whether a [TimerKey.Paging] is running.
 * @property found what the step under way has brought so far, oldest first.
 * @property pages how many pages the step under way has read.
 * @property failures how often the page under way has failed.
 */
internal data class Paging(
    val older: Cursor? = null,
    val startReached: Boolean = false,
    val fetching: Boolean = false,
    val timer: Boolean = false,
    val found: List<Message> = emptyList(),
    val pages: Int = 0,
    val failures: Int = 0,
) {
    /** No step is under way. */
    fun resting(): Paging = copy(fetching = false, timer = false, found = emptyList(), pages = 0, failures = 0)
}
