package dev.confab.transport.session

import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.session.SessionEffect.CompleteCall
import dev.confab.transport.session.SessionEffect.FailCall

/** What holds after every step, whatever the input. */
internal object Invariants {
    fun violations(before: Session, input: SessionInput, step: Step): List<String> = buildList {
        val after = step.session
        val outbox = after.outbox

        if (outbox.inFlight.groupBy { it.conversation }.any { it.value.size > 1 }) add("more than one message of a conversation in flight")
        if (outbox.inFlight.isNotEmpty() && after.phase !is Phase.Live) add("a message is in flight without a live link")
        if (outbox.entries.map { it.position } != outbox.entries.map { it.position }.sorted()) add("the outbox lost its order")
        if (outbox.entries.distinctBy { it.messageId }.size != outbox.entries.size) add("a message is in the outbox twice")

        val gone = before.outbox.entries.filter { old -> outbox[old.messageId] == null }
        gone.filter { it.stage != OutboxEntry.Stage.WAITING }.forEach { entry ->
            val removed = step.effects.any { it is SessionEffect.RemoveOutbox && it.messageId == entry.messageId }
            val kept =
                step.effects.any { it is SessionEffect.SaveOutbox && it.record.messageId == entry.messageId && it.record.wedged != null }
            if (!removed && !kept) add("${entry.messageId} left without its row")
            val settled = after.conversation(entry.conversation).find(entry.messageId)?.status
            val isTold = step.effects.any { it is SessionEffect.Deliver && it.event.settles(entry) }
            if (!isTold && (settled == null || settled == MessageStatus.Sending)) add("${entry.messageId} was dropped silently")
        }

        val files = after.attachments.entries.values
        if (after.phase !is Phase.Live && files.any { it.isAtLink }) add("a file is at a link that is not there")
        before.attachments.entries.values.filter { after.attachment(it.id) == null }.forEach { entry ->
            if (SessionEffect.ForgetSource(entry.id) !in step.effects) add("the source of ${entry.id} was kept for nobody")
            if (step.effects.none { it is SessionEffect.Deliver && it.event.isAbout(entry) }) add("${entry.id} went silently")
        }
        files.filter { it.carrier != null }.forEach { entry ->
            val carriers = outbox.entries + outbox.wedged.map { it.entry }
            if (carriers.none { it.messageId == entry.carrier }) add("${entry.id} is carried by a message that is gone")
        }

        step.effects.filterIsInstance<SessionEffect.Upload>().forEach {
            if (it.link != after.link || after.phase !is Phase.Live) add("an upload over a dead link: $it")
        }
        step.effects.filterIsInstance<SessionEffect.Submit>().forEach {
            if (it.link != after.link || after.phase !is Phase.Live) add("a command for a dead link: $it")
        }
        val settledCalls =
            step.effects.mapNotNull {
                when (it) {
                    is CompleteCall -> it.call
                    is FailCall -> it.call
                    else -> null
                }
            }
        if (settledCalls.size != settledCalls.toSet().size) add("a call is settled twice")
        val open = openCalls(before) + listOfNotNull((input as? SessionInput.Command)?.call)
        settledCalls.filterNot(open::contains).forEach { add("$it is settled, but nobody waits") }
        if (input !is SessionInput.CancelCall && after.phase != Phase.Disposed) {
            (open - settledCalls.toSet() - openCalls(after)).forEach { add("$it waits for ever") }
        }
        if (after.link < before.link) add("the link number went back")
        if (step.effects.any { it is SessionEffect.OpenLink } &&
            after.link != before.link + 1
        ) {
            add("a link was opened under an old number")
        }
    }

    fun openCalls(session: Session): Set<CallId> = (
        session.connectCalls +
            session.disconnectCalls +
            session.healthCalls +
            session.clearCalls +
            session.historyCalls +
            session.outbox.entries.flatMap { it.calls } +
            session.attachments.calls +
            session.asks.values.flatMap { it.calls }
        ).toSet()

    private fun MessagingEvent.settles(entry: OutboxEntry): Boolean =
        this is MessagingEvent.MessageUpdated && message.id == entry.messageId && message.status != MessageStatus.Sending

    private fun MessagingEvent.isAbout(entry: AttachmentEntry): Boolean =
        this is MessagingEvent.AttachmentUpdated && attachment.id == entry.id
}
