package dev.confab.sample.chat;

import org.jspecify.annotations.Nullable;

/**
 * What is said above the messages.
 *
 * @param tone how urgent it is
 * @param words what is said
 * @param action what its button does, or null without one
 * @param busy whether something is under way
 */
public record Banner(Tone tone, Words words, @Nullable Action action, boolean busy) {

    /** How it looks. */
    public enum Tone {
        QUIET,
        WARNING,
        FAILURE
    }

    /** What its button does. */
    public enum Action {
        TRY_NOW,
        CONNECT,
        NEW_CHAT,
        SETTINGS
    }
}
