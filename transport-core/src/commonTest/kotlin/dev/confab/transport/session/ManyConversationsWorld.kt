package dev.confab.transport.session

import dev.confab.transport.backend.Capabilities
import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.model.Capability
import dev.confab.transport.model.ConversationId
import dev.confab.transport.model.Direction
import dev.confab.transport.model.Draft
import dev.confab.transport.model.MessageId
import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.MessagingEvent
import dev.confab.transport.model.NewConversation
import dev.confab.transport.policy.OutboxPolicy
import dev.confab.transport.policy.RecoveryPolicy
import dev.confab.transport.session.Samples.plus
import kotlin.random.Random
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.test.fail

/** See [ManyConversationsRunTest]. */
internal class ManyConversationsWorld(private val seed: Long) {
    private val random = Random(seed)
    private val service = ManyConversationsService(random)
    private val machine = SessionMachine(
        SessionPolicies(
            outbox = OutboxPolicy(8, 1_000, 20_000),
            recovery = RecoveryPolicy(1_000, RecoveryPolicy.WhenUncertain.HOLD),
        ),
        CAPABILITIES,
        main = NewConversation("main", listOf("bob@example.org")).takeIf { random.nextBoolean() },
    )
    private var session = machine.prepared(Session())
    private var now = Samples.NOW
    private val timers = HashSet<TimerKey>()
    private val toSave = ArrayDeque<SessionInput>()
    private val open = HashSet<CallId>()
    private val statuses = HashMap<String, MessageStatus>()

    /** Which conversation each message was written into. */
    private val written = HashMap<String, ConversationId>()

    /** How the events say that the list looks. */
    private val told = machine.conversations(session).mapTo(HashSet()) { it.id }
    private val inserted = HashSet<String>()
    private val newest = HashMap<ConversationId, Long>()
    private var lastCall = 0L
    private var sent = 0
    private var made = 0

    fun run(steps: Int) {
        repeat(steps) { step -> next()?.let { apply(it, "seed $seed, step $step") } }
        settle()
        checkOwn()
        checkOthers()
    }

    /** Nothing more is wished, nothing is lost any more, and everything is given time. */
    private fun settle() {
        repeat(MOST_TO_SETTLE) { round ->
            val where = "seed $seed, settling $round"
            now = now.plus(100)
            val phase = session.phase
            when {
                toSave.isNotEmpty() -> apply(toSave.removeFirst(), where)

                phase is Phase.Opening && phase.stage != Phase.Stage.STORING -> accept(where)

                phase !is Phase.Live -> when (val key = timers.firstOrNull { it is TimerKey.Reconnect }) {
                    null -> if (phase is Phase.Closing) {
                        apply(SessionInput.LinkClosed(session.link, now), where)
                    } else {
                        apply(SessionInput.Connect(call(), "key", startNew = false, now = now), where)
                    }

                    else -> fire(key, where)
                }

                else -> {
                    service.hint()
                    service.work()
                    val event = service.speak()
                    val key = timers.filterNot { it is TimerKey.Proof }.randomOrNull(random)
                    when {
                        event != null -> apply(SessionInput.Received(session.link, event, 0.5, now), where)
                        key != null -> fire(key, where)
                        service.isSilent && session.outbox.entries.isEmpty() -> return
                        else -> now = now.plus(60_000)
                    }
                }
            }
        }
        fail("seed $seed: it never comes to rest: ${session.phase}, ${session.outbox.entries}, ${session.asks}")
    }

    /** Own messages arrived once, in their conversation, in their order. */
    private fun checkOwn() {
        val all = service.conversations.values.flatMap { thread ->
            thread.messages.filter { it.direction == Direction.INBOUND }.map { thread.id to it.text }
        }
        val texts = all.map { it.second }
        assertEquals(texts.distinct(), texts, "seed $seed: a message was stored twice")
        service.conversations.values.forEach { thread ->
            val own = thread.messages.filter { it.direction == Direction.INBOUND }.map { it.text.removePrefix("text ").toInt() }
            assertEquals(own.sorted(), own, "seed $seed: the order was lost in ${thread.id}")
            val places = own.map { written.getValue("m$it") }.distinct()
            assertTrue(places.size <= 1, "seed $seed: ${thread.id} has messages of $places")
        }
        all.groupBy({ written.getValue("m" + it.second.removePrefix("text ")) }, { it.first }).forEach { (local, threads) ->
            // The main one begins anew when it is over.
            if (local != ConversationId.MAIN) assertEquals(1, threads.distinct().size, "seed $seed: $local was begun as $threads")
        }
        statuses.forEach { (id, status) ->
            val isThere = "text ${id.removePrefix("m")}" in texts
            if (status == MessageStatus.Sent) assertTrue(isThere, "seed $seed: $id is Sent, but the service does not have it")
            if (status == MessageStatus.Cancelled) assertTrue(!isThere, "seed $seed: $id was taken back, but the service has it")
        }
    }

