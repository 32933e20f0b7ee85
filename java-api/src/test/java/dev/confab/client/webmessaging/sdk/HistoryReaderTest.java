package dev.confab.client.webmessaging.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.webmessaging.sdk.model.WebMessagingMessage;
import dev.confab.transport.backend.TransportException;
import dev.confab.transport.backend.TransportFailure;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.FailureClass;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pages without a service. */
class HistoryReaderTest extends FaceTest {

    private final List<Integer> asked = new CopyOnWriteArrayList<>();

    @Test
    void theSamePageIsAskedForAgainAfterAPause() {
        HistoryReader reader = reader(number ->
                asked.size() == 2 ? Futures.failed(refusal(429, 1L)) : CompletableFuture.completedFuture(page(number)));

        List<WebMessagingMessage> read =
                Objects.requireNonNull(result(reader.read()).getEntities());

        assertEquals(List.of(1, 2, 2), asked);
        assertEquals(
                List.of("m1", "m2"),
                read.stream().map(WebMessagingMessage::getId).toList());
    }

    @Test
    void pausesHaveAnEnd() {
        HistoryReader reader = reader(number -> Futures.failed(refusal(429, 1L)));
        assertEquals(429, failure(reader.read()).getStatusCode());
        assertEquals(16, asked.size());
    }

    @Test
    void aPauseThatIsTooLongOrUnknownIsLeftToTheCaller() {
        HistoryReader tooLong = reader(number -> Futures.failed(refusal(429, 60_001L)));
        assertEquals(60_001L, failure(tooLong.read()).getRetryAfterMillis());
        HistoryReader unknown = reader(number -> Futures.failed(refusal(429, null)));
        assertEquals(429, failure(unknown.read()).getStatusCode());
        HistoryReader another = reader(number -> Futures.failed(refusal(503, 1L)));
        assertEquals(503, failure(another.read()).getStatusCode());
        assertEquals(List.of(1, 1, 1), asked);
    }

    @Test
    void afterAStopNoPageIsAskedFor() {
        CompletableFuture<String> first = new CompletableFuture<>();
        HistoryReader reader = reader(number -> first);
        CompletableFuture<?> reading = reader.read();

        reader.stop();

        assertTrue(first.isCancelled());
        assertTrue(reading.isCompletedExceptionally());
        assertEquals(List.of(1), asked);
    }

    @Test
    void aPauseEndsWithTheStop() {
        HistoryReader reader = reader(number -> Futures.failed(refusal(429, 60_000L)));
        CompletableFuture<?> reading = reader.read();
        assertFalse(reading.isDone());

        reader.stop();

        until("it ended", reading::isDone);
        assertEquals(List.of(1), asked);
    }

    private interface Answers {
        CompletableFuture<String> page(int number);
    }

    private HistoryReader reader(Answers answers) {
        return new HistoryReader(
                (number, size, jwt) -> {
                    asked.add(number);
                    return answers.page(number);
                },
                () -> CompletableFuture.completedFuture("jwt"));
    }

    private static String page(int number) {
        return "{\"entities\":[{\"id\":\"m" + number + "\"}],\"pageSize\":1,\"total\":2}";
    }

    private static TransportException refusal(int status, @Nullable Long retryAfterMillis) {
        return new TransportException(
                new TransportFailure(ErrorCode.of(status), "of the test", FailureClass.TRANSIENT, retryAfterMillis));
    }
}
