package dev.confab.transport.backend.amm

import kotlin.jvm.JvmStatic

/**
 * Says who the user is when the service asks (protocol notes §A.1.3).
 *
 * Life of a question: [onChallenge] is told it, and answers through its [CredentialReply], at once or later, from any thread. When the service
 * refuses the answer, the question comes again with a higher [CredentialChallenge.failureCount]; who then gives no other answer gets
 * [onInvalidCredentials], the last chance. Questions end after five refusals in a row, and after the time that the options allow for an answer.
 *
 * Called on a thread that may be blocked, one call at a time for each client. What it throws counts as no credential.
 */
public interface CredentialProvider {
    /** Whether to ask before the service does: that saves a request. False: only when the service demands it. */
    public val isPreEmptive: Boolean get() = true

    /** Answer with [reply]. */
    public fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply)

    /** The service let the answer to [challenge] in. */
    public fun onAccepted(challenge: CredentialChallenge): Unit = Unit

    /** The answers were refused, and no other one was given. Connecting fails with `AuthFailed` unless [event] is answered with another provider. */
    public fun onInvalidCredentials(event: InvalidCredentials): Unit = event.cancel()

    public companion object {
        /** Always [credential]; once it is refused, there is no other. */
        @JvmStatic
        public fun of(credential: UserCredential): CredentialProvider = FixedCredential(credential)

        /** Always this name and password. */
        @JvmStatic
        public fun password(userName: String, password: String): CredentialProvider = of(UserCredential.password(userName, password))
    }
}

/**
 * What the service wants to know.
 *
 * @property realm for what the service asks, as it wrote it; null where it did not ask yet.
 * @property host the host of the service.
 * @property failureCount how many answers were refused in a row.
 */
public class CredentialChallenge internal constructor(public val realm: String?, public val host: String, public val failureCount: Int) {
    override fun toString(): String = "CredentialChallenge($host, realm=$realm, failures=$failureCount)"
}

/** Where the answer to one [CredentialChallenge] goes: the first one counts. Thread-safe. */
public interface CredentialReply {
    public fun answer(credential: UserCredential)

    /** There is no credential: the question is over. */
    public fun cancel()
}

/** The service does not let the user in. The first answer counts. Thread-safe. */
public interface InvalidCredentials {
    /** How many answers were refused in a row. */
    public val failureCount: Int

    /** Goes on with another provider, which is asked from now on. */
    public fun retry(provider: CredentialProvider)

    public fun cancel()
}

private class FixedCredential(private val credential: UserCredential) : CredentialProvider {
    override fun onChallenge(challenge: CredentialChallenge, reply: CredentialReply) =
        if (challenge.failureCount == 0) reply.answer(credential) else reply.cancel()

    override fun toString(): String = "CredentialProvider($credential)"
}