    /** Every conversation is there, without a hole, and the events told the same. */
    private fun checkOthers() {
        val shown = machine.conversations(session)
        val active = service.conversations.values.filter { it.isActive }
        assertEquals(active.map { it.id }.toSet(), shown.mapNotNull { it.serverId }.toSet(), "seed $seed: the list is another")
        assertEquals(shown.map { it.id }.toSet(), told, "seed $seed: the events tell another list")
        active.forEach { thread ->
            val here = shown.single { it.serverId == thread.id }.messages.mapNotNull { it.serverId }
            val there = thread.messages.mapNotNull { it.serverId }
            assertEquals(there.takeLast(here.size), here, "seed $seed: ${thread.id} has a hole, or a message twice")
            assertTrue(here.isNotEmpty(), "seed $seed: ${thread.id} is empty")
        }
        shown.forEach { assertEquals(emptyList(), it.composing.filter { who -> TimerKey.Composing(it.id, who.key) !in timers }) }
    }

    private fun apply(input: SessionInput, where: String) {
        val before = session
        (input as? SessionInput.Command)?.takeIf { it !is SessionInput.CancelCall }?.let { open += it.call }
        val step = machine.step(before, input)
        assertEquals(emptyList(), Invariants.violations(before, input, step), "$where: $input in ${before.phase}")
        session = step.session
        step.effects.forEach { perform(it, where) }
        // The end of a session lets go of what waits for older ones.
        if (session.phase !is Phase.Live && session.phase !is Phase.Waiting && session.phase !is Phase.Opening) newest.clear()
        open.remove((input as? SessionInput.CancelCall)?.call)
        assertEquals(Invariants.openCalls(session), open, "$where: somebody waits whom the session does not know")
    }

    private fun perform(effect: SessionEffect, where: String) {
        when (effect) {
            is SessionEffect.StartTimer -> assertTrue(timers.add(effect.key), "$where: ${effect.key} was started twice")

            is SessionEffect.CancelTimer -> assertTrue(
                timers.remove(effect.key) || mayBeIdle(effect.key),
                "$where: ${effect.key} does not run",
            )

            is SessionEffect.SaveSession -> toSave += SessionInput.SessionSaved(effect.record.key, now, effect.record.newChatPosition)

            is SessionEffect.SaveOutbox -> toSave += SessionInput.OutboxSaved(effect.record.messageId, effect.record.draft, now)

            is SessionEffect.Submit -> service.take(effect.command)

            is SessionEffect.OpenLink, is SessionEffect.CloseLink -> service.cut()

            is SessionEffect.CompleteCall -> assertTrue(open.remove(effect.call), "$where: ${effect.call} completed twice")

            is SessionEffect.FailCall -> assertTrue(open.remove(effect.call), "$where: ${effect.call} failed twice")

            is SessionEffect.Deliver -> note(effect.event, where)

            is SessionEffect.Upload, is SessionEffect.ForgetSource -> fail("$where: no files in this world")

            is SessionEffect.RemoveOutbox, is SessionEffect.SaveCursor, is SessionEffect.SaveDraft -> Unit

            is SessionEffect.SaveConversation, is SessionEffect.RemoveConversation -> Unit
        }
    }

    /** What has fired, or belongs to a link, may be cancelled without being known to run. */
    private fun mayBeIdle(key: TimerKey): Boolean = key !is TimerKey.Composing && key !is TimerKey.Listing && key !is TimerKey.Pace

    private fun note(event: MessagingEvent, where: String) {
        when (event) {
            is MessagingEvent.MessageUpdated ->
                if (event.message.id.value in written) statuses[event.message.id.value] = event.message.status

            is MessagingEvent.MessageInserted -> event.message.serverId?.let {
                assertTrue(event.conversation in told, "$where: $it is of ${event.conversation}, which was not told of")
                assertTrue(inserted.add("${event.conversation} $it"), "$where: $it was told twice")
                inOrder(event, where)
            }

            is MessagingEvent.ConversationAdded -> assertTrue(
                told.add(event.conversation.id),
                "$where: ${event.conversation.id} was added twice",
            )

            is MessagingEvent.ConversationRemoved -> assertTrue(
                told.remove(event.conversation),
                "$where: ${event.conversation} was not there",
            )

            is MessagingEvent.ConversationUpdated -> assertTrue(
                event.conversation.id in told,
                "$where: ${event.conversation.id} was not added",
            )

            else -> Unit
        }
    }

    /** What others say is told in the order in which the service has it. */
    private fun inOrder(event: MessagingEvent.MessageInserted, where: String) {
        val time = event.message.timeMillis ?: return
        if (event.message.direction != Direction.OUTBOUND) return
        val before = newest.put(event.conversation, time) ?: 0
        assertTrue(time > before, "$where: ${event.message.serverId} was told after a newer one")
    }

