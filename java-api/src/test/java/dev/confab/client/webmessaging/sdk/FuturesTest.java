package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FuturesTest {

    @Test
    void whateverIsThrownOnTheWayFailsTheOutcome() {
        fails(value -> {
            throw new IllegalStateException("no");
        });
        fails(value -> {
            throw new AssertionError("no");
        });
    }

    private static void fails(Function<Integer, String> after) {
        CompletableFuture<String> outcome = Futures.then(CompletableFuture.completedFuture(1), after);
        ExecutionException failed = assertThrows(ExecutionException.class, () -> outcome.get(60, TimeUnit.SECONDS));
        assertInstanceOf(WebMessagingException.class, failed.getCause());
    }
}
