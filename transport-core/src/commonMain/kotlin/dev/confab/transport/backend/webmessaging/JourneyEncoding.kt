package dev.confab.transport.backend.webmessaging

import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject

/** The `journeyContext` of a guest's `configureSession` and of the exchange of a code (protocol notes §2.4, §2.9). */
internal object JourneyEncoding {
    fun JsonObjectBuilder.journey(context: JourneyContext) {
        putJsonObject("customer") {
            put("id", context.customerCookieId)
            put("idType", "cookie")
        }
        putJsonObject("customerSession") {
            put("id", context.sessionId.orEmpty())
            put("type", context.sessionType)
        }
        val action = context.triggeringActionId ?: return
        putJsonObject("triggeringAction") {
            put("id", action)
            context.actionMapId?.let { map ->
                putJsonObject("actionMap") {
                    put("id", map)
                    context.actionMapVersion?.let { put("version", it) }
                }
            }
        }
    }
}
