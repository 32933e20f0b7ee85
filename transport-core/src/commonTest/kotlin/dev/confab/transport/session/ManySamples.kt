package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.ConversationInfo
import dev.confab.transport.backend.Cursor
import dev.confab.transport.backend.HistoryPage
import dev.confab.transport.backend.LinkCommand
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.ListedConversation
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.Message
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.NewConversation
import dev.confab.transport.model.Participant
import dev.confab.transport.policy.RatePolicy
import dev.confab.transport.session.Samples.NOW

/** Values for the rules of many conversations. */
internal object ManySamples {
    val ONE = ConversationId("c1")
    val TWO = ConversationId("c2")
    val LOCAL = ConversationId("local")
    val BOB = person("bob@example.org")
    val SELF = Participant(Participant.Kind.GUEST, "Mira", null, "mira@example.org", true)
    val CAPABILITIES = Capabilities.of(
        Samples.LIMITS.withMaxSubjectCharacters(50),
        *Capability.entries.filterNot { it == Capability.START_NEW_CHAT || it == Capability.CLEAR_CONVERSATION }.toTypedArray(),
    )

    fun machine(policies: SessionPolicies = SessionPolicies(rate = RatePolicy(0, 5_000, 30_000)), main: NewConversation? = null) =
        SessionMachine(policies, CAPABILITIES, main)

    fun person(address: String) = Participant(Participant.Kind.UNKNOWN, null, null, address, false)

    /** Live, and the list has not come yet. */
    fun unlisted(returning: Boolean = false) = Samples.live().copy(
        conversations = Session().conversations.remove(ConversationId.MAIN),
        phase = Phase.Live(
            readOnly = false,
            connected = true,
            newSession = false,
            attempts = 0,
            sinceTicks = NOW.ticks,
            resuming = Resuming().takeIf { returning },
            awaitsListing = true,
        ),
        wasLive = true,
    )

    /** Live, with the conversations that were [listed]. */
    fun live(machine: SessionMachine, vararg listed: ListedConversation): Session =
        machine.step(unlisted(), received(list(*listed))).session

    fun list(vararg items: ListedConversation) = LinkEvent.ConversationsListed(items.toList(), complete = true)

    fun change(vararg items: ListedConversation) = LinkEvent.ConversationsListed(items.toList(), complete = false)

    fun listed(
        id: ConversationId,
        vararg messages: Message,
        older: Boolean = false,
        subject: String? = "Subject of $id",
        active: Boolean = true,
        unread: Int = 0,
    ) = ListedConversation(
        ConversationInfo.Builder(id)
            .subject(subject)
            .participants(listOf(SELF, BOB))
            .active(active)
            .unreadCount(unread)
            .totalCount(messages.size)
            .lastUpdatedMillis(messages.lastOrNull()?.timeMillis)
            .build(),
        page(id, *messages, older = older),
    )

    fun page(id: ConversationId, vararg messages: Message, older: Boolean = false) =
        HistoryPage(id, messages.toList(), if (older) Cursor("older than ${messages.firstOrNull()?.serverId}") else null)

    /** A message of somebody else, unread, at the time of its number. */
    fun said(number: Int): Message = Samples.message("s$number", number.toLong(), text = "answer $number")
        .toBuilder().from(BOB).read(false).build()

    /** A message of the guest, at the time of [number]. */
    fun own(number: Int, text: String): Message =
        Samples.message("s$number", number.toLong(), Direction.INBOUND, text).toBuilder().from(SELF).read(true).build()

    fun received(event: LinkEvent, now: Now = NOW) = Samples.received(event, now)

    fun send(number: Int, conversation: ConversationId, text: String = "text $number") =
        SessionInput.Send(CallId(1_000L + number), conversation, MessageId("m$number"), Draft(text), mustFit = false, now = NOW)

    fun saved(number: Int, text: String = "text $number") = SessionInput.OutboxSaved(MessageId("m$number"), Draft(text), NOW)

    fun wish(wish: ConversationWish, call: Long = 77) = SessionInput.Converse(CallId(call), wish, NOW)

    /** A draft with the name [LOCAL]. */
    fun SessionMachine.drafted(session: Session, subject: String? = "Subject", id: ConversationId = LOCAL): Session =
        step(session, wish(ConversationWish.Create(id, NewConversation(subject, listOf("bob@example.org"))))).session

    /** Sends a message as far as it goes at once. */
    fun SessionMachine.sent(session: Session, number: Int, conversation: ConversationId, text: String = "text $number"): Step =
        step(session, send(number, conversation, text)).then { step(it, saved(number, text)) }

    val Step.commands: List<LinkCommand> get() = effects.filterIsInstance<SessionEffect.Submit>().map { it.command }

    val Step.sends: List<LinkCommand.SendMessage> get() = commands.filterIsInstance<LinkCommand.SendMessage>()

    val Step.asks: List<LinkCommand.Ask> get() = commands.filterIsInstance<LinkCommand.Ask>()

    val Step.events: List<MessagingEvent> get() = effects.filterIsInstance<SessionEffect.Deliver>().map { it.event }

    val Step.inserted: List<String?> get() = events.filterIsInstance<MessagingEvent.MessageInserted>().map { it.message.serverId }

    val Step.completed: List<SessionEffect.CompleteCall> get() = effects.filterIsInstance<SessionEffect.CompleteCall>()

    val Step.failed: List<SessionEffect.FailCall> get() = effects.filterIsInstance<SessionEffect.FailCall>()

    fun Session.ids(conversation: ConversationId): List<String?> = conversation(conversation).messages.map { it.serverId }

    /** Cuts the link and opens the next one, up to its list. */
    fun SessionMachine.relinked(session: Session, now: Now = NOW): Session {
        val lost = step(session, SessionInput.LinkFailed(session.link, Samples.TRANSIENT, 0.0, now)).session
        val opening = step(lost, SessionInput.TimerFired(TimerKey.Reconnect(lost.link + 1), 0.0, now)).session
        return step(opening, SessionInput.LinkOpened(opening.link, Samples.info(), now)).session
    }

    fun SessionMachine.hear(session: Session, event: LinkEvent, now: Now = NOW): Step =
        step(session, SessionInput.Received(session.link, event, 0.5, now))
}
