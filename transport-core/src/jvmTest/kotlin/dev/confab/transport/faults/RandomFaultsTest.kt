package dev.confab.transport.faults

import dev.confab.transport.model.MessageStatus
import dev.confab.transport.model.ResumeOutcome
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** One run over real sockets with a random schedule of faults; each test looks at one promise. See [ProofSettings] for its length. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomFaultsTest {
    private val seed = ProofSettings.seed
    private val run =
        RandomFaultsRun(
            seed,
            messagesPerSession = (ProofSettings.messages ?: BUILD_MESSAGES) / SESSIONS,
            sendingMillis = if (ProofSettings.messages == null) BUILD_MILLIS else LONG_MILLIS,
        )

    @BeforeAll
    fun go() {
        run.run()
        ProofSettings.report("random faults, ${run.report()}")
    }

    @AfterAll
    fun stop() = run.close()

    @Test
    fun REL1_every_accepted_message_is_proved_or_its_sender_is_told_why_not() {
        assertNull(run.stuck, "seed $seed")
        each { session, stored ->
            assertEquals(session.accepted.toSet(), session.proved.keys + session.failed.keys, "$seed: a call had no end")
            assertEquals(session.proved.keys, stored.toSet() - session.failed.keys, "$seed: what was proved is not what the service has")
            assertTrue(session.proved.values.all { it.status == MessageStatus.Sent })
            // Only a gap makes an outcome uncertain.
            if (session.outcomes.none { it is ResumeOutcome.Gap }) assertEquals(emptyMap(), session.failed.toMap(), "seed $seed")
        }
    }

    @Test
    fun REL3_messages_reach_the_service_in_send_order() = each { session, stored ->
        assertEquals(session.accepted.filter { it in stored.toSet() }, stored.distinct(), "seed $seed")
    }

    @Test
    fun REL4_no_message_reaches_the_service_twice() = each { session, stored ->
        val doubled = stored.groupingBy { it }.eachCount().filterValues { it > 1 }.keys
        assertEquals(emptySet(), doubled, "seed $seed: ${doubled.firstOrNull()?.let { run.story(session, it) }}")
    }

    @Test
    fun REL5_the_conversation_is_the_history_of_the_service() = each { session, stored ->
        assertEquals(
            session.messages.mapNotNull {
                it.serverId
            }.distinct().size,
            session.messages.size - session.failed.size,
            "seed $seed",
        )
        assertEquals(session.messages.sortedBy { it.timeMillis }, session.messages, "seed $seed: not in the order of the service")
        assertEquals(run.storedIds(session), session.inbound.filter { it.serverId != null }.map { it.serverId }, "seed $seed")
        if (session.outcomes.none { it is ResumeOutcome.Gap }) {
            val (own, echoes) = session.outbound.map { it.text }.partition { it.startsWith("agent ") }
            assertEquals(Difference.NONE, Difference.of(session.spoken, own), "seed $seed: what the agent said")
            assertEquals(Difference.NONE, Difference.of(stored, echoes), "seed $seed: what the agent repeated")
        }
    }

    @Test
    fun REL5_the_application_is_told_of_each_message_once() = each { session, _ ->
        assertEquals(session.outbound.map { it.id }.toSet(), session.told.map { it.id }.toSet(), "seed $seed")
        assertEquals(session.told.distinctBy { it.id }.size, session.told.size, "seed $seed: told twice")
    }

    private fun each(check: (FaultySession, List<String>) -> Unit) = run.sessions.forEach { check(it, run.stored(it)) }

    private companion object {
        const val SESSIONS = 3
        const val BUILD_MESSAGES = 1_500
        const val BUILD_MILLIS = 8_000L
        const val LONG_MILLIS = 1_800_000L
    }
}
