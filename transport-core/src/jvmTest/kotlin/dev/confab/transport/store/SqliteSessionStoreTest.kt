package dev.confab.transport.store

import dev.confab.transport.testing.SessionStoreContract
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path

class SqliteSessionStoreTest : SessionStoreContract() {
    @TempDir
    lateinit var directory: Path

    override fun openStore(): SessionStore =
        SqliteSessionStore.open(directory.resolve("store.db").toFile(), TinkTokenCipher.fromKeyset(TinkTokenCipher.newKeyset()))
}

class UnencryptedSqliteSessionStoreTest : SessionStoreContract() {
    @TempDir
    lateinit var directory: Path

    override fun openStore(): SessionStore = SqliteSessionStore.open(directory.resolve("store.db").toFile(), TokenCipher.none())
}
