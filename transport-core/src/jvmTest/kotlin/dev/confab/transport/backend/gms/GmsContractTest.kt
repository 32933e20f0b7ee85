package dev.confab.transport.backend.gms

import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract

class GmsContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest = GmsService(GmsService.silence("refresh"), GmsService::polled)
}
