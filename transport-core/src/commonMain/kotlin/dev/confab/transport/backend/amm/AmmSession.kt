package dev.confab.transport.backend.amm

import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import io.ktor.http.HttpMethod

/**
 * One login at the service, with its own cookies: its end ends no other (protocol notes §B.2).
 *
 * @property channel null where news are asked for.
 */
internal class AmmSession(
    val options: AmmOptions,
    val user: AmmHttp,
    val calls: AmmCalls,
    val channel: AmmChannel?,
    val files: AmmFiles,
    val channelDied: (AmmChannel.Kind) -> Unit,
) {
    val way: AmmNews.Way
        get() = when {
            options.isManual -> AmmNews.Way.MANUAL
            channel != null -> AmmNews.Way.HINTS
            options.pollIntervalMillis != null -> AmmNews.Way.POLLS
            else -> AmmNews.Way.LONG_POLLS
        }

    suspend fun logOut() = logOut(user, calls.resources)

    companion object {
        private const val LOG_OUT_MILLIS = 3_000L

        /** Where it fails, the session ends by itself after a while. */
        suspend fun logOut(user: AmmHttp, resources: AmmResources) {
            val address = resources.session ?: return
            try {
                user.call(
                    AmmHttp.Request(
                        "Logging out",
                        HttpMethod.Delete,
                        address,
                        accept = null,
                        timeoutMillis = LOG_OUT_MILLIS,
                        repeats = false,
                    ),
                )
            } catch (_: TransportException) {
                // See above.
            }
        }
    }
}

/** Finds out what the service has, and which dialect it speaks (§B.3, §B.4). */
internal class AmmDiscovery(private val options: AmmOptions, private val origins: AmmOrigins) {
    /**
     * @throws TransportException when the service cannot be used, or takes the user for somebody else.
     */
    suspend fun discover(user: AmmHttp): AmmResources {
        val first = resources(user)
        if (isOurs(user, first)) return first
        // Once: the vendor's own client does this without end.
        AmmSession.logOut(user, first)
        user.forget()
        val second = resources(user)
        if (isOurs(user, second)) return second
        throw TransportException(
            TransportFailure(
                ErrorCode.AUTH_FAILED,
                "${options.endpoint} holds on to a session of another user: log that one out, or try later.",
            ),
        )
    }

    private suspend fun isOurs(user: AmmHttp, resources: AmmResources): Boolean {
        val name = user.credential()?.credential?.userName
        return name == null || resources.userName == null || name.equals(resources.userName, ignoreCase = true)
    }

    private suspend fun resources(user: AmmHttp): AmmResources {
        val newest = options.newestFlavour
        val answer = if (newest == AmmFlavour.V2_1) null else asked(user, AmmFlavour.V3_2)
        val accepted = if (answer == null || answer.status == NOT_ACCEPTABLE) asked(user, AmmFlavour.V2_1) else answer
        if (!accepted.isSuccess) throw TransportException(refusal(accepted))
        val what = "Asking the service what it has"
        val json = accepted.json ?: throw AmmFailures.unreadable(what, options.endpoint.host)
        val resources = AmmResources.of(json, newest) ?: throw AmmFailures.unreadable(what, options.endpoint.host)
        checkSelf(resources.features)
        resources.links.forEach { (linked, link) -> origins.checked(linked, link) }
        return resources
    }

    /** Who is not of the domains that the service routes gets no answers, and nobody can invite them (§B.4). */
    private fun checkSelf(features: AmmFeatures) {
        val isAddress = features.selfAddress.substringAfterLast('@', "").isNotEmpty()
        if (isAddress && (!options.screensAddresses || features.routes(features.selfAddress))) return
        val why = if (isAddress) "is of none of the domains that it routes: ${features.routableDomains.joinToString()}" else "is none"
        throw TransportException(
            TransportFailure(
                ErrorCode.ADDRESS_INVALID,
                "The address that ${options.endpoint} has for the user $why. Ask the administrator to mend the account" +
                    (if (isAddress) ", or switch the check off with screenAddresses(false)." else "."),
            ),
        )
    }

    private suspend fun asked(user: AmmHttp, flavour: AmmFlavour): AmmAnswer {
        val address = options.endpoint.http("/aem/resources")
        val type = AmmMediaTypes.of(flavour).resources
        return user.call(
            AmmHttp.Request("Asking the service what it has", HttpMethod.Get, address, type, timeoutMillis = options.timers.requestMillis),
        )
    }

    private fun refusal(answer: AmmAnswer): TransportFailure {
        val code = ErrorCode.of(answer.status)
        val advice = when (answer.status) {
            NOT_FOUND -> " Nothing is there: check host and port."
            NOT_ACCEPTABLE -> " The server speaks no version that is known here."
            FORBIDDEN -> " The account has no licence for messaging: ask the administrator."
            else -> ""
        }
        return TransportFailure(
            code,
            "${options.endpoint} answered the question what it has with status ${answer.status}.$advice",
            code.failureClass,
            answer.retryAfterMillis,
        )
    }

    private companion object {
        const val NOT_ACCEPTABLE = 406
        const val NOT_FOUND = 404
        const val FORBIDDEN = 403
    }
}
