package dev.confab.sandbox.control;

/** What came of something that was to happen in a session. */
public enum Outcome {
    /** It happened. */
    DONE,
    /** There is no such session. */
    UNKNOWN,
    /** The session is expired, or its conversation has ended. */
    ENDED,
    /** The session is there, but its service has nothing of the kind, or cannot do it as things stand. */
    UNSUPPORTED
}
