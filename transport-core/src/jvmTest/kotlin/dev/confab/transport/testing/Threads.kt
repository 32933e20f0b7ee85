package dev.confab.transport.testing

/** The threads of this process, without the workers that all coroutines share: their number follows the work, up to a bound. */
internal fun countThreads(): Int = Thread.getAllStackTraces().keys.count { !it.name.startsWith("DefaultDispatcher-worker") }
