package dev.confab.sandbox.agent;

import org.jspecify.annotations.Nullable;

/**
 * How an agent presents itself to the guest.
 *
 * @param nickname the name shown
 * @param image the address of a picture, or null
 * @param kind person or machine
 */
public record AgentProfile(String nickname, @Nullable String image, Kind kind) {

    /** Person or machine. */
    public enum Kind {
        /** A person. */
        HUMAN,
        /** A machine. */
        BOT
    }
}
