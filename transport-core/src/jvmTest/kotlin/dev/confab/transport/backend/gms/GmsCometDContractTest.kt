package dev.confab.transport.backend.gms

import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract

class GmsCometDContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest =
        GmsService(GmsService.silence("connect")) { url, service -> GmsService.pushed(url, service, websocket = false) }
}
