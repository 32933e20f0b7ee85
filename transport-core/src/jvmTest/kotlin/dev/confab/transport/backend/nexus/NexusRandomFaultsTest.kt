package dev.confab.transport.backend.nexus

import dev.confab.sandbox.Sandbox
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.faults.PolledRandomFaults

class NexusRandomFaultsTest : PolledRandomFaults() {
    private val chat = NexusChat.create()
    override val sending: String get() = "sendMessage"
    override val others: List<String> get() = listOf("getMessages")

    override fun session(): String = checkNotNull(chat.sessionData).sessionId

    override fun options(sandbox: Sandbox): TransportOptions = NexusOptions.builder("chat")
        .loopbackDataUrl("${sandbox.url()}/nexus/v3/chat/sessions")
        .apiKey("key")
        .guest(NexusGuest.builder().nickname("Mira").build())
        .pollIntervalMillis(20)
        .build()
        .withChat(chat)
}
