package dev.confab.client.webchat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a {@link ChatTransport} tells. The futures complete when everybody has heard it: until then no more is read. Thread-safe. */
interface ChatSink {

    /**
     * There are new entries.
     *
     * @param original the JSON as it came, or null
     * @param past it is the past of a chat that is restored
     */
    CompletableFuture<Void> received(@Nullable String original, List<WebChatMessage> messages, boolean past);

    /** A poll ended, one way or the other. */
    CompletableFuture<Void> polled();

    CompletableFuture<Void> pollFailed();

    CompletableFuture<Void> pollRecovered();

    CompletableFuture<Void> serverWentOffline();

    CompletableFuture<Void> serverBackOnline();

    /** The connection is lost; or the service is in reach, but has trouble of its own. */
    CompletableFuture<Void> disconnected(boolean reached);

    CompletableFuture<Void> reconnected();

    /** The chat is over; or lost: the service just has it no more. */
    CompletableFuture<Void> ended(boolean lost);

    CompletableFuture<Void> error(WebChatResponse response);
}
