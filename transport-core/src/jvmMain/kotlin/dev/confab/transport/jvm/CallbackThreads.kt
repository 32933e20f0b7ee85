package dev.confab.transport.jvm

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asExecutor
import java.util.concurrent.Executor

/**
 * Where futures complete, and where listeners run that were given no executor of their own. Support for Java faces.
 *
 * The threads belong to the process, are daemons, grow on demand up to [LIMIT] and go away when idle. They are apart from those that run the
 * sessions and the sockets: Java code that blocks in a continuation holds up no session. A dispatcher as narrow as the number of processors
 * would stop with the second `join()` in a continuation.
 */
public object CallbackThreads {
    private const val LIMIT = 64

    internal val dispatcher: CoroutineDispatcher = Dispatchers.IO.limitedParallelism(LIMIT, "confab-callbacks")

    /** The same threads for tasks of the caller's own. */
    @JvmStatic
    public val executor: Executor = dispatcher.asExecutor()
}
