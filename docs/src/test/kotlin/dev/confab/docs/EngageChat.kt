package dev.confab.docs

// snippet:engage-chat
import dev.confab.transport.Confab
import dev.confab.transport.backend.gms.GmsChat
import dev.confab.transport.backend.gms.GmsChatEvent
import dev.confab.transport.backend.gms.GmsOptions
import dev.confab.transport.model.SessionState
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch

suspend fun showOffer(options: GmsOptions, tell: suspend (GmsChatEvent) -> Unit): Unit = coroutineScope {
    val chat = GmsChat.create()
    val client = Confab.shared().client(options.withChat(chat))
    // Started, Restored, Received, PollFailed, ServerWentOffline, ServerBackOnline, Ended
    val telling = launch(start = CoroutineStart.UNDISPATCHED) { chat.events.collect { tell(it) } }
    client.connect()
    chat.startTyping("I am wri") // with a preview
    chat.pushUrl("https://example.com/offer")
    chat.updateUserData(mapOf("step" to "payment"))
    client.send("Have a look at this offer")
    chat.disconnect()
    client.state.first { it is SessionState.ReadOnly }
    telling.cancel()
    client.close()
}
// snippet-end
