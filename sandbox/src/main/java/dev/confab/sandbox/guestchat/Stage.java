package dev.confab.sandbox.guestchat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets things happen in a conversation: each is kept and told on its event streams (guest chat protocol notes §6). */
final class Stage {

    private final InstantSource clock;
    private final Streams streams;

    Stage(InstantSource clock, Streams streams) {
        this.clock = clock;
        this.streams = streams;
    }

    Instant now() {
        return clock.instant();
    }

    Streams streams() {
        return streams;
    }

    /** Stores a message and tells nobody of it yet. */
    ChatMessage store(Chat chat, Member sender, @Nullable String body, String bodyType) {
        String id = UUID.randomUUID().toString();
        ChatMessage message = new ChatMessage(id, chat.id(), sender.id(), body, bodyType, chat.stamp(now()));
        chat.add(message);
        return message;
    }

    ChatMessage say(Chat chat, Member sender, @Nullable String body, String bodyType) {
        ChatMessage message = store(chat, sender, body, bodyType);
        tell(chat, message);
        return message;
    }

    void tell(Chat chat, ChatMessage message) {
        streams.tell(chat, StreamFrames.message(message));
    }

    /** Shows that somebody types; nothing of it is kept (§4.4). */
    void type(Chat chat, Member sender, String id, Instant time) {
        streams.tell(chat, StreamFrames.typing(chat, id, sender, time));
    }

    void type(Chat chat, Member sender) {
        type(chat, sender, UUID.randomUUID().toString(), chat.stamp(now()));
    }

    void change(Chat chat, Member member, Member.State state) {
        Instant time = chat.stamp(now());
        member.become(state, time);
        streams.tell(chat, StreamFrames.memberChange(chat, member, time));
    }

    /** Somebody comes: CONNECTED, then {@code member-join} (§6.1). */
    void join(Chat chat, Member member) {
        change(chat, member, Member.State.CONNECTED);
        say(chat, member, null, "member-join");
    }

    /** Somebody goes on purpose, or for too long: {@code member-leave}, then DISCONNECTED (§6.2). */
    void leave(Chat chat, Member member) {
        say(chat, member, null, "member-leave");
        change(chat, member, Member.State.DISCONNECTED);
    }
}
