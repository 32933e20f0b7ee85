package dev.confab.transport.backend.webmessaging

/** What became of a wish to be notified. */
public enum class PushSync {
    /** The device is registered for the session from now on. */
    REGISTERED,

    /** The device was registered for the session, and what had changed is told. */
    UPDATED,

    /** Everything was so already. */
    UNCHANGED,

    /** There is no session yet: the device is registered as soon as there is one, if the deployment notifies. */
    WAITING,
}
