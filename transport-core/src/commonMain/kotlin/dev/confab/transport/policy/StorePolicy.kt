package dev.confab.transport.policy

/** What a client does when its store fails. */
public enum class StorePolicy {
    /** A message that cannot be stored is not sent. The default: what was accepted survives a crash. */
    REQUIRE,

    /** Go on in memory and tell it by an event: what was accepted survives as long as the process. */
    CONTINUE_IN_MEMORY,
}
