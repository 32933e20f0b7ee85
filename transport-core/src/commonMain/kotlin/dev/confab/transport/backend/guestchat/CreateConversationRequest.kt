package dev.confab.transport.backend.guestchat

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.jvm.JvmStatic

/** Asks for a conversation (protocol notes of guest chat §4.2). Immutable; made by [builder]. */
public class CreateConversationRequest private constructor(builder: Builder) {
    public val organizationId: String = builder.organizationId
    public val deploymentId: String = builder.deploymentId
    public val routingTarget: RoutingTarget = builder.routingTarget
    public val memberInfo: GuestMemberInfo = builder.memberInfo

    /** The JWT of `POST /api/v2/signeddata` that says who the guest is, or null for an anonymous one. A secret. */
    public val memberAuthToken: String? = builder.memberAuthToken
    public val journeyContext: GuestJourney? = builder.journeyContext

    internal fun toJson(): JsonObject = buildJsonObject {
        put("organizationId", organizationId)
        put("deploymentId", deploymentId)
        put("routingTarget", routingTarget.toJson())
        put("memberInfo", memberInfo.toJson())
        memberAuthToken?.let { put("memberAuthToken", it) }
        journeyContext?.let { put("journeyContext", it.toJson()) }
    }

    /** Without the guest and the token. */
    override fun toString(): String = "CreateConversationRequest(deploymentId=$deploymentId, $routingTarget)"

    /** Builds a request. What the service requires is asked for by [CreateConversationRequest.builder]. */
    public class Builder internal constructor(
        internal val organizationId: String,
        internal val deploymentId: String,
        internal val routingTarget: RoutingTarget,
        internal val memberInfo: GuestMemberInfo,
    ) {
        internal var memberAuthToken: String? = null
        internal var journeyContext: GuestJourney? = null

        init {
            require(organizationId.isNotBlank()) { "The organization id must not be blank: it is the UUID of the organization." }
            require(deploymentId.isNotBlank()) {
                "The deployment id must not be blank: it is the UUID of the web chat widget's deployment."
            }
        }

        /** Needed by deployments that let only known guests in. */
        public fun memberAuthToken(token: String): Builder = apply {
            require(token.isNotBlank()) { "The guest's token must not be blank: leave it out for an anonymous guest." }
            memberAuthToken = token
        }

        public fun journeyContext(journey: GuestJourney): Builder = apply { journeyContext = journey }

        public fun build(): CreateConversationRequest = CreateConversationRequest(this)
    }

    public companion object {
        @JvmStatic
        public fun builder(
            organizationId: String,
            deploymentId: String,
            routingTarget: RoutingTarget,
            memberInfo: GuestMemberInfo,
        ): Builder = Builder(organizationId, deploymentId, routingTarget, memberInfo)
    }
}
