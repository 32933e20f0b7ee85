package dev.confab.transport.backend.nexus

import dev.confab.sandbox.Sandbox
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.faults.PolledFaults
import dev.confab.transport.model.ExperimentalConfabApi

open class NexusFaultsTest : PolledFaults() {
    private val chat = NexusChat.create()
    override val sending: String get() = "sendMessage"
    override val polling: String get() = "getMessages"

    override fun session(): String = checkNotNull(chat.sessionData).sessionId

    override fun options(sandbox: Sandbox): TransportOptions = builder(sandbox).build().withChat(chat)

    protected open fun builder(sandbox: Sandbox): NexusOptions.Builder = NexusOptions.builder("chat")
        .loopbackDataUrl("${sandbox.url()}/nexus/v3/chat/sessions")
        .apiKey("key")
        .guest(NexusGuest.builder().nickname("Mira").build())
        .pollIntervalMillis(20)
}

/** With what is only proposed: pieces instead of the whole list, and an end that the service hears of. */
@OptIn(ExperimentalConfabApi::class)
class NexusProposedFaultsTest : NexusFaultsTest() {
    override fun builder(sandbox: Sandbox): NexusOptions.Builder = super.builder(sandbox).proposedOperations(true)
}
