package dev.confab.transport.backend.webmessaging

import dev.confab.transport.net.BoundedJson
import dev.confab.transport.net.number
import dev.confab.transport.net.text
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/**
 * What is registered, or to be (protocol notes §7.5).
 *
 * @property token the session's, a secret; null: nothing is registered yet.
 * @property syncedAtMillis when the service last heard of it.
 */
internal class PushRecord(
    val token: String?,
    val deviceToken: String,
    val language: String,
    val provider: PushProvider,
    val syncedAtMillis: Long,
) {
    enum class Difference { NO_TOKEN, TOKEN, DEVICE_TOKEN, LANGUAGE, EXPIRED, NONE }

    /** How this wish differs from what is [registered]; the first that applies. */
    fun differenceTo(registered: PushRecord?, nowMillis: Long): Difference = when {
        registered?.token == null -> Difference.NO_TOKEN
        registered.token != token -> Difference.TOKEN
        registered.deviceToken != deviceToken -> Difference.DEVICE_TOKEN
        registered.language != language -> Difference.LANGUAGE
        nowMillis - registered.syncedAtMillis !in 0 until SYNC_MILLIS -> Difference.EXPIRED
        else -> Difference.NONE
    }

    fun of(token: String?, nowMillis: Long): PushRecord = PushRecord(token, deviceToken, language, provider, nowMillis)

    fun encode(): String = buildJsonObject {
        token?.let { put("token", it) }
        put("deviceToken", deviceToken)
        put("preferredLanguage", language)
        put("lastSyncTimestamp", syncedAtMillis)
        put("pushProvider", provider.name)
    }.toString()

    companion object {
        /** 30 days. */
        const val SYNC_MILLIS: Long = 2_592_000_000

        /** Null when [json] is none: a damaged record is as good as none, the service is then told again. */
        fun decode(json: String): PushRecord? {
            val fields = BoundedJson.parseObject(json) ?: return null
            return PushRecord(
                fields.text("token"),
                fields.text("deviceToken") ?: return null,
                fields.text("preferredLanguage") ?: return null,
                PushProvider.entries.find { it.name == fields.text("pushProvider") } ?: return null,
                fields.number("lastSyncTimestamp") ?: 0,
            )
        }
    }
}
