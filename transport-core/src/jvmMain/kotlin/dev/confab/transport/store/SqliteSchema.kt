package dev.confab.transport.store

/**
 * The tables of a store, as the steps that lead to them: step n brings version n - 1 to version n. A step that was released is never
 * changed again; a change of the tables is a step more.
 */
internal class SqliteSchema(val steps: List<SchemaStep>) {
    /** Brings [file] to the newest version, completely or not at all. */
    fun migrate(file: SqliteFile) {
        val found = file.number("PRAGMA user_version")
        when {
            found > steps.size -> throw file.failures.newer(found, steps.size)

            found < steps.size -> file.transaction {
                steps.drop(found).forEach { it.apply(file) }
                file.execute("PRAGMA application_id = ${SqliteFile.APPLICATION_ID}")
                file.execute("PRAGMA user_version = ${steps.size}")
            }
        }
    }

    companion object {
        /**
         * Clear is what finds and orders rows: ids, positions, times. Everything else is in `sealed`, and the clear columns are bound to it
         * (see [RowSeal]). A session has its row as soon as anything is stored for it, but a record only after its first connect.
         */
        private val FIRST = listOf(
            "CREATE TABLE store (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), sealed BLOB NOT NULL) STRICT",
            "CREATE TABLE session (session_id TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT",
            """CREATE TABLE outbox (
                session_id TEXT NOT NULL REFERENCES session ON DELETE CASCADE,
                message_id TEXT NOT NULL,
                position INTEGER NOT NULL,
                conversation TEXT NOT NULL,
                sealed BLOB NOT NULL,
                PRIMARY KEY (session_id, message_id)
            ) STRICT""",
            """CREATE TABLE cursor (
                session_id TEXT NOT NULL REFERENCES session ON DELETE CASCADE,
                conversation TEXT NOT NULL,
                server_id TEXT NOT NULL,
                time_millis INTEGER,
                sealed BLOB NOT NULL,
                PRIMARY KEY (session_id, conversation)
            ) STRICT""",
            """CREATE TABLE draft (
                session_id TEXT NOT NULL REFERENCES session ON DELETE CASCADE,
                conversation TEXT NOT NULL,
                sealed BLOB NOT NULL,
                PRIMARY KEY (session_id, conversation)
            ) STRICT""",
        )

        /** Named texts that belong to no session, such as a guest's sign-in. */
        private const val SECOND = "CREATE TABLE record (name TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) STRICT"

        /** Conversations of a back end that has many. The names are clear, as they are in the other tables. */
        private const val THIRD = """CREATE TABLE conversation (
            session_id TEXT NOT NULL REFERENCES session ON DELETE CASCADE,
            conversation TEXT NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (session_id, conversation)
        ) STRICT"""

        val CURRENT = SqliteSchema(
            listOf(
                SchemaStep { file -> FIRST.forEach { file.execute(it) } },
                SchemaStep { file -> file.execute(SECOND) },
                SchemaStep { file -> file.execute(THIRD) },
            ),
        )
    }
}

/** Changes the tables of a store, inside a transaction. */
internal fun interface SchemaStep {
    fun apply(file: SqliteFile)
}
