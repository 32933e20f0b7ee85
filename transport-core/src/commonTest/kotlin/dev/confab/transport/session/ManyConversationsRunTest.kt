package dev.confab.transport.session

import kotlin.random.Random
import kotlin.test.Test

/** As [RandomRunTest], with a service that has many conversations and only hints at what changed. */
class ManyConversationsRunTest {
    @Test
    fun REL1_no_message_is_lost_or_doubled_in_any_of_many_conversations() {
        val seed = Random.nextLong()
        repeat(RUNS) { run -> ManyConversationsWorld(seed + run).run(STEPS) }
    }

    private companion object {
        const val RUNS = 200
        const val STEPS = 600
    }
}
