package dev.confab.transport.backend.gms

import io.ktor.http.encodeURLPathPart
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Writes operations: as the form of REST (protocol notes §1.1), as the data of a CometD publish (§2.3), as the form of a file (§2.4). */
internal object GmsWriting {
    /** Every operation but the first carries the triple, as the last answer had it. */
    fun form(operation: GmsOperation, session: GmsSession?): List<Pair<String, String>> = buildList {
        if (session != null) {
            add("userId" to session.userId)
            add("secureKey" to session.secureKey)
            add("alias" to session.alias)
        }
        addAll(operation.fields)
        operation.userData.forEach { (name, value) -> add("userData[$name]" to value) }
    }

    /** Below the base; empty for the base itself. */
    fun path(operation: GmsOperation, session: GmsSession?): String =
        if (session == null) "" else "/${pathPart(session.chatId)}/${operation.path}"

    /** The key names the whole session there; older servers' clients send the rest, too, and it does no harm. */
    fun data(operation: GmsOperation, session: GmsSession?): JsonObject = buildJsonObject {
        put("operation", operation.name)
        operation.fields.forEach { (name, value) -> put(name, value) }
        if (operation.userData.isNotEmpty()) put("userData", JsonObject(operation.userData.mapValues { JsonPrimitive(it.value) }))
        if (session != null) {
            put("secureKey", session.secureKey)
            if (session.userId.isNotEmpty()) put("userId", session.userId)
            if (session.alias.isNotEmpty()) put("alias", session.alias)
        }
    }

    /** The form of the file endpoint beside CometD. */
    fun fileForm(operation: GmsOperation, session: GmsSession): List<Pair<String, String>> = buildList {
        add("operation" to operation.name)
        add("secureKey" to session.secureKey)
        when (operation) {
            is GmsOperation.FileDownload -> add("fileId" to operation.fileId)
            is GmsOperation.FileDelete -> add("fileId" to operation.fileId)
            else -> Unit
        }
        operation.userData.forEach { (name, value) -> add("userData[$name]" to value) }
    }
}

/** Ids come from the service: a slash or dots in one must not make another path of it. */
internal fun pathPart(id: String): String = id.encodeURLPathPart().replace(".", "%2E")
