package dev.confab.transport.faults

import dev.confab.sandbox.Scenario
import dev.confab.transport.model.ResumeOutcome
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeSource

/**
 * A few sessions at one sandbox, each sending numbered texts, while the dice decide what goes wrong and when the agent speaks. At the end
 * the faults are switched off and everything has time to settle.
 */
internal class RandomFaultsRun(private val seed: Long, private val messagesPerSession: Int, private val sendingMillis: Long) :
    AutoCloseable {
    private val random = Random(seed)
    private val bench = ProofBench(Scenario.ECHO)
    private val start = TimeSource.Monotonic.markNow()
    private val applied = HashMap<String, Int>()

    val sessions = List(SESSIONS) { FaultySession(ProofBench.token(it), bench.client(ProofBench.token(it))) }

    /** Why the run did not come to its end; null when it did. */
    var stuck: String? = null
        private set

    fun stored(session: FaultySession): List<String> = bench.stored(session.token)

    fun storedIds(session: FaultySession): List<String> = bench.sandbox.messages().filter { it.session() == session.token }.map { it.id() }

    /** What the service heard and said in a session from the first to the last time that it received a text, in short. */
    fun story(session: FaultySession, text: String): String {
        val entries = bench.sandbox.ledger().filter { it.session() == session.token || it.session().isEmpty() }
        val quoted = "\"$text\""
        val first = entries.indexOfFirst { quoted in it.payload() }
        val last = entries.indexOfLast { quoted in it.payload() && it.direction() == "received" }
        if (first < 0 || last < 0) return "The service has never heard of $text."
        return entries
            .subList(maxOf(0, first - STORY_MARGIN), minOf(entries.size, last + STORY_MARGIN))
            .joinToString("\n") { "${it.seq()} ${it.direction()} ${it.payload().take(STORY_PAYLOAD)}" }
    }

    fun run() = runBlocking(Dispatchers.Default) {
        val observers = sessions.map { it.connect(this) }
        val making = launch { makeTrouble() }
        val sending = sessions.map { launch { it.sendAll(this, messagesPerSession) { elapsed() < sendingMillis } } }
        val limit = (sendingMillis - elapsed()).coerceAtLeast(1)
        withTimeoutOrNull(limit) { sending.joinAll() }
        making.cancel()
        making.join()
        harvest()
        // What fell silent stays silent; whoever sits on such a connection gets a new one.
        bench.sandbox.dropConnections()
        if (withTimeoutOrNull(SETTLING_MILLIS) { sending.joinAll() } == null) {
            stuck = "after $SETTLING_MILLIS ms without faults, somebody still waits for the end of a send"
            sending.forEach { it.cancel() }
        }
        sessions.forEach { it.awaitOutbound(stored(it).size + it.spoken.size, SETTLING_MILLIS) }
        sessions.forEach { it.close() }
        observers.forEach { it.cancel() }
    }

    fun report(): String {
        val outcomes = sessions.flatMap { it.outcomes }
        return "seed $seed: ${sessions.sumOf { it.proved.size }} of ${sessions.sumOf { it.accepted.size }} messages proved in " +
            "${sessions.size} sessions and ${elapsed()} ms, ${sessions.sumOf { it.spoken.size }} agent messages besides the echoes, " +
            "${outcomes.size} reconnects with ${outcomes.count { it is ResumeOutcome.Gap }} gaps, ${applied.values.sum()} faults " +
            applied.toSortedMap()
    }

    override fun close() = bench.close()

    private fun elapsed(): Long = start.elapsedNow().inWholeMilliseconds

    private suspend fun makeTrouble(): Unit = coroutineScope {
        val dice = FaultDice(random, sessions.map { it.token })
        launch { speak() }
        while (true) {
            delay(random.nextLong(PAUSE_MILLIS).milliseconds)
            val faults = bench.sandbox.faults()
            if (random.nextInt(60) == 0) {
                applied.merge("cut", bench.sandbox.dropConnections(), Int::plus)
            } else if (faults.list().count { it.active() } < OPEN_FAULTS) {
                val thrown = dice.next(elapsed())
                faults.add(thrown.fault, thrown.scope)
            }
            if (faults.list().size > OPEN_FAULTS * 10) harvest()
        }
    }

    private suspend fun CoroutineScope.speak() {
        val voice = Random(seed + 1)
        while (true) {
            delay(voice.nextLong(200).milliseconds)
            val session = sessions.random(voice)
            val text = "agent ${session.spoken.size + 1}"
            bench.sandbox.agentSay(session.token, text)
            session.spoken += text
        }
    }

    /** Counts what has applied, and switches the rest off. */
    private fun harvest() {
        bench.sandbox
            .faults()
            .list()
            .forEach { applied.merge(it.fault().verb(), it.applied(), Int::plus) }
        bench.sandbox.faults().clear()
    }

    private companion object {
        const val SESSIONS = 3
        const val PAUSE_MILLIS = 20L
        const val OPEN_FAULTS = 24
        const val SETTLING_MILLIS = 15_000L
        const val STORY_MARGIN = 10
        const val STORY_PAYLOAD = 300
    }
}
