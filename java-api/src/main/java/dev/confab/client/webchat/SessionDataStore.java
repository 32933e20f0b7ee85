package dev.confab.client.webchat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link WebChatService} keeps the session of its guest, so that another one can restore it: what the vendor's service has cookies
 * for, and, in the asynchronous mode, the functions {@code getSessionData}, {@code setSessionData} and {@code deleteSessionData}.
 *
 * <p>The data is JSON. In it stand the {@linkplain WebChatSessionData values of the session} under the vendor's names, the filters, and how far
 * the chat was read. Keep it as a secret. One store belongs to one guest.
 *
 * <p>Called on threads where blocking is allowed, one call at a time. What is thrown here is told by the event {@code error}; the chat goes
 * on.
 */
public interface SessionDataStore {

    /**
     * Returns what was saved last: {@code setSessionData}. Also a v3 token alone is taken.
     *
     * @return the data, or null when there is none
     * @throws IOException when it cannot be read
     */
    @Nullable
    String load() throws IOException;

    /**
     * Keeps new data in place of the old: {@code getSessionData}. Called when a chat begins and when its data changes, and outside the
     * asynchronous mode every few seconds.
     *
     * @param data what to keep
     * @throws IOException when it cannot be kept
     */
    void save(String data) throws IOException;

    /**
     * Forgets the data, because the chat is over or lost: {@code deleteSessionData}.
     *
     * @throws IOException when it cannot be removed
     */
    void delete() throws IOException;
}
