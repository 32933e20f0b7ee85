package dev.confab.cli.backend;

import org.jspecify.annotations.Nullable;

/** Where the password of a login comes from: never from the command line, which everybody on the machine can read, and which shells remember. */
public interface PasswordSource {

    /** What was given without anybody being asked; null where nothing was. */
    @Nullable
    String given();

    /**
     * Asks at the terminal, without showing what is typed.
     *
     * @param question what to ask
     * @return the answer; null where there is nobody to ask
     */
    @Nullable
    String typed(String question);
}
