package dev.confab.transport.backend

/**
 * Says what a back end's codec makes of a single frame, for people who look into recordings. Sends nothing and changes nothing; may be used
 * from any thread.
 */
public interface FrameInspector {
    /** The name of the back end, as [Transport.backend] has it. */
    public val backend: String

    /**
     * Looks at [text]: a frame of the service, a request to it, or a page of its history. Never throws. What is too long or nested too deep
     * for a frame is not looked at.
     */
    public fun inspect(text: String): Inspection
}
