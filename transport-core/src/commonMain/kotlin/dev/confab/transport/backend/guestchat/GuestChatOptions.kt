package dev.confab.transport.backend.guestchat

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.net.Endpoint
import dev.confab.transport.net.TransferRule
import io.ktor.client.HttpClient
import kotlin.jvm.JvmStatic

/**
 * How to reach a deployment of Genesys Cloud guest chat, and as whom (protocol notes of guest chat §2, §4.2). Immutable; made by [builder].
 *
 * Needs the ids of deployment and organization, and exactly one of [Builder.region], [Builder.endpoint] and [Builder.loopbackEndpoint]; for
 * conversations also [Builder.queue] or [Builder.routingTarget]. The vendor has switched the service off in November 2025: what is left to
 * talk to is the sandbox, or something else that speaks its protocol.
 */
public class GuestChatOptions private constructor(private val builder: Builder, internal val endpoint: GuestChatEndpoint) :
    TransportOptions {
    /** The web chat deployment: the id of the widget. */
    public val deploymentId: String = builder.deploymentId
    public val organizationId: String = builder.organizationId

    /** Who takes the conversations, or null: then these options are good for [GuestChatApi] only. */
    public val routingTarget: RoutingTarget? = builder.routingTarget

    /** What the agent sees of the guest. */
    public val memberInfo: GuestMemberInfo = builder.memberInfo

    /** The JWT of `POST /api/v2/signeddata` that says who the guest is, or null. A secret. */
    public val memberAuthToken: String? = builder.memberAuthToken

    /** How the guest came here, or null. */
    public val journeyContext: GuestJourney? = builder.journeyContext

    /** How often the event stream is pinged, in milliseconds. */
    public val pingIntervalMillis: Long = builder.pingIntervalMillis

    /** How long after a ping the event stream may stay silent until it is taken for dead, in milliseconds. */
    public val pingGraceMillis: Long = builder.pingGraceMillis

    /** How long the service may say nothing, not even a heartbeat, until the event stream is taken for dead, in milliseconds. */
    public val silenceMillis: Long = builder.silenceMillis

    internal val streamRule: TransferRule = endpoint.streamRule(builder.streamHosts, builder.privateStreamAddresses)

    internal fun createRequest(): CreateConversationRequest {
        val target = checkNotNull(routingTarget) { "Say who takes the conversation: call queue(\"Support\") or routingTarget(…)." }
        val request = CreateConversationRequest.builder(organizationId, deploymentId, target, memberInfo)
        memberAuthToken?.let(request::memberAuthToken)
        journeyContext?.let(request::journeyContext)
        return request.build()
    }

    override fun createTransport(http: HttpClient): Transport {
        require(routingTarget != null) { "Say who takes the conversation: call queue(\"Support\") or routingTarget(…)." }
        return GuestChatTransport(this, http)
    }

    /** Without the guest and the token. */
    override fun toString(): String = "GuestChatOptions(deploymentId=$deploymentId, endpoint=$endpoint, $routingTarget)"

    /** Builds options. Every setter refuses what cannot work with an [IllegalArgumentException] that names the way out. */
    public class Builder internal constructor(internal val deploymentId: String, internal val organizationId: String) {
        private var endpoint: GuestChatEndpoint? = null
        internal var routingTarget: RoutingTarget? = null
        internal var memberInfo: GuestMemberInfo = GuestMemberInfo.builder("Guest").build()
        internal var memberAuthToken: String? = null
        internal var journeyContext: GuestJourney? = null
        internal var pingIntervalMillis: Long = DEFAULT_PING_INTERVAL_MILLIS
        internal var pingGraceMillis: Long = DEFAULT_PING_GRACE_MILLIS
        internal var silenceMillis: Long = DEFAULT_SILENCE_MILLIS
        internal var streamHosts: List<String> = emptyList()
        internal var privateStreamAddresses: Boolean = false

        init {
            require(ID.matches(deploymentId)) {
                "\"$deploymentId\" is no deployment id: it is the UUID of the web chat widget that Genesys Cloud shows under Contact Center > Widgets."
            }
            require(ID.matches(organizationId)) {
                "\"$organizationId\" is no organization id: it is the UUID that Genesys Cloud shows under Organization Settings."
            }
        }

        /** The domain of a Genesys Cloud region, such as `mypurecloud.de` or `usw2.pure.cloud`: no scheme, no sub-domain. */
        public fun region(domain: String): Builder = apply { endpoint = GuestChatEndpoint.ofRegion(domain) }

        /** One encrypted address that answers for everything, such as a gateway: `https://host[:port]`. */
        public fun endpoint(address: String): Builder =
            apply { endpoint = GuestChatEndpoint.ofOne(Endpoint.parse(address, cleartextLoopback = false)) }

        /** One address on this machine that answers for everything, such as the sandbox: `http://127.0.0.1:8088`; cleartext is allowed. */
        public fun loopbackEndpoint(address: String): Builder =
            apply { endpoint = GuestChatEndpoint.ofOne(Endpoint.parse(address, cleartextLoopback = true)) }

        /** Any agent of the queue with this name takes the conversations. */
        public fun queue(name: String): Builder = routingTarget(RoutingTarget.queue(name))

        /** Who takes the conversations. */
        public fun routingTarget(target: RoutingTarget): Builder = apply { routingTarget = target }

        /** What the agent sees of the guest; default: somebody called Guest. */
        public fun memberInfo(info: GuestMemberInfo): Builder = apply { memberInfo = info }

        /** For deployments that let only known guests in: the JWT that the site's own server got for this guest from `POST /api/v2/signeddata`. */
        public fun memberAuthToken(token: String): Builder = apply {
            require(token.isNotBlank()) { "The guest's token must not be blank: leave it out for an anonymous guest." }
            memberAuthToken = token
        }

        /** How the guest came here; default: the service is told nothing of it. */
        public fun journeyContext(journey: GuestJourney): Builder = apply { journeyContext = journey }

        /** When a silent connection is taken for dead; default: 10 000 ms after a ping, which is sent every 15 000 ms (guarantee REL-8). */
        public fun ping(intervalMillis: Long, graceMillis: Long): Builder = apply {
            require(intervalMillis > 0) { "The ping interval must be positive, but is $intervalMillis ms." }
            require(graceMillis > 0) { "The grace after a ping must be positive, but is $graceMillis ms." }
            pingIntervalMillis = intervalMillis
            pingGraceMillis = graceMillis
        }

        /**
         * When a service that says nothing is taken for dead although its connection stands; default 35 000 ms: it sends a heartbeat about every
         * 30 s (§6.3, guarantee REL-8).
         */
        public fun silence(millis: Long): Builder = apply {
            require(millis > 0) { "The time of silence must be positive, but is $millis ms." }
            silenceMillis = millis
        }

        /**
         * Further hosts at which the event stream may be: `stream.example.com`, or `*.example.com` for all below it. Without this it is the hosts of
         * the region, or the endpoint itself (guarantee SEC-2).
         */
        public fun streamHosts(hosts: List<String>): Builder = apply { streamHosts = hosts.map(TransferRule::host) }

        /** Whether those hosts may lead to private networks and to this machine; default: no. For a gateway inside a company. */
        public fun privateStreamAddresses(allowed: Boolean): Builder = apply { privateStreamAddresses = allowed }

        public fun build(): GuestChatOptions {
            val reached =
                requireNotNull(endpoint) {
                    "Say where the deployment is: call region(\"mypurecloud.de\"), endpoint(…) or loopbackEndpoint(…)."
                }
            return GuestChatOptions(this, reached)
        }
    }

    public companion object {
        private val ID = Regex("[0-9A-Za-z][0-9A-Za-z-]{0,63}")
        private const val DEFAULT_PING_INTERVAL_MILLIS = 15_000L
        private const val DEFAULT_PING_GRACE_MILLIS = 10_000L
        private const val DEFAULT_SILENCE_MILLIS = 35_000L

        @JvmStatic
        public fun builder(deploymentId: String, organizationId: String): Builder = Builder(deploymentId, organizationId)
    }
}
