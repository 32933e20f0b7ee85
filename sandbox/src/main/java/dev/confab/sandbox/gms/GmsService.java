package dev.confab.sandbox.gms;

import dev.confab.sandbox.agent.Agent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The chats and who may do something in them (Engage chat protocol notes §1.2, §1.5). It knows no sockets, and is asked by
 * one thread only.
 */
final class GmsService {

    private static final int FIRST_ALIAS = 117;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

    private final GmsOptions options;
    private final InstantSource clock;
    private final Supplier<Agent> agents;
    private final Map<String, Chat> chats = new LinkedHashMap<>();
    private final Map<String, Chat> bySecret = new LinkedHashMap<>();
    private final Map<String, ChatServer> servers = new LinkedHashMap<>();
    private final List<Chat.Audience> audiences = new ArrayList<>();
    private int nextAlias = FIRST_ALIAS;

    GmsService(GmsOptions options, InstantSource clock, Supplier<Agent> agents) {
        this.options = options;
        this.clock = clock;
        this.agents = agents;
        anotherServer();
    }

    GmsOptions options() {
        return options;
    }

    Instant now() {
        return clock.instant();
    }

    Map<String, Chat> chats() {
        return chats;
    }

    /** Adds somebody who hears of all entries of all chats. */
    void tell(Chat.Audience audience) {
        audiences.add(audience);
    }

    /** What came of a wish for a chat. */
    record Created(Reply reply, @Nullable Chat chat) {}

    /** Why a chat cannot begin (§1.5), null when it can. */
    @Nullable
    Reply objection(Fields fields) {
        String first = fields.get("firstName").strip();
        String last = fields.get("lastName").strip();
        if (fields.get("nickname").isBlank()) {
            if (first.isEmpty() && last.isEmpty()) {
                return Reply.lost(Codes.NICKNAME, "nickname is required");
            }
            if (first.isEmpty()) {
                return Reply.lost(Codes.FIRST_NAME, "firstName is required");
            }
            if (last.isEmpty()) {
                return Reply.lost(Codes.LAST_NAME, "lastName is required");
            }
        }
        String email = fields.get("emailAddress");
        if (!email.isEmpty() && !EMAIL.matcher(email).matches()) {
            return Reply.lost(Codes.EMAIL, "emailAddress is not an e-mail address");
        }
        Reply devices = PushTarget.objection(fields.userData());
        if (devices != null) {
            return devices;
        }
        return home().up() ? null : Reply.refused(Codes.UNAVAILABLE, "Chat Server is not available now");
    }

    /** Begins a chat that {@link #objection} has nothing against. */
    Chat create(ChatKey key, String backend, Fields fields) {
        Instant now = now();
        Chat chat = new Chat(key, backend, agents.get(), new Lease(home(), now), this::heard, now);
        chats.put(key.chatId(), chat);
        bySecret.put(key.secureKey(), chat);
        chat.userData().putAll(fields.userData());
        for (String own : List.of("subject", "emailAddress", "firstName", "lastName")) {
            if (!fields.get(own).isBlank()) {
                chat.userData().put(own, fields.get(own));
            }
        }
        String nickname = fields.get("nickname").strip();
        chat.begin(
                nickname.isEmpty()
                        ? fields.get("firstName").strip() + " "
                                + fields.get("lastName").strip()
                        : nickname,
                now);
        return chat;
    }

    private void heard(Chat chat, Entry entry) {
        audiences.forEach(audience -> audience.heard(chat, entry));
    }

    /** Finds the chat that a CometD client names by its secret (§2.3), null for none. */
    @Nullable
    Chat bySecret(String secureKey) {
        return bySecret.get(secureKey);
    }

    /**
     * Why a caller is not the guest of a chat (§1.5), null when it is.
     *
     * @param service the service of the path; null when the path names none
     */
    @Nullable
    Reply stranger(@Nullable Chat chat, @Nullable String service, Fields fields) {
        if (chat == null || (service != null && !service.equals(chat.key().service()))) {
            return Reply.lost(Codes.NO_SUCH_USER, "There is no such chat");
        }
        boolean mine = fields.get("secureKey").equals(chat.key().secureKey())
                && fields.get("userId").equals(chat.key().userId());
        return mine ? null : Reply.lost(Codes.BAD_KEY, "userId or secureKey is not that of the chat");
    }

    /** Why nothing can be done in a chat of the caller's as it stands, null when something can. */
    @Nullable
    Reply absence(Chat chat, @Nullable String alias) {
        chat.lease().contact(now());
        if (chat.guestGone()) {
            return Reply.lost(Codes.LOGGED_OUT, "The guest has left the chat, or was removed from it");
        }
        if (!chat.lease().server().up()) {
            // Nothing is told but that it may be tried again (§1.5).
            return Reply.of(chat.answer().put("statusCode", 1).put("chatEnded", false));
        }
        if (alias == null) {
            return null;
        }
        if (alias.isEmpty()) {
            return Reply.refused(Codes.BAD_FIELD, "alias is missing; send the newest one that an answer told");
        }
        return chat.lease().knows(alias, now())
                ? null
                : Reply.lost(Codes.NO_SUCH_USER, "The Chat Server of that alias does not keep this chat");
    }

    /** The answer after the chat is over (§1.5). */
    static Reply over() {
        return Reply.lost(Codes.LOGGED_OUT, "The chat is over");
    }

    /** A chat is lost with all that was said. */
    boolean forget(String chatId) {
        Chat chat = chats.remove(chatId);
        if (chat == null) {
            return false;
        }
        bySecret.remove(chat.key().secureKey());
        chat.loseGuest(now());
        return true;
    }

    /** Another Chat Server takes a chat over. */
    void transfer(Chat chat, @Nullable String alias) {
        ChatServer known = alias == null ? null : servers.get(alias);
        chat.lease().moveTo(known == null ? server(alias) : known);
    }

    private ChatServer server(@Nullable String alias) {
        if (alias == null) {
            return anotherServer();
        }
        ChatServer made = new ChatServer(alias);
        servers.put(alias, made);
        return made;
    }

    private ChatServer anotherServer() {
        while (servers.containsKey(Integer.toString(nextAlias))) {
            nextAlias++;
        }
        ChatServer made = new ChatServer(Integer.toString(nextAlias++));
        servers.put(made.alias(), made);
        return made;
    }

    /** Where new chats go. */
    private ChatServer home() {
        return servers.values().iterator().next();
    }
}
