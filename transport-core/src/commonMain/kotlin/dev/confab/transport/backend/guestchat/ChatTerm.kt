package dev.confab.transport.backend.guestchat

import kotlin.jvm.JvmField
import kotlin.jvm.JvmStatic

/**
 * One of a set of words of the service. Not an enum: a word that this version does not know is kept as it came, so compare with the constants
 * and keep a branch for the rest.
 *
 * @property value the service's word.
 */
public abstract class ChatTerm internal constructor(public val value: String) {
    override fun equals(other: Any?): Boolean = other is ChatTerm && other::class == this::class && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = value
}

/** What part a member has in a conversation (protocol notes of guest chat §4.3). */
public class MemberRole private constructor(value: String) : ChatTerm(value) {
    public companion object {
        @JvmField
        public val AGENT: MemberRole = MemberRole("AGENT")

        /** The guest. */
        @JvmField
        public val CUSTOMER: MemberRole = MemberRole("CUSTOMER")

        /** A flow of the contact center. */
        @JvmField
        public val WORKFLOW: MemberRole = MemberRole("WORKFLOW")

        /** The queue. */
        @JvmField
        public val ACD: MemberRole = MemberRole("ACD")

        /** The words that this version knows. */
        internal val known: List<MemberRole> = listOf(AGENT, CUSTOMER, WORKFLOW, ACD)

        @JvmStatic
        public fun of(value: String): MemberRole = MemberRole(value)
    }
}

/** Where a member stands (protocol notes of guest chat §4.3). */
public class MemberState private constructor(value: String) : ChatTerm(value) {
    public companion object {
        @JvmField
        public val CONNECTED: MemberState = MemberState("CONNECTED")

        @JvmField
        public val DISCONNECTED: MemberState = MemberState("DISCONNECTED")

        /** An agent is being rung. */
        @JvmField
        public val ALERTING: MemberState = MemberState("ALERTING")

        /** The words that this version knows. */
        internal val known: List<MemberState> = listOf(CONNECTED, DISCONNECTED, ALERTING)

        @JvmStatic
        public fun of(value: String): MemberState = MemberState(value)
    }
}

/** What kind of entry a message is (protocol notes of guest chat §4.4, §6.1). */
public class BodyType private constructor(value: String) : ChatTerm(value) {
    public companion object {
        /** What a person or a flow says. */
        @JvmField
        public val STANDARD: BodyType = BodyType("standard")

        /** A notice, to be shown apart from what is said. */
        @JvmField
        public val NOTICE: BodyType = BodyType("notice")

        /** The sender joined; without a body. */
        @JvmField
        public val MEMBER_JOIN: BodyType = BodyType("member-join")

        /** The sender left for good; without a body. */
        @JvmField
        public val MEMBER_LEAVE: BodyType = BodyType("member-leave")

        /** A media request; its id is the body. */
        @JvmField
        public val MEDIA_REQUEST: BodyType = BodyType("media-request")

        /** The words that this version knows. */
        internal val known: List<BodyType> = listOf(STANDARD, NOTICE, MEMBER_JOIN, MEMBER_LEAVE, MEDIA_REQUEST)

        @JvmStatic
        public fun of(value: String): BodyType = BodyType(value)
    }
}

/** What a media request asks for (protocol notes of guest chat §4.5). */
public class MediaType private constructor(value: String) : ChatTerm(value) {
    public companion object {
        @JvmField
        public val COBROWSE: MediaType = MediaType("COBROWSE")

        @JvmField
        public val SCREENSHARE: MediaType = MediaType("SCREENSHARE")

        /** The words that this version knows. */
        internal val known: List<MediaType> = listOf(COBROWSE, SCREENSHARE)

        @JvmStatic
        public fun of(value: String): MediaType = MediaType(value)
    }
}

/** Where a media request stands (protocol notes of guest chat §4.5). A guest may set the three that say so. */
public class MediaRequestState private constructor(value: String) : ChatTerm(value) {
    public companion object {
        @JvmField
        public val PENDING: MediaRequestState = MediaRequestState("PENDING")

        /** May be set by the guest. */
        @JvmField
        public val ACCEPTED: MediaRequestState = MediaRequestState("ACCEPTED")

        /** May be set by the guest. */
        @JvmField
        public val DECLINED: MediaRequestState = MediaRequestState("DECLINED")

        @JvmField
        public val TIMEDOUT: MediaRequestState = MediaRequestState("TIMEDOUT")

        @JvmField
        public val CANCELLED: MediaRequestState = MediaRequestState("CANCELLED")

        /** May be set by the guest. */
        @JvmField
        public val ERRORED: MediaRequestState = MediaRequestState("ERRORED")

        /** The words that this version knows. */
        internal val known: List<MediaRequestState> = listOf(PENDING, ACCEPTED, DECLINED, TIMEDOUT, CANCELLED, ERRORED)

        @JvmStatic
        public fun of(value: String): MediaRequestState = MediaRequestState(value)
    }
}
