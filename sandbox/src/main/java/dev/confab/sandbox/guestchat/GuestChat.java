package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.control.AgentDesk;
import dev.confab.sandbox.control.EmulatedService;
import dev.confab.sandbox.control.Outcome;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.json.BoundedJson;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Genesys Cloud guest chat as the sandbox keeps it. A session is a conversation, named by its id. */
public final class GuestChat implements EmulatedService {

    /** The name of this service in the ledger. */
    public static final String NAME = "guestchat";

    /** The longest message in characters (guest chat protocol notes §4.4). */
    private static final int MAX_AGENT_TEXT = 4000;

    private static final Map<String, String> PATHS = new LinkedHashMap<>();

    static {
        String chat = GuestChatRoutes.PREFIX + "/{conversation}";
        PATHS.put("POST " + GuestChatRoutes.PREFIX, "begin a conversation; the answer holds the bearer of all else");
        PATHS.put("GET " + StreamEntrance.PATH + "{jwt}", "WebSocket of the events, address from the answer");
        PATHS.put("GET " + chat + "/members?pageSize=25&pageNumber=1&excludeDisconnectedMembers=false", "the members");
        PATHS.put("GET|DELETE " + chat + "/members/{member}", "one member; the guest leaves by deleting its own");
        PATHS.put("POST " + chat + "/members/{member}/messages {\"body\":\"Hello\"}", "say something");
        PATHS.put("POST " + chat + "/members/{member}/typing", "show that the guest types");
        PATHS.put("GET " + chat + "/messages?after=&before=&sortOrder=ascending&maxResults=100", "the messages");
        PATHS.put("GET " + chat + "/messages/{message}", "one message");
        PATHS.put("GET " + chat + "/mediarequests", "the wishes of agents to see the screen");
        PATHS.put("GET|PATCH " + chat + "/mediarequests/{id} {\"state\":\"ACCEPTED\"}", "one of them, and the answer");
    }

    private final ChatLife life;
    private final ChatActs acts;
    private final GuestChatRoutes routes;
    private final StreamEntrance entrance;

    /**
     * Makes the service.
     *
     * @param options how it is set up
     * @param surroundings what it lives in
     */
    public GuestChat(GuestChatOptions options, Surroundings surroundings) {
        life = new ChatLife(options, surroundings);
        acts = new ChatActs(life.stage(), life.agents());
        routes = new GuestChatRoutes(new GuestCalls(options, surroundings, life), life, surroundings);
        entrance = new StreamEntrance(life, surroundings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> paths() {
        return PATHS;
    }

    @Override
    public void mount(Router router) {
        routes.mount(router);
        entrance.mount(router);
    }

    @Override
    public void goAway() {
        life.stage().streams().goAway();
    }

    @Override
    public int connections() {
        return life.stage().streams().count();
    }

    @Override
    public int sessionCount() {
        return life.chats().size();
    }

    @Override
    public boolean has(String session) {
        return life.find(session) != null;
    }

    @Override
    public List<ObjectNode> sessions() {
        return life.chats().values().stream().map(this::describe).toList();
    }

    @Override
    public int cut(@Nullable String session) {
        return life.stage().streams().cut(session);
    }

    @Override
    public int maxAgentText() {
        return MAX_AGENT_TEXT;
    }

    @Override
    public Outcome say(String session, String text) {
        return routed(session, chat -> life.stage().say(chat, life.agents().speaker(chat), text, "standard"));
    }

    @Override
    public Outcome type(String session) {
        return routed(session, chat -> life.stage().type(chat, life.agents().speaker(chat)));
    }

    @Override
    public AgentDesk desk() {
        return new AgentDesk() {
            @Override
            public Outcome unsupported(String session) {
                return GuestChat.this.unsupported(session);
            }

            @Override
            public Outcome frame(String session, String frame) {
                return routed(session, chat -> life.stage().streams().tell(chat, frame));
            }
        };
    }

    @Override
    public Outcome disconnect(String session) {
        return in(session, chat -> {
            life.end(chat);
            return Outcome.DONE;
        });
    }

    /** The token of the conversation is good no more, and nothing else happens (§5). */
    @Override
    public Outcome expire(String session) {
        Chat chat = life.find(session);
        if (chat == null) {
            return Outcome.UNKNOWN;
        }
        boolean already = life.tokens().expired(chat, life.stage().now());
        chat.expire();
        return already ? Outcome.ENDED : Outcome.DONE;
    }

    @Override
    public Map<String, String> acts() {
        return ChatActs.ALL;
    }

    @Override
    public Outcome act(String session, String act, ObjectNode parameters) {
        return in(session, chat -> chat.attached() ? acts.act(chat, act, parameters) : Outcome.UNSUPPORTED);
    }

    @Override
    public Map<String, Long> violations() {
        return Map.of("calls", life.violations());
    }

    /** Nothing can be told in a conversation whose event stream was never opened (§3, 1). */
    private Outcome routed(String session, Consumer<Chat> act) {
        return in(session, chat -> {
            if (!chat.attached()) {
                return Outcome.UNSUPPORTED;
            }
            act.accept(chat);
            return Outcome.DONE;
        });
    }

    private Outcome in(String session, Function<Chat, Outcome> act) {
        Chat chat = life.find(session);
        if (chat == null) {
            return Outcome.UNKNOWN;
        }
        return chat.ended() ? Outcome.ENDED : act.apply(chat);
    }

    private ObjectNode describe(Chat chat) {
        ObjectNode json = BoundedJson.object()
                .put("backend", NAME)
                .put("session", chat.id())
                .put("deploymentId", chat.deployment().id())
                .put("created", Times.text(chat.created()))
                .put("attached", chat.attached())
                .put("ended", chat.ended())
                .put("expired", life.tokens().expired(chat, life.stage().now()))
                .put("messages", chat.messages().size())
                .put("connections", life.stage().streams().count(chat));
        chat.members().forEach(member -> json.withArray("members").add(member.json()));
        return json;
    }
}
