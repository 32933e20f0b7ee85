package dev.confab.sandbox.identity;

/** What came of somebody's proof of who they are. */
public sealed interface Identified {

    /**
     * It is them.
     *
     * @param user who
     */
    record As(User user) implements Identified {}

    /**
     * It proves nothing.
     *
     * @param reason why, without any secret in it
     */
    record Nobody(String reason) implements Identified {}
}
