package dev.confab.transport.session

import dev.confab.transport.backend.CloseReason
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.AttachmentId
import dev.confab.transport.model.AttachmentStatus
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.session.Samples.plus
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** See [RandomRunTest]. */
internal class RandomWorld(private val seed: Long) {
    private val random = Random(seed)
    private val service = RandomService(random)
    private val machine =
        Samples.machine(
            SessionPolicies(
                outbox = OutboxPolicy(5, 1_000, 20_000),
                recovery = RecoveryPolicy(1_000, RecoveryPolicy.WhenUncertain.HOLD),
            ),
        )
    private var session = Session()
    private var now = Samples.NOW
    private val timers = HashSet<TimerKey>()
    private val toSave = ArrayDeque<SessionInput>()
    private val open = HashSet<CallId>()
    private val statuses = HashMap<String, MessageStatus>()
    private val told = ToldMessages()
    private var lastCall = 0L
    private var sent = 0
    private var files = 0

    fun run(steps: Int) {
        repeat(steps) { step -> next()?.let { apply(it, "seed $seed, step $step") } }
        apply(SessionInput.Close(call()), "seed $seed, at the end")
        told.checkAll("seed $seed")
        val arrived = service.stored.filter { it.direction == Direction.INBOUND }.map { it.text }
        assertEquals(arrived.distinct(), arrived, "seed $seed: a message was stored twice")
        assertEquals(arrived.sortedBy { it.removePrefix("text ").toInt() }, arrived, "seed $seed: the order was lost")
        statuses.forEach { (id, status) ->
            val isThere = "text ${id.removePrefix("m")}" in arrived
            if (status == MessageStatus.Sent) assertTrue(isThere, "seed $seed: $id is Sent, but the service does not have it")
            if (status == MessageStatus.Cancelled) assertTrue(!isThere, "seed $seed: $id was taken back, but the service has it")
        }
    }

    private fun apply(input: SessionInput, where: String) {
        val before = session
        (input as? SessionInput.Command)?.takeIf { it !is SessionInput.CancelCall }?.let { open += it.call }
        val step = machine.step(before, input)
        assertEquals(emptyList(), Invariants.violations(before, input, step), "$where: $input in ${before.phase}")
        session = step.session
        step.effects.forEach { perform(it, where) }
        told.follow(before, input, session, where)
        open.remove((input as? SessionInput.CancelCall)?.call)
        val known = if (session.phase == Phase.Disposed) emptySet() else Invariants.openCalls(session)
        assertEquals(known, open, "$where: somebody waits whom the session does not know")
    }

    private fun perform(effect: SessionEffect, where: String) {
        when (effect) {
            is SessionEffect.StartTimer -> assertTrue(timers.add(effect.key), "$where: ${effect.key} was started twice")
            is SessionEffect.CancelTimer -> timers.remove(effect.key)
            is SessionEffect.SaveSession -> toSave += SessionInput.SessionSaved(effect.record.key, now, effect.record.newChatPosition)
            is SessionEffect.SaveOutbox -> toSave += SessionInput.OutboxSaved(effect.record.messageId, effect.record.draft, now)
            is SessionEffect.Submit -> service.take(effect.command)
            is SessionEffect.OpenLink, is SessionEffect.CloseLink -> service.cut()
            is SessionEffect.CompleteCall -> assertTrue(open.remove(effect.call), "$where: ${effect.call} completed twice")
            is SessionEffect.FailCall -> assertTrue(open.remove(effect.call), "$where: ${effect.call} failed twice")
            is SessionEffect.Deliver -> note(effect.event, where)
            is SessionEffect.Upload -> service.upload(effect.attachment.id)
            is SessionEffect.RemoveOutbox, is SessionEffect.SaveCursor, is SessionEffect.SaveDraft, is SessionEffect.ForgetSource -> Unit
            is SessionEffect.SaveConversation, is SessionEffect.RemoveConversation -> Unit
        }
    }

    private fun note(event: MessagingEvent, where: String) {
        told.note(event, where)
        val message = (event as? MessagingEvent.MessageUpdated)?.message ?: return
        statuses[message.id.value] = message.status
    }

