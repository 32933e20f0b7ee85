package dev.confab.cli.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.ConversationId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where what is typed goes: the one conversation of a session, or the one that was chosen of many. */
final class Place {

    private final AsyncMessagingClient client;
    private final boolean oneOfMany;
    private volatile @Nullable ConversationId chosen;

    Place(AsyncMessagingClient client) {
        this.client = client;
        this.oneOfMany = client.capability(Capability.CREATE_CONVERSATION).getAllowed();
        boolean hasMain =
                client.conversations().stream().anyMatch(it -> it.getId().equals(ConversationId.MAIN));
        this.chosen = hasMain || !oneOfMany ? ConversationId.MAIN : null;
    }

    /** Whether the session may have several conversations. */
    boolean isOneOfMany() {
        return oneOfMany;
    }

    /** The conversation; null when none of many was chosen. */
    @Nullable
    ConversationId chosen() {
        return chosen;
    }

    void choose(@Nullable ConversationId conversation) {
        chosen = conversation;
    }

    /** The conversation, or what to do when there is none. */
    ConversationId require() throws Refusal {
        ConversationId here = chosen;
        if (here == null) {
            throw new Refusal(
                    "No conversation is chosen: /open N chooses one of /conversations, /create ADDRESS begins one.");
        }
        return here;
    }

    /** The conversation as it is now; empty when none is chosen, or it is not there any more. */
    Optional<Conversation> conversation() {
        return client.conversations().stream()
                .filter(it -> it.getId().equals(chosen))
                .findFirst();
    }

    /** Whether something happened elsewhere. */
    boolean isElsewhere(ConversationId conversation) {
        return oneOfMany && !conversation.equals(chosen);
    }

    /** What people call a conversation: its subject, else who takes part. */
    String name(ConversationId id) {
        return client.conversations().stream()
                .filter(it -> it.getId().equals(id))
                .findFirst()
                .map(Place::name)
                .orElse(id.getValue());
    }

    static String name(Conversation conversation) {
        String subject = conversation.getSubject();
        if (subject != null && !subject.isBlank()) {
            return subject;
        }
        List<String> others = conversation.getParticipants().stream()
                .filter(who -> !who.isSelf())
                .map(who -> Objects.requireNonNullElse(who.getName(), String.valueOf(who.getAddress())))
                .toList();
        return others.isEmpty() ? "nobody yet" : String.join(", ", others);
    }

    /** Tells that something is being typed here; a courtesy. */
    void announceTyping() {
        ConversationId here = chosen;
        if (here != null) {
            var unused = client.indicateTyping(here);
        }
    }
}
