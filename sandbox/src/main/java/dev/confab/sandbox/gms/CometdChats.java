package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.StoreVerdict;
import dev.confab.sandbox.json.BoundedJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chats over CometD (Engage chat protocol notes §2.3): does what is published, and tells what happens by events. What an
 * operation wrote into the transcript is told to all clients of the chat by one event, which is the result of it, too.
 */
final class CometdChats implements Chat.Audience {

    static final String CHANNEL = "/service/chatV2/";

    private final GmsService service;
    private final ChatRules rules;
    private final GmsAgents agents;
    private final Idleness idleness;
    private final Surroundings around;
    private final Map<String, Set<BayeuxClient>> listeners = new LinkedHashMap<>();
    private final Map<String, Set<String>> browsers = new LinkedHashMap<>();

    CometdChats(GmsService service, ChatRules rules, GmsAgents agents, Idleness idleness, Surroundings around) {
        this.service = service;
        this.rules = rules;
        this.agents = agents;
        this.idleness = idleness;
        this.around = around;
        service.tell(this);
    }

    boolean knowsChannel(String channel) {
        String name = channel.startsWith(CHANNEL) ? channel.substring(CHANNEL.length()) : "";
        return !name.isEmpty()
                && !name.contains("/")
                && !name.contains("*")
                && service.options().knowsService(name);
    }

    /** Whether a client with that cookie was ever told of a chat (§2.4). */
    boolean knowsBrowser(Chat chat, String browser) {
        return browsers.getOrDefault(chat.id(), Set.of()).contains(browser);
    }

    void expire(String chatId) {
        service.forget(chatId);
    }

    /**
     * Does what was published.
     *
     * @return false when a fault wants the connection ended instead of an acknowledgement
     */
    boolean publish(BayeuxClient client, String channel, JsonNode data) {
        String name = data.path("operation").asText("");
        Fields fields = Fields.ofJson(data);
        if (name.equals("requestChat")) {
            begin(client, channel, data, fields);
            return true;
        }
        Operation operation = Operation.ofEvent(name);
        if (operation == null) {
            tell(client, channel, Reply.refused(Codes.BAD_FIELD, "operation is not one of this service"));
            return true;
        }
        Chat chat = service.bySecret(fields.get("secureKey"));
        Reply objection = objection(chat, channel, operation, fields);
        if (chat == null || objection != null) {
            tell(client, channel, objection == null ? GmsService.over() : objection);
            return true;
        }
        client.belongsTo(chat);
        return perform(client, channel, chat, operation, fields);
    }

    private void begin(BayeuxClient client, String channel, JsonNode data, Fields fields) {
        Reply objection = service.options().admits(authorization(data.path("auth")))
                ? service.objection(fields)
                : Reply.lost(Codes.UNAVAILABLE, "auth is not that of the service");
        if (objection != null) {
            tell(client, channel, objection);
            return;
        }
        ChatKey key = ChatKey.forCometd(channel.substring(CHANNEL.length()));
        Chat chat = service.create(key, Gms.COMETD, fields);
        attach(client, chat);
        tell(client, channel, rules.transcript(chat, 1));
        idleness.begin(chat);
        agents.welcome(chat);
    }

    private static @Nullable String authorization(JsonNode auth) {
        if (auth.path("encoded").isTextual()) {
            return "Basic " + auth.path("encoded").textValue();
        }
        String both =
                auth.path("username").asText("") + ":" + auth.path("password").asText("");
        return auth.isObject()
                ? "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8))
                : null;
    }

    private @Nullable Reply objection(@Nullable Chat chat, String channel, Operation operation, Fields fields) {
        boolean mine = chat != null
                && (!fields.has("userId")
                        || fields.get("userId").equals(chat.key().userId()));
        if (chat == null || !mine) {
            return Reply.lost(Codes.BAD_KEY, "secureKey is not that of a chat");
        }
        String home = chat.key().service();
        if (!home.isEmpty() && !channel.equals(CHANNEL + home)) {
            return Reply.lost(Codes.NO_SUCH_USER, "There is no such chat in this service");
        }
        Reply absence = service.absence(chat, null);
        return absence == null ? rules.objection(operation, chat, fields) : absence;
    }

