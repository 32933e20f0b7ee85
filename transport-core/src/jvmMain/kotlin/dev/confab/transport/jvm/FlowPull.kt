package dev.confab.transport.jvm

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch

/**
 * The values of a flow, taken one by one when there is demand. Support for Java faces; Kotlin code collects the flow.
 *
 * Life: [all] or [newest], [start] once, [next] as often as there is demand, then [end] and, in any case, [stop]. [next] is not for two
 * threads at a time.
 */
public class FlowPull<T : Any> private constructor(private val flow: Flow<T>, capacity: Int) {
    /** Whether it is one of [all]: then no value may be left out. */
    public val isComplete: Boolean = capacity != Channel.CONFLATED

    private val scope = CoroutineScope(SupervisorJob())
    private val values = Channel<T>(capacity)
    private val wake = Channel<Unit>(Channel.CONFLATED)

    @Volatile
    private var isEnding = false

    /** Whether [next] found that nothing will come any more. */
    @Volatile
    public var isEnded: Boolean = false
        private set

    /**
     * From now on nothing is missed.
     *
     * @param ready is run on one of the [CallbackThreads], never twice at a time, when [next] may have an answer that it had not before.
     */
    public fun start(ready: Runnable) {
        // Unconfined, as in ClientFeed: whatever the client emitted stands in the channel as soon as there is room.
        scope.launch(Dispatchers.Unconfined, CoroutineStart.UNDISPATCHED) {
            flow.collect {
                values.send(it)
                wake.trySend(Unit)
            }
            values.close()
            wake.trySend(Unit)
        }
        // Not unconfined: what `ready` does must not be done on the loop of a session.
        scope.launch(CallbackThreads.dispatcher) { for (signal in wake) ready.run() }
    }

    /** The next value, or null: there is none now, or [isEnded]. */
    public fun next(): T? {
        val wasEnding = isEnding
        val taken = values.tryReceive()
        if (taken.isClosed || (taken.isFailure && wasEnding)) isEnded = true
        return taken.getOrNull()
    }

    /** The source emits no more: when what is here has been taken, that is all. */
    public fun end() {
        isEnding = true
        wake.trySend(Unit)
    }

    /** Ends at once. */
    public fun stop() {
        scope.cancel()
    }

    public companion object {
        private const val QUEUE = 64

        /** Every value. As many as 64 wait here; then the flow waits. */
        @JvmStatic
        public fun <T : Any> all(flow: Flow<T>): FlowPull<T> = FlowPull(flow, QUEUE)

        /** The newest value that was not taken yet. The flow never waits. */
        @JvmStatic
        public fun <T : Any> newest(flow: Flow<T>): FlowPull<T> = FlowPull(flow, Channel.CONFLATED)
    }
}
