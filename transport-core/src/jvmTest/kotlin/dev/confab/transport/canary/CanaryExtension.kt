package dev.confab.transport.canary

import org.junit.jupiter.api.extension.AfterAllCallback
import org.junit.jupiter.api.extension.BeforeAllCallback
import org.junit.jupiter.api.extension.ExtensionContext

/** Found by JUnit itself, for every test class: fails the class while whose tests a secret came out. Exceptions are looked at last. */
class CanaryExtension :
    BeforeAllCallback,
    AfterAllCallback {
    override fun beforeAll(context: ExtensionContext) = installed

    override fun afterAll(context: ExtensionContext) {
        val songs = Canary.songs().distinct()
        if (songs.isNotEmpty()) throw AssertionError("Secrets came out (SEC-3): $songs")
    }

    private companion object {
        val installed: Unit by lazy(Canary::install)
    }
}
