package dev.confab.transport.testing

import dev.confab.transport.net.FileDispatcher
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest

/** As [runTest], where files are read and written in virtual time as well. */
internal fun runFileTest(body: suspend TestScope.() -> Unit) =
    StandardTestDispatcher().let { runTest(it + FileDispatcher(it), testBody = body) }
