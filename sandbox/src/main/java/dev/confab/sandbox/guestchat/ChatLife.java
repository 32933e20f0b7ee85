package dev.confab.sandbox.guestchat;

import dev.confab.sandbox.control.Surroundings;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How conversations begin, are attended and end (guest chat protocol notes §3, §6.2, §6.3, §7). */
final class ChatLife {

    private final GuestChatOptions options;
    private final Surroundings around;
    private final Map<String, Chat> chats = new LinkedHashMap<>();
    private final ChatTokens tokens;
    private final Stage stage;
    private final AgentSide agents;
    private long violations;

    ChatLife(GuestChatOptions options, Surroundings around) {
        this.options = options;
        this.around = around;
        tokens = new ChatTokens(options.tokenLife(), chats);
        Streams streams = new Streams(around, options.heartbeat(), this::deserted);
        stage = new Stage(around.loop().clock(), streams);
        agents = new AgentSide(stage, around, options.agentsAnswer(), this::end);
    }

    Stage stage() {
        return stage;
    }

    AgentSide agents() {
        return agents;
    }

    ChatTokens tokens() {
        return tokens;
    }

    Map<String, Chat> chats() {
        return chats;
    }

    /** How often a token called more often than it may. */
    long violations() {
        return violations;
    }

    void countViolation() {
        violations++;
    }

    @Nullable
    Chat find(String id) {
        return chats.get(id);
    }

    /** Takes a new conversation; it is not routed before somebody listens to its event stream. */
    void begin(Chat chat, String organization) {
        chats.put(chat.id(), chat);
        tokens.issue(chat, organization, stage.now());
        around.loop().after(options.attachWithin(), () -> {
            if (!chat.attached()) {
                end(chat);
            }
        });
    }

    /** A guest opened the event stream: at first, or again. */
    void attach(Chat chat, ServerWebSocket socket) {
        if (chat.ended()) {
            stage.streams().openEnded(socket, chat);
            return;
        }
        if (tokens.expired(chat, stage.now())) {
            stage.streams().openExpired(socket, chat);
            return;
        }
        Instant time = chat.stamp(stage.now());
        Member guest = chat.guest();
        if (!guest.present()) {
            // A page change: the guest was away and is back (§6.2); other streams of its hear of that, too.
            stage.change(chat, guest, Member.State.CONNECTED);
        }
        chat.seen(time);
        stage.streams().open(socket, chat, StreamFrames.memberChange(chat, guest, time));
        if (!chat.attached()) {
            chat.attach();
            agents.route(chat);
        }
    }

    /** Ends a conversation for everybody (§6.2, 6). */
    void end(Chat chat) {
        if (chat.ended()) {
            return;
        }
        chat.end();
        chat.mediaRequests().stream().filter(MediaRequest::pending).forEach(request -> request.become("CANCELLED"));
        stage.leave(chat, chat.guest());
        for (Member member : chat.members()) {
            if (member.role() == Member.Role.AGENT && member.state() == Member.State.CONNECTED) {
                stage.leave(chat, member);
            } else if (member.present()) {
                stage.change(chat, member, Member.State.DISCONNECTED);
            }
        }
        stage.streams().end(chat);
    }

    /** The last event stream of a conversation is gone: the guest may come back, but not for ever. */
    private void deserted(Chat chat) {
        chat.seen(stage.now());
        watch(chat);
    }

    private void watch(Chat chat) {
        Instant due = chat.lastSign().plus(options.silence());
        around.loop().at(due, () -> {
            if (chat.ended() || stage.streams().count(chat) > 0) {
                return;
            }
            if (stage.now().isBefore(chat.lastSign().plus(options.silence()))) {
                watch(chat);
            } else {
                end(chat);
            }
        });
    }
}
