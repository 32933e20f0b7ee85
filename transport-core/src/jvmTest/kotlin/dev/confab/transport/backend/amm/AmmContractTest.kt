package dev.confab.transport.backend.amm

import dev.confab.transport.testing.ServiceUnderTest
import dev.confab.transport.testing.TransportContract

/** No exceptions: the contract on one of the conversations. */
class AmmContractTest : TransportContract() {
    override fun startService(): ServiceUnderTest = AmmService()
}
