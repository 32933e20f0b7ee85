package dev.confab.client.webchat;

import dev.confab.transport.backend.AttachmentSink;
import dev.confab.transport.backend.AttachmentSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One chat over one back end. {@link #start} or {@link #restore} is called once, first. Futures fail with a {@code MessagingException}; a refusal
 * of the service is a {@link WebChatRejection} with its answer. What a {@link ChatWire.Ability} stands for is called only where the wire has
 * it. Thread-safe.
 */
interface ChatTransport {

    CompletableFuture<WebChatResponse> start(StartChatOptions form, Map<String, String> userData);

    /**
     * Goes on with a chat.
     *
     * @param readUpTo up to which index the transcript is known
     * @return whether the service is in reach; false: it is tried on, and {@link ChatSink#reconnected} tells. Fails when the service does
     *     not have the chat any more.
     */
    CompletableFuture<Boolean> restore(WebChatSessionData data, int readUpTo);

    /** Ends the chat at the service. */
    CompletableFuture<WebChatResponse> end();

    /** Completes with the proof that the service has it. */
    CompletableFuture<WebChatResponse> send(String text);

    CompletableFuture<WebChatResponse> notice(@Nullable String text);

    /** Tells whether the guest types, with what was typed so far where the service shows it. */
    CompletableFuture<WebChatResponse> typing(boolean on, @Nullable String text);

    CompletableFuture<WebChatResponse> update(Map<String, String> userData);

    CompletableFuture<WebChatResponse> upload(AttachmentSource source);

    CompletableFuture<Void> download(String fileId, @Nullable String fileName, AttachmentSink sink);

    /** Entries before an index, the newest of them, oldest first; empty when there are none. */
    CompletableFuture<List<WebChatMessage>> history(int before);

    CompletableFuture<Boolean> verify();

    /** Asks for news now; {@link ChatSink#polled} tells when it is done. */
    void poll();

    void allowPolling(boolean allowed);

    void resetPollExceptions();

    WebChatSessionData session();

    /** Lets the connection go and leaves the chat as it is at the service. Nothing is told afterwards. */
    CompletableFuture<Void> close();
}
