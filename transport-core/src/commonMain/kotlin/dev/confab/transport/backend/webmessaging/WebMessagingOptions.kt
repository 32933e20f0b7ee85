package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.Transport
import dev.confab.transport.backend.TransportOptions
import dev.confab.transport.net.Endpoint
import dev.confab.transport.net.TransferRule
import dev.confab.transport.store.InMemoryRecordStore
import dev.confab.transport.store.RecordStore
import io.ktor.client.HttpClient
import kotlin.jvm.JvmStatic

/**
 * How to reach a deployment of Genesys Cloud Web Messaging (protocol notes §1.2, §2.1). Immutable; made by [builder].
 *
 * Needs a deployment id and exactly one of [Builder.region], [Builder.endpoint] and [Builder.loopbackEndpoint].
 */
public class WebMessagingOptions private constructor(
    private val builder: Builder,
    internal val endpoints: WebMessagingEndpoints,
    internal val auth: WebMessagingAuth?,
    internal val push: WebMessagingPush?,
) : TransportOptions {
    public val deploymentId: String = builder.deploymentId

    /** What the client calls itself to the service. */
    public val application: String = builder.application

    /** The `Origin` of the WebSocket: its host must be one that the deployment allows. */
    public val origin: String = builder.origin ?: endpoints.defaultOrigin

    /** The session token to use, a secret; null: the client makes one. */
    public val token: String? = builder.token

    /** How often the service is pinged, in milliseconds. */
    public val pingIntervalMillis: Long = builder.pingIntervalMillis

    /** How long after a ping the service may stay silent until the connection is taken for dead, in milliseconds. */
    public val pingGraceMillis: Long = builder.pingGraceMillis

    internal val transferRule: TransferRule = endpoints.transferRule(builder.transferHosts, builder.privateTransferAddresses)

    /** How the guest came here, or null. */
    public val journeyContext: JourneyContext? = builder.journeyContext

    /** Whether a sign-in is kept going with its refresh token. */
    public val autoRefresh: Boolean = builder.autoRefresh

    /** Where the sign-in, the registration of the device and a copy of the deployment's config are kept. */
    public val records: RecordStore = builder.records

    /** The same, for a guest who may be signed in by [auth], which is made of these options. */
    public fun withAuth(auth: WebMessagingAuth): WebMessagingOptions = WebMessagingOptions(builder, endpoints, auth, push)

    /** The same, for a guest whose device may be notified by [push], which is made of these options. */
    public fun withPush(push: WebMessagingPush): WebMessagingOptions = WebMessagingOptions(builder, endpoints, auth, push)

    /** The name of a record of this guest. */
    internal fun recordName(kind: String): String = "$kind/$deploymentId/${builder.guestName}"

    override fun createTransport(http: HttpClient): Transport = WebMessagingTransport(this, http)

    /** Without the token, which is a secret. */
    override fun toString(): String = "WebMessagingOptions(deploymentId=$deploymentId, endpoints=$endpoints)"

    /** Builds options. Every setter refuses what cannot work with an [IllegalArgumentException] that names the way out. */
    public class Builder internal constructor(internal val deploymentId: String) {
        private var endpoints: WebMessagingEndpoints? = null
        internal var journeyContext: JourneyContext? = null
        internal var autoRefresh: Boolean = true
        internal var records: RecordStore = InMemoryRecordStore()
        internal var guestName: String = "guest"
        internal var application: String = "confab"
        internal var origin: String? = null
        internal var token: String? = null
        internal var pingIntervalMillis: Long = DEFAULT_PING_INTERVAL_MILLIS
        internal var pingGraceMillis: Long = DEFAULT_PING_GRACE_MILLIS

        internal var transferHosts: List<String> = emptyList()
        internal var privateTransferAddresses: Boolean = false

        init {
            require(DEPLOYMENT_ID.matches(deploymentId)) {
                "\"$deploymentId\" is no deployment id: it is the UUID that Genesys Cloud shows under Message > Messenger Deployments."
            }
        }

        /** The domain of a Genesys Cloud region, such as `mypurecloud.de` or `usw2.pure.cloud`: no scheme, no sub-domain. */
        public fun region(domain: String): Builder = apply { endpoints = WebMessagingEndpoints.ofRegion(domain) }

        /** A region of Genesys Cloud. */
        public fun region(region: GenesysCloudRegion): Builder = region(region.domain)

        /** One encrypted address that answers for everything, such as a gateway: `https://host[:port]`. */
        public fun endpoint(address: String): Builder =
            apply { endpoints = WebMessagingEndpoints.ofOne(Endpoint.parse(address, cleartextLoopback = false)) }

        /** One address on this machine that answers for everything, such as the sandbox: `http://127.0.0.1:8088`; cleartext is allowed. */
        public fun loopbackEndpoint(address: String): Builder =
            apply { endpoints = WebMessagingEndpoints.ofOne(Endpoint.parse(address, cleartextLoopback = true)) }

        /** What the client calls itself to the service, as one free text; default `confab`. */
        public fun application(name: String): Builder = apply {
            require(name.isNotBlank()) { "The application name must not be blank." }
            application = name
        }

        /** What the client calls itself to the service: the application, its version, and then this library. */
        public fun application(name: String, version: String): Builder = apply {
            require(name.isNotBlank() && version.isNotBlank()) { "The name and version of the application must not be blank." }
            application = "$name-$version/confab"
        }

        /** How the guest came here; default: the service is told nothing of it. */
        public fun journeyContext(context: JourneyContext): Builder = apply { journeyContext = context }

        /**
         * Where the sign-in, the registration of the device and a copy of the deployment's config are kept; default: in memory, as long as these
         * options live. A durable store such as `SqliteSessionStore` seals them.
         *
         * @param guestName tells one guest of this deployment from the others that the store holds: each needs a name of its own.
         */
        public fun records(store: RecordStore, guestName: String): Builder = apply {
            require(guestName.isNotBlank()) { "The guest's name must not be blank: it names the guest's records in the store." }
            records = store
            this.guestName = guestName
        }

        /** Whether a sign-in is kept going with its refresh token; default true. Without, the guest signs in again when the JWT runs out. */
        public fun autoRefresh(enabled: Boolean): Builder = apply { autoRefresh = enabled }

        /** A host, or `https://host`. Default: the host of the WebSocket, as the vendor's mobile SDK does (§2.2). */
        public fun origin(origin: String): Builder = apply {
            require(origin.isNotBlank() && origin.none { it.isISOControl() }) { "The origin must be a host or https://host." }
            this.origin = origin
        }

        /** Joins or resumes the session of this token instead of a session of the client's own. */
        public fun token(token: String): Builder = apply {
            require(token.isNotBlank()) { "The token must not be blank." }
            require(token.length <= MAX_TOKEN_LENGTH) {
                "A token has at most $MAX_TOKEN_LENGTH characters; this one has ${token.length}."
            }
            this.token = token
        }

        /** When a silent connection is taken for dead; default: 10 000 ms after a ping, which is sent every 15 000 ms (guarantee REL-8). */
        public fun ping(intervalMillis: Long, graceMillis: Long): Builder = apply {
            require(intervalMillis > 0) { "The ping interval must be positive, but is $intervalMillis ms." }
            require(graceMillis > 0) { "The grace after a ping must be positive, but is $graceMillis ms." }
            pingIntervalMillis = intervalMillis
            pingGraceMillis = graceMillis
        }

        /**
         * Further hosts that files may be uploaded to and downloaded from: `files.example.com`, or `*.example.com` for all below it. Without
         * this the hosts of the region, or the endpoint, and the vendor's buckets are allowed (§2.1, guarantee SEC-2).
         */
        public fun transferHosts(hosts: List<String>): Builder = apply { transferHosts = hosts.map(TransferRule::host) }

        /** Whether the allowed hosts may lead to private networks and to this machine; default: no. For a gateway inside a company. */
        public fun privateTransferAddresses(allowed: Boolean): Builder = apply { privateTransferAddresses = allowed }

        public fun build(): WebMessagingOptions {
            val reached =
                requireNotNull(endpoints) {
                    "Say where the deployment is: call region(\"mypurecloud.de\"), endpoint(…) or loopbackEndpoint(…)."
                }
            return WebMessagingOptions(this, reached, auth = null, push = null)
        }
    }

    public companion object {
        private val DEPLOYMENT_ID = Regex("[0-9A-Za-z][0-9A-Za-z-]{0,63}")
        private const val MAX_TOKEN_LENGTH = 2048
        private const val DEFAULT_PING_INTERVAL_MILLIS = 15_000L
        private const val DEFAULT_PING_GRACE_MILLIS = 10_000L

        @JvmStatic
        public fun builder(deploymentId: String): Builder = Builder(deploymentId)
    }
}
