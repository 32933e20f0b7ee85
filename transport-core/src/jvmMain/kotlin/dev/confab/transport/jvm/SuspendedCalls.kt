package dev.confab.transport.jvm

import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.future
import java.util.concurrent.CompletableFuture

/** Suspending functions as futures. Support for Java faces; Kotlin code calls the functions themselves. */
public object SuspendedCalls {
    // A call that was cancelled and failed at the same moment has nobody left to tell: its failure is no uncaught exception.
    private val scope = CoroutineScope(SupervisorJob() + CallbackThreads.dispatcher + CoroutineExceptionHandler { _, _ -> })

    /**
     * Begins [call] before this returns. The future completes on one of the [CallbackThreads], or is complete when it is returned; it fails
     * with the exception of the call, unwrapped. Cancelling it cancels the call.
     *
     * From Java, [call] is a lambda that takes a continuation and hands it to the function.
     */
    @JvmStatic
    public fun <T> future(call: suspend () -> T): CompletableFuture<T> = scope.future(start = CoroutineStart.UNDISPATCHED) { call() }

    /** [future] of a function that returns nothing. */
    @JvmStatic
    public fun completion(call: suspend () -> Unit): CompletableFuture<Void?> = future {
        call()
        null
    }

    /** Complete after [millis]; cancel it when it is not needed any more. No thread waits meanwhile. */
    @JvmStatic
    public fun after(millis: Long): CompletableFuture<Void?> = completion { delay(millis) }
}
