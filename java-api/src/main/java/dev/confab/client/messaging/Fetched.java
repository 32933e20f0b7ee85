package dev.confab.client.messaging;

import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What one request brings, as a retrieval: nothing, then everything. */
final class Fetched<T> {

    private final Board board;
    private volatile Content<T> content = Content.empty();

    Fetched(Board board) {
        this.board = board;
    }

    DataRetrieval<T> by(CompletableFuture<List<T>> request) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Outcomes.follow(
                request.thenAccept(items -> {
                    Content.Builder<T> brought = new Content.Builder<>();
                    items.forEach(item -> brought.add(item, item));
                    if (!end.isDone()) {
                        content = brought.build();
                        board.watches().look();
                    }
                }),
                end);
        return new DataRetrieval<>(board, new DataSet<>(board, () -> content), end);
    }

    DataRetrieval<T> failed(ErrorCode code, String message) {
        return by(Outcomes.failed(new MessagingException(code, message)));
    }
}
