package dev.confab.transport.backend.gms

import dev.confab.sandbox.Sandbox
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.faults.PolledRandomFaults

class GmsRandomFaultsTest : PolledRandomFaults() {
    private val chat = GmsChat.create()
    override val sending: String get() = "sendMessage"
    override val others: List<String> get() = listOf("refresh", "fileLimits")

    override fun session(): String = checkNotNull(chat.session).chatId

    override fun options(sandbox: Sandbox): TransportOptions =
        GmsService.polled(sandbox.url(), GmsService.SERVICE).guest(GmsService.GUEST).build().withChat(chat)
}