    private boolean perform(BayeuxClient client, String channel, Chat chat, Operation operation, Fields fields) {
        boolean talk = ChatRules.talks(operation, fields);
        StoreVerdict verdict = new StoreVerdict();
        if (talk) {
            around.faults().storing(chat.id(), verdict);
        }
        if (verdict.cutsBefore()) {
            return false;
        }
        if (verdict.cutsAfter()) {
            client.cut(service.now());
        }
        boolean attached = listeners(chat).contains(client);
        Entry entry = rules.perform(operation, chat, fields, verdict.suppressesEcho());
        if (talk && entry != null) {
            around.journal().stored(chat.id(), Integer.toString(entry.index()), fields.get("message"));
            agents.heard(chat, fields.get("message"));
        } else if (operation == Operation.START_TYPING) {
            agents.noticedTyping(chat);
        }
        if (operation == Operation.REQUEST_NOTIFICATIONS) {
            attach(client, chat);
            tell(client, channel, transcript(chat, fields.position()));
        } else if (entry == null || !attached) {
            tell(client, channel, Reply.of(rules.plain(chat)));
        }
        return !verdict.cutsAfter();
    }

    private Reply transcript(Chat chat, int position) {
        ObjectNode json = rules.transcript(chat, position).json();
        ArrayNode messages = json.putArray("messages");
        chat.from(position).stream().filter(CometdChats::isTold).forEach(entry -> messages.add(entry.json()));
        return Reply.of(json);
    }

    /** Notices of idleness exist only as pushes here (§2.5). */
    private static boolean isTold(Entry entry) {
        return !entry.type().equals(Entry.NOTICE);
    }

    private void attach(BayeuxClient client, Chat chat) {
        client.belongsTo(chat);
        browsers.computeIfAbsent(chat.id(), id -> new HashSet<>()).add(client.browser());
        if (listeners.computeIfAbsent(chat.id(), id -> new LinkedHashSet<>()).add(client)) {
            chat.lease().watch(1, service.now());
        }
    }

    private Set<BayeuxClient> listeners(Chat chat) {
        return listeners.getOrDefault(chat.id(), Set.of());
    }

    /**
     * A client is gone.
     *
     * @param position from which entry on the guest's device is to be told by pushes, null for no pushes
     */
    void left(BayeuxClient client, @Nullable Integer position) {
        listeners.forEach((chatId, clients) -> {
            Chat chat = service.chats().get(chatId);
            if (clients.remove(client) && chat != null) {
                chat.lease().watch(-1, service.now());
                if (position != null && !chat.ended() && clients.isEmpty() && PushTarget.exists(chat.userData())) {
                    chat.lease().sleep();
                    chat.from(position).forEach(entry -> push(chat, entry));
                }
            }
        });
        listeners.values().removeIf(Set::isEmpty);
    }

    @Override
    public void heard(Chat chat, Entry entry) {
        if (chat.lease().asleep()) {
            push(chat, entry);
        }
        if (isTold(entry)) {
            String channel = CHANNEL + chat.key().service();
            for (BayeuxClient client : List.copyOf(listeners(chat))) {
                ObjectNode json = rules.plain(chat);
                if (service.options().tellsNextPosition()) {
                    json.put("nextPosition", entry.index() + 1);
                }
                json.putArray("messages").add(entry.json());
                tell(client, channel, Reply.of(json));
            }
        }
    }

    private void push(Chat chat, Entry entry) {
        if (!entry.from().isGuest() && !entry.isTyping()) {
            around.journal().sent(chat.id(), PushTarget.push(chat, entry));
        }
    }

    private void tell(BayeuxClient client, String channel, Reply reply) {
        // A channel without a name of its own is that of the client.
        String at = client.channels().contains(channel)
                ? channel
                : client.channels().stream().findFirst().orElse("");
        if (!at.isEmpty()) {
            ObjectNode event = BoundedJson.object().put("channel", at);
            event.set("data", reply.json());
            client.deliver(event, service.now());
        }
    }
}
