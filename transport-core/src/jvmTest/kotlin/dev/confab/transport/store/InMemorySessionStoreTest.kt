package dev.confab.transport.store

import dev.confab.transport.testing.SessionStoreContract

class InMemorySessionStoreTest : SessionStoreContract() {
    override fun openStore(): SessionStore = InMemorySessionStore()
}
