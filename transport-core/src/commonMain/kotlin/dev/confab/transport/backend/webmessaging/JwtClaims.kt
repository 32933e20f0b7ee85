package dev.confab.transport.backend.webmessaging

import dev.confab.transport.net.BoundedJson
import kotlinx.serialization.json.JsonObject
import kotlin.io.encoding.Base64

/** What a JWT says of itself. Nobody's signature is checked here: the service does that with its own, the sign-in page with the other. */
internal object JwtClaims {
    private val base64 = Base64.UrlSafe.withPadding(Base64.PaddingOption.ABSENT_OPTIONAL)

    /** Null when [jwt] is none. */
    fun of(jwt: String): JsonObject? {
        val parts = jwt.split('.')
        if (parts.size != JWT_PARTS) return null
        return try {
            BoundedJson.parseObject(base64.decode(parts[1]).decodeToString())
        } catch (_: IllegalArgumentException) {
            null
        }
    }

    private const val JWT_PARTS = 3
}