    private fun next(): SessionInput? {
        now = now.plus(random.nextLong(0, 800))
        return when (random.nextInt(40)) {
            0 -> SessionInput.Connect(call(), "key", startNew = false, now = now)
            1 -> if (random.nextInt(10) == 0) SessionInput.Disconnect(call()) else null
            in 2..7 -> send()
            in 8..12 -> toSave.removeFirstOrNull()
            in 13..15 -> null.also { accept("seed $seed") }
            16 -> if (random.nextInt(3) == 0) SessionInput.LinkFailed(someLink(), Samples.TRANSIENT, random.nextDouble(), now) else null
            in 17..21 -> null.also { service.work() }
            in 22..27 -> service.speak()?.let(::received)
            28 -> null.also { service.say() }
            29 -> null.also { service.hint() }
            30 -> null.also { if (random.nextInt(3) == 0) service.invite() }
            31 -> null.also { if (random.nextInt(15) == 0) service.remove(session.conversations.values.map { it.serverId }.toSet()) }
            32 -> null.also { service.type() }
            in 33..34 -> null.also { timers.randomOrNull(random)?.let { key -> fire(key, "seed $seed") } }
            35 -> open.randomOrNull(random)?.let { SessionInput.CancelCall(it, now) }
            in 36..38 -> SessionInput.Converse(call(), wish(), now)
            else -> small()
        }
    }

    private fun small(): SessionInput = when (random.nextInt(6)) {
        0 -> SessionInput.NextHistory(call(), someConversation(), now)
        1 -> SessionInput.IndicateTyping(call(), someConversation(), now, random.nextBoolean())
        2 -> SessionInput.EditDraft(call(), someConversation(), Draft("typed $lastCall"))
        3 -> SessionInput.Discard(call(), MessageId("m${random.nextInt(sent + 1)}"), now)
        4 -> SessionInput.LeaveConversation(call(), now)
        else -> SessionInput.NetworkAvailable(now)
    }

    private fun wish(): ConversationWish {
        val id = someConversation()
        return when (random.nextInt(14)) {
            in 0..3 -> {
                made++
                ConversationWish.Create(ConversationId("local $made"), NewConversation("subject $made", listOf("bob@example.org")))
            }

            4 -> ConversationWish.Discard(id)

            5 -> ConversationWish.Add(id, listOf("bob@example.org", "ann@example.org", "nobody@example.org"))

            6 -> ConversationWish.Participants(id)

            7 -> ConversationWish.Subject(id, "another $lastCall")

            8 -> ConversationWish.Read(id, null)

            9 -> ConversationWish.Read(id, session.conversation(id).messages.takeLast(2).map { it.id })

            10 -> ConversationWish.Accessed(id)

            11 -> if (random.nextInt(4) == 0) ConversationWish.Leave(id) else ConversationWish.Validate(listOf("ann@example.org"))

            12 -> ConversationWish.Messages(id, "s1", before = true, max = 5)

            else -> ConversationWish.Remove(id, listOf("ann@example.org"))
        }
    }

    private fun send(): SessionInput {
        sent++
        val id = someConversation()
        written["m$sent"] = id
        return SessionInput.Send(call(), id, MessageId("m$sent"), Draft("text $sent"), random.nextInt(5) == 0, now)
    }

    private fun someConversation(): ConversationId = session.conversations.keys.randomOrNull(random) ?: ConversationId.MAIN

    /** The service is asked by an opening only while one is under way. */
    private fun accept(where: String) {
        val opening = session.phase as? Phase.Opening ?: return
        if (opening.stage == Phase.Stage.STORING) return
        service.accept()
        apply(SessionInput.LinkOpened(session.link, Samples.info(), now), where)
    }

    private fun fire(key: TimerKey, where: String) {
        timers.remove(key)
        apply(SessionInput.TimerFired(key, random.nextDouble(), now), where)
    }

    private fun received(event: LinkEvent) = SessionInput.Received(session.link, event, random.nextDouble(), now)

    /** Mostly the newest link, sometimes one of the past. */
    private fun someLink(): Int = if (random.nextInt(10) == 0) session.link - 1 else session.link

    private fun call() = CallId(++lastCall)

    private companion object {
        const val MOST_TO_SETTLE = 5_000
        val CAPABILITIES = Capabilities.of(Samples.LIMITS, *Capability.entries.filterNot { it in NOT_OFFERED }.toTypedArray())
        private val NOT_OFFERED get() = setOf(
            Capability.START_NEW_CHAT,
            Capability.CLEAR_CONVERSATION,
            Capability.SIGN_IN,
            Capability.CUSTOM_ATTRIBUTES,
        )
    }
}
