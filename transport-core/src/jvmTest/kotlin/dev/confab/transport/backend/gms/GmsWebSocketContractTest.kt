package dev.confab.transport.backend.gms

import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract

class GmsWebSocketContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest =
        GmsService({ it.dropConnections() }) { url, service -> GmsService.pushed(url, service, websocket = true) }
}
