package dev.confab.client.webchat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was said in a chat. Immutable. */
public final class WebChatTranscript {

    private final List<WebChatMessage> messages;

    WebChatTranscript(List<WebChatMessage> messages) {
        this.messages = Collections.unmodifiableList(new ArrayList<>(messages));
    }

    /**
     * Returns the entries, the oldest first, without typing and without what a filter hides. Of long chats the newest 5000.
     *
     * @return the entries; unmodifiable
     */
    public List<WebChatMessage> messages() {
        return messages;
    }

    @Override
    public String toString() {
        return "WebChatTranscript(" + messages.size() + " messages)";
    }
}
