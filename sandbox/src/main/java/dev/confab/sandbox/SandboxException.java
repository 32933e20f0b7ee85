package dev.confab.sandbox;

import org.jspecify.annotations.Nullable;

/** The sandbox could not do what was asked of it; the message says why and what to do. */
public final class SandboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what to do
     * @param cause what led to it, or null
     */
    public SandboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
