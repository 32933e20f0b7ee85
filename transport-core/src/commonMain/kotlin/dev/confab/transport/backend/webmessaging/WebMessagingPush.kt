package dev.confab.transport.backend.webmessaging

import dev.confab.transport.backend.LinkEvent
import dev.confab.transport.backend.TransportException
import dev.confab.transport.backend.TransportFailure
import dev.confab.transport.model.ErrorCode
import dev.confab.transport.net.platformLanguage
import dev.confab.transport.store.StoreException
import io.ktor.client.HttpClient
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.jvm.JvmStatic
import kotlin.time.Clock

/**
 * The notifications of one guest's device while no connection is open (protocol notes §7.5).
 *
 * Give the client options that carry this ([WebMessagingOptions.withPush]) and call [synchronize] whenever the platform gives a device token.
 * From then on the registration is looked after at each start of a session: told anew after 30 days, also while a session stays open, moved
 * when the session gets another token, and removed when the session ends for good. It is kept in the options' record store under the options' record name.
 *
 * Thread-safe; calls run one after the other. Failures are [dev.confab.transport.model.MessagingException]s with the codes of §2.10.
 */
public class WebMessagingPush internal constructor(
    private val options: WebMessagingOptions,
    private val http: HttpClient,
    private val nowMillis: () -> Long,
    private val language: () -> String,
) {
    private val calls = PushCalls(options, http)
    private val record = options.recordName("push")
    private val mutex = Mutex()
    private var sessionToken: String? = options.token

    /**
     * Wants this device notified, and tells the service what has changed, if anything.
     *
     * @param deviceToken what the platform calls the device. A secret.
     * @throws dev.confab.transport.model.MessagingException when the service refuses or cannot be reached; the wish is kept, and tried again
     * at the next start of the session.
     */
    public suspend fun synchronize(deviceToken: String, provider: PushProvider): PushSync {
        require(deviceToken.isNotBlank()) { "The device token must not be blank: it is what the platform calls this device." }
        return mutex.withLock {
            val registered = read()
            val wish = PushRecord(sessionToken, deviceToken, language().lowercase(), provider, nowMillis())
            val token = sessionToken
            if (token == null) {
                // What is registered stays known, so that it can be removed when the session is there.
                write(wish.of(registered?.token, NEVER))
                PushSync.WAITING
            } else {
                synchronized(wish, registered, token)
            }
        }
    }

    /** Wants this device left alone from now on. Does nothing when it is not registered. */
    public suspend fun unregister(): Unit = mutex.withLock {
        val registered = read() ?: return
        registered.token?.let { calls.delete(it) }
        options.records.removeRecord(record)
    }

    /** The service has accepted the session of [token]: what it should know, it is told. Returns what went wrong, for the application. */
    internal suspend fun sessionOpened(token: String, notifies: Boolean): LinkEvent? = guarded {
        mutex.withLock {
            sessionToken = token
            val registered = read()
            if (registered != null && notifies) {
                synchronized(
                    PushRecord(token, registered.deviceToken, language().lowercase(), registered.provider, nowMillis()),
                    registered,
                    token,
                )
            } else if (registered?.token != null && registered.token != token) {
                calls.delete(registered.token)
                write(registered.of(null, NEVER))
            }
        }
    }

    /**
     * For as long as the session of [token] stays open, after [sessionOpened]: the service is told again after 30 days (§7.5), and what failed
     * is tried again. Looks in steps, because timers stand still while a device sleeps, and the calendar does not. Tells what goes wrong.
     */
    internal suspend fun lookAfter(token: String, tell: suspend (LinkEvent) -> Unit) {
        while (true) {
            delay(LOOK_MILLIS)
            sessionOpened(token, notifies = true)?.let { tell(it) }
        }
    }

    /** The session of [token] has ended for good: nobody may be notified of what follows under it. Runs although its link is gone. */
    internal fun sessionGone(token: String) {
        http.launch {
            guarded {
                mutex.withLock {
                    if (sessionToken == token) sessionToken = null
                    val registered = read()
                    if (registered?.token == token) {
                        calls.delete(token)
                        write(registered.of(null, NEVER))
                    }
                }
            }
        }
    }

    private suspend fun synchronized(wish: PushRecord, registered: PushRecord?, token: String): PushSync {
        if (registered?.token == token && registered.provider != wish.provider) {
            // An update cannot name another provider.
            calls.delete(token)
            return synchronized(wish, null, token)
        }
        val difference = wish.differenceTo(registered, nowMillis())
        if (difference == PushRecord.Difference.NONE) return PushSync.UNCHANGED
        // Kept before it is tried: when it fails, the next start of the session tries it again.
        write(wish.of(registered?.token, NEVER))
        val outcome =
            when (difference) {
                PushRecord.Difference.NO_TOKEN, PushRecord.Difference.TOKEN -> register(token, wish)
                else -> update(token, wish)
            }
        val old = registered?.token
        // The device must hear nothing of the session before. Until that is sure, the record names the old one.
        if (difference == PushRecord.Difference.TOKEN && old != null) calls.delete(old)
        write(wish.of(token, nowMillis()))
        return outcome
    }

    /** Each of the two falls back on the other once: a service that contradicts itself gets no third call. */
    private suspend fun register(token: String, wish: PushRecord): PushSync {
        calls.register(token, wish) ?: return PushSync.REGISTERED
        calls.update(token, wish)?.let { throw contradiction(it) }
        return PushSync.UPDATED
    }

    private suspend fun update(token: String, wish: PushRecord): PushSync {
        calls.update(token, wish) ?: return PushSync.UPDATED
        calls.register(token, wish)?.let { throw contradiction(it) }
        return PushSync.REGISTERED
    }

    private fun contradiction(code: ErrorCode) = TransportException(
        TransportFailure(
            code,
            "Deployment ${options.deploymentId} says of one device that it is registered, and that it is not.",
        ),
    )

    private suspend fun read(): PushRecord? = options.records.readRecord(record)?.let(PushRecord::decode)

    private suspend fun write(changed: PushRecord) {
        options.records.writeRecord(record, changed.encode())
    }

    private suspend fun guarded(work: suspend () -> Unit): LinkEvent? = try {
        work()
        null
    } catch (failed: TransportException) {
        LinkEvent.Refused(null, failed.failure)
    } catch (failed: StoreException) {
        LinkEvent.Refused(
            null,
            TransportFailure(
                ErrorCode.STORE_FAILURE,
                "The registration of the device could not be kept: ${failed.message}",
            ),
        )
    }

    public companion object {
        private const val NEVER = 0L

        /** 6 hours: a look costs reading one record, and the service is told up to that late. */
        internal const val LOOK_MILLIS = 21_600_000L

        /**
         * @param options the deployment, and where its records are kept.
         * @param http shared, as `Confab.httpClient`; this does not close it.
         */
        @JvmStatic
        public fun create(options: WebMessagingOptions, http: HttpClient): WebMessagingPush =
            WebMessagingPush(options, http, { Clock.System.now().toEpochMilliseconds() }, ::platformLanguage)
    }
}
