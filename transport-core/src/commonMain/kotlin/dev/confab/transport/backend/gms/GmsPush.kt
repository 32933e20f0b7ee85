package dev.confab.transport.backend.gms

/**
 * The device that is to be notified while the application is in the background; CometD mode only (protocol notes §2.5).
 *
 * @property deviceId what the platform calls the device. A secret.
 * @property type `fcm`, `ios` or `customhttp`.
 * @property language of the notifications, or null.
 * @property provider which of the service's push configurations is meant, or null for the default.
 */
public class GmsPush(
    public val deviceId: String,
    public val type: String,
    public val debug: Boolean,
    public val language: String?,
    public val provider: String?,
) {
    /** Without debugging, in the service's default language and configuration. */
    public constructor(deviceId: String, type: String) : this(deviceId, type, false, null, null)

    init {
        require(deviceId.isNotBlank()) { "The device id must not be blank: it is what the platform calls this device." }
        require(type in TYPES) { "\"$type\" is no kind of push: it is one of ${TYPES.joinToString()}." }
    }

    internal val userData: Map<String, String> = buildMap {
        put("push_notification_deviceid", deviceId)
        put("push_notification_type", type)
        if (debug) put("push_notification_debug", "true")
        language?.let { put("push_notification_language", it) }
        provider?.let { put("push_notification_provider", it) }
    }

    /** Without the device. */
    override fun toString(): String = "GmsPush($type)"

    private companion object {
        val TYPES = listOf("fcm", "ios", "customhttp")
    }
}