    private fun next(): SessionInput? {
        now = now.plus(random.nextLong(0, 800))
        return when (random.nextInt(33)) {
            0 -> SessionInput.Connect(call(), "key", startNew = false, now = now)
            1 -> if (random.nextInt(10) == 0) SessionInput.Disconnect(call()) else null
            in 2..6 -> send()
            in 7..10 -> toSave.removeFirstOrNull()
            in 11..13 -> open()
            14 -> SessionInput.LinkFailed(someLink(), Samples.TRANSIENT, random.nextDouble(), now)
            in 15..18 -> null.also { service.work() }
            in 19..22 -> spoken()
            23 -> null.also { service.say(connected = session.phase is Phase.Live) }
            in 24..25 -> fireTimer()
            26 -> open.randomOrNull(random)?.let { SessionInput.CancelCall(it, now) }
            27 -> stray()
            28 -> SessionInput.NetworkAvailable(now)
            29 -> wish()
            30 -> SessionInput.NextHistory(call(), ConversationId.MAIN, now)
            31 -> if (random.nextInt(20) == 0) null.also { service.end(connected = session.phase is Phase.Live) } else null
            else -> SessionInput.LinkClosed(someLink(), now)
        }
    }

    private fun send(): SessionInput {
        sent++
        val id = MessageId("m$sent")
        return SessionInput.Send(call(), ConversationId.MAIN, id, draft("text $sent"), random.nextInt(5) == 0, now)
    }

    /** The service is asked by an opening only while one is under way. */
    private fun open(): SessionInput? {
        val opening = session.phase as? Phase.Opening ?: return null
        if (opening.stage == Phase.Stage.STORING) return null
        return SessionInput.LinkOpened(session.link, service.accept(opening.startNew), now)
    }

    private fun wish(): SessionInput? = when (random.nextInt(17)) {
        16 -> SessionInput.LeaveConversation(call(), now)
        0 -> SessionInput.ClearConversation(call(), now)
        1 -> SessionInput.Connect(call(), "key", startNew = true, now = now)
        2 -> SessionInput.Connect(call(), "key", startNew = false, now = now, anew = true)
        3 -> SessionInput.SignIn(call(), now)
        in 4..7 -> SessionInput.StartNewChat(call(), now)
        in 8..10 -> SessionInput.SetAttributes(call(), mapOf("n" to "${random.nextInt(3)}"), replace = random.nextBoolean())
        else -> null
    }

    /** Takes along what is uploaded. */
    private fun draft(text: String): Draft =
        Draft(text).withAttachments(session.shownDraft.attachments.filter { it.status == AttachmentStatus.Uploaded })

    private fun file(): SessionInput = when (random.nextInt(4)) {
        0, 1 -> SessionInput.Attach(call(), Samples.attachment(++files), FileSignature.PDF, now)
        2 -> SessionInput.Detach(call(), AttachmentId("f${random.nextInt(files + 1)}"), random.nextBoolean(), now)
        else -> SessionInput.RefreshAttachment(call(), AttachmentId("f${random.nextInt(files + 1)}"), now)
    }

    private fun stray(): SessionInput = when (random.nextInt(8)) {
        5, 6, 7 -> file()
        0 -> received(LinkEvent.Closed(CloseReason(listOf(1000, 1001, 1008, 1011).random(random), "x")))
        1 -> SessionInput.Discard(call(), MessageId("m${random.nextInt(sent + 1)}"), now)
        2 -> received(LinkEvent.Unknown("News", "{}"))
        3 -> SessionInput.CheckHealth(call(), now)
        else -> SessionInput.LinkConnected(someLink())
    }

    private fun fireTimer(): SessionInput? {
        val key = timers.randomOrNull(random) ?: return null
        timers.remove(key)
        return SessionInput.TimerFired(key, random.nextDouble(), now)
    }

    /** A link loses nothing in between; what an old one says is nothing of this one. */
    private fun spoken(): SessionInput? {
        val link = someLink()
        val event = if (link == session.link) service.speak() else service.whisper()
        return event?.let { SessionInput.Received(link, it, random.nextDouble(), now) }
    }

    private fun received(event: LinkEvent) = SessionInput.Received(someLink(), event, random.nextDouble(), now)

    /** Mostly the newest link, sometimes one of the past. */
    private fun someLink(): Int = if (random.nextInt(10) == 0) session.link - 1 else session.link

    private fun call() = CallId(++lastCall)
}
