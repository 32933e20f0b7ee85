package dev.confab.cli.chat;

/**
 * The times of a chat, in milliseconds.
 *
 * @param timeoutMillis how long a line may wait for its proof once it could have gone out
 * @param paceMillis the least time between two messages
 * @param lingerMillis how long, after the end of the input, the other side must be quiet
 */
public record ChatLimits(long timeoutMillis, long paceMillis, long lingerMillis) {

    /** Keeps an agent who never stops talking from keeping the command for ever. */
    private static final long LONGEST_LINGER_MILLIS = 60_000;

    long longestLingerMillis() {
        return lingerMillis == 0 ? 0 : Math.max(lingerMillis, LONGEST_LINGER_MILLIS);
    }

    String overdue(boolean kept) {
        return "The service did not prove within " + timeoutMillis / 1_000 + " s that it has the message (--timeout). "
                + (kept
                        ? "It stays in the store and is sent the next time, unless the service has it already."
                        : "It may have it all the same if the message had left.");
    }
}
