package dev.confab.transport.store

import dev.confab.transport.model.Draft

/**
 * What must survive of a session: its key is the guest's identity, so it is stored before it is first used.
 *
 * @property key the secret that names the session to the service.
 * @property resumeState what the transport wants to see again when it opens the session the next time; opaque, secret, may be null.
 * @property draft what the guest typed and did not send.
 */
public class SessionRecord(public val key: String, public val resumeState: String?, public val draft: Draft) {
    override fun equals(other: Any?): Boolean =
        other is SessionRecord && other.key == key && other.resumeState == resumeState && other.draft == draft

    override fun hashCode(): Int = key.hashCode()

    override fun toString(): String = "SessionRecord($draft)"
}
