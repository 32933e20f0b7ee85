package dev.confab.transport.backend.gms

import dev.confab.transport.backend.TransportFailure
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow

/** How the polling of one guest stands, over all its links. Told to the [GmsChat], if there is one. */
internal class GmsPolling(private val tell: suspend (GmsChatEvent) -> Unit) {
    private val mayPoll = MutableStateFlow(true)
    private var troubled = false
    private var offline = false

    val allowed: StateFlow<Boolean> get() = mayPoll

    fun allow(polls: Boolean) {
        mayPoll.value = polls
    }

    suspend fun failed(count: Int, limit: Int, failure: TransportFailure) {
        troubled = true
        tell(GmsChatEvent.PollFailed(count, limit, failure.code))
        if (count >= limit && !offline) {
            offline = true
            tell(GmsChatEvent.ServerWentOffline)
        }
    }

    suspend fun succeeded() {
        if (!troubled) return
        troubled = false
        val wasOffline = offline
        offline = false
        tell(if (wasOffline) GmsChatEvent.ServerBackOnline else GmsChatEvent.PollRecovered)
    }
}
