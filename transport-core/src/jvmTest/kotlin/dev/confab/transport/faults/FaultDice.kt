package dev.confab.transport.faults

import dev.confab.sandbox.fault.ConnectionFault
import dev.confab.sandbox.fault.Fault
import dev.confab.sandbox.fault.FaultScope
import dev.confab.sandbox.fault.FrameFault
import dev.confab.sandbox.fault.SessionFault
import java.time.Duration
import kotlin.random.Random

/** Throws what goes wrong next, for which session. Equal seeds give equal throws. */
internal class FaultDice(private val random: Random, private val tokens: List<String>) {
    class Throw(val fault: Fault, val scope: FaultScope)

    private var nextHistoryFault = 0

    /** @param atMillis the time of the throw: a client gives a page of history up after four failures, so these come one by one. */
    fun next(atMillis: Long): Throw {
        val fault = fault(atMillis)
        val count = if (fault is FrameFault) random.nextInt(1, 4) else 1
        val scope = FaultScope.once().times(count)
        return Throw(fault, if (fault.knowsSession()) scope.inSession(tokens.random(random)).startingAfter(after(fault)) else scope)
    }

    private fun after(fault: Fault): Int = if (fault is SessionFault.FailHistory) 0 else random.nextInt(4)

    private fun fault(atMillis: Long): Fault = when (random.nextInt(40)) {
        in 0..4 -> SessionFault.DropBeforeStore()

        in 5..9 -> SessionFault.DropAfterStore()

        10 -> SessionFault.SuppressEcho()

        in 11..14 -> FrameFault.Delay(Duration.ofMillis(random.nextLong(1, 80)))

        in 15..18 -> FrameFault.Duplicate()

        in 19..22 -> FrameFault.Reorder()

        in 23..25 -> ConnectionFault.DropAtByte(random.nextLong(0, 6_000))

        in 26..27 -> ConnectionFault.RefuseConnect(listOf(0, 429, 500, 503).random(random))

        in 28..31 -> ConnectionFault.CloseWith(listOf(1001, 1011, 1012, 4029).random(random), "on purpose")

        32 -> SessionFault.RateLimit(random.nextInt(2))

        33 -> ConnectionFault.StallAnswers()

        in 34..35 -> ConnectionFault.RandomDrop(random.nextLong(), 0.2)

        // Far shorter than the wait for a proof: what is read later than that arrives behind the history's back.
        36 -> ConnectionFault.SlowReader(Duration.ofMillis(random.nextLong(10, 100)))

        else -> if (atMillis < nextHistoryFault) SessionFault.DropAfterStore() else historyFault(atMillis)
    }

    private fun historyFault(atMillis: Long): Fault {
        nextHistoryFault = atMillis.toInt() + HISTORY_PAUSE_MILLIS
        return SessionFault.FailHistory(listOf(0, 429, 500, 503).random(random))
    }

    private companion object {
        const val HISTORY_PAUSE_MILLIS = 3_000
    }
}
