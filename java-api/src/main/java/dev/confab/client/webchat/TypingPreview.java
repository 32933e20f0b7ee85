package dev.confab.client.webchat;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the input field of the vendor's service: register it with {@link WebChatService#registerTypingPreviewInput}, and tell it the
 * text whenever it changes. The service then tells the agent when the guest begins to type, with the text where the back end shows one, and
 * that the guest stopped when nothing was typed for five seconds.
 *
 * <p>Thread-safe. {@link #text} returns at once, also when it is called for every key.
 */
public final class TypingPreview {

    private volatile @Nullable Consumer<String> watcher;

    private TypingPreview() {}

    /**
     * Makes a handle.
     *
     * @return a handle that nobody watches yet
     */
    public static TypingPreview create() {
        return new TypingPreview();
    }

    /**
     * Tells the text in the field now. Without a chat, and for a handle that is not registered, it does nothing.
     *
     * @param text the whole text
     */
    public void text(String text) {
        Objects.requireNonNull(text, "text");
        Consumer<String> told = watcher;
        if (told != null) {
            told.accept(text);
        }
    }

    /** The one that is told from now on. */
    void watch(Consumer<String> watcher) {
        this.watcher = watcher;
    }
}
