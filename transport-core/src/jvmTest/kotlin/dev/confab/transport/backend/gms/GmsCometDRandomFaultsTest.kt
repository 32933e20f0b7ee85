package dev.confab.transport.backend.gms

import dev.confab.sandbox.Sandbox
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.faults.PolledRandomFaults

class GmsCometDRandomFaultsTest : PolledRandomFaults() {
    private val chat = GmsChat.create()
    override val sending: String get() = "sendMessage"
    override val others: List<String> get() = listOf("connect", "requestNotifications")

    override fun session(): String = checkNotNull(chat.session).chatId

    override fun options(sandbox: Sandbox): TransportOptions =
        GmsService.pushed(sandbox.url(), GmsService.SERVICE, websocket = false).guest(GmsService.GUEST).build().withChat(chat)
}
