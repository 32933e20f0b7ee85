package dev.confab.cli.chat;

import dev.confab.cli.CommandFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for what the client does for a command.
 *
 * @param timeoutMillis for how long at most
 */
record Calls(long timeoutMillis) {

    /**
     * Waits for a call; one that is late is cancelled.
     *
     * @throws Refusal when it fails or is late
     */
    <T> T result(CompletableFuture<T> call) throws Refusal, InterruptedException {
        try {
            return call.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new Refusal(CommandFailure.reasonOf(failed));
        } catch (TimeoutException late) {
            call.cancel(true);
            throw new Refusal("It was not done within " + timeoutMillis / 1_000 + " s (--timeout).");
        }
    }
}
