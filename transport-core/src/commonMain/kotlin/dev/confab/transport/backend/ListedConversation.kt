package dev.confab.transport.backend

/**
 * A conversation as a service lists it.
 *
 * @property newest its newest messages without a gap between them, and the way to older ones. What was listed before may be among them: so
 * the session sees that nothing is missing, and learns what changed, such as what was read on another device.
 */
public class ListedConversation(public val info: ConversationInfo, public val newest: HistoryPage) {
    init {
        require(newest.conversation == info.id) { "The messages of ${newest.conversation} are not those of ${info.id}." }
    }

    override fun equals(other: Any?): Boolean = other is ListedConversation && other.info == info && other.newest == newest

    override fun hashCode(): Int = info.hashCode() * 31 + newest.hashCode()

    override fun toString(): String = "ListedConversation($info, $newest)"
}
