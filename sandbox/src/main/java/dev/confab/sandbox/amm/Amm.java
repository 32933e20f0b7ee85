package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.control.AgentDesk;
import dev.confab.sandbox.control.EmulatedService;
import dev.confab.sandbox.control.Outcome;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.json.BoundedJson;
import io.vertx.ext.web.Router;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Avaya Multimedia Messaging as the sandbox runs it. What clients send is known, what the server answers is known as far as
 * clients read it; all else is a profile of our own (AMM notes B.11). A session is a user, named by the login; where a
 * conversation is meant, its id can stand in its place, and the login stands for the user's latest conversation.
 */
public final class Amm implements EmulatedService, HintService {

    /** The name of this service in the ledger. */
    public static final String NAME = "amm";

    private static final Map<String, String> PATHS = new LinkedHashMap<>();

    static {
        String one = Hrefs.CONVERSATIONS + "/{id}";
        PATHS.put("GET " + Hrefs.ROOT, "all other addresses; Authorization: Basic, e.g. alice:alice-secret");
        PATHS.put(
                "POST " + Hrefs.CONVERSATIONS + " {}", "all, changed, found or named conversations; before 3.2 by GET");
        PATHS.put("GET " + one + "?messageCount=15&beforeId=", "a page of messages");
        PATHS.put(
                "POST " + one + " {\"subject\":\"Topic\"}", "change the subject; or, by type, the time of last access");
        PATHS.put("DELETE " + one, "leave");
        PATHS.put("GET|POST " + one + "/participants", "who is in it; bring people in");
        PATHS.put("POST " + one + "/events", "call the others");
        PATHS.put("POST " + one + "/flags {\"closed\":true}", "close it");
        PATHS.put(
                "POST " + Hrefs.OUTBOX,
                "send a message, with files as multipart/related; the first one begins a conversation");
        PATHS.put("GET " + Hrefs.MESSAGES + "/{id}/parts/{part}", "download a file");
        PATHS.put("POST " + Hrefs.MARK_AS_READ_IF + "?conversationId=", "mark a conversation as read");
        PATHS.put("POST " + Hrefs.MARK_AS_READ_BATCH + " {\"messageIds\":[]}", "mark messages as read");
        PATHS.put("POST|GET " + Hrefs.VALIDATE, "which addresses are somebody's");
        PATHS.put("DELETE " + Hrefs.SESSION, "log out");
        PATHS.put("GET " + Hrefs.SOCKET, "WebSocket of the hints");
        PATHS.put(
                "GET " + Hrefs.STREAM,
                "event stream of the hints; its commands go by POST to where its first event says");
    }

    private final AmmOptions options;
    private final People people;
    private final Exchange exchange;
    private final Threads threads;
    private final Channels channels;
    private final Commands commands;
    private final LongPolls polls;
    private final Logins logins;
    private final AgentSide agents;
    private final AmmActs acts;
    private final Resources resources;
    private final Entrance entrance;

    /**
     * Makes the service.
     *
     * @param options how it is set up
     * @param around what the sandbox gives to it
     */
    public Amm(AmmOptions options, Surroundings around) {
        this.options = options;
        people = new People(options);
        Stamps stamps = new Stamps(around.loop().clock());
        exchange = new Exchange(people, stamps, around.agents(), options.autoClose(), around.loop()::at);
        threads = new Threads(exchange, options);
        channels = new Channels(around.loop(), around.faults());
        polls = new LongPolls(around.loop());
        exchange.hintTo(account -> {
            channels.changed(account);
            polls.changed(account);
        });
        logins = new Logins(people, options.sessionTimeout());
        logins.connectedBy(channels::serves);
        agents = new AgentSide(
                exchange,
                around,
                (conversation, person, composing) ->
                        channels.typing(conversation, person, composing ? "composing" : "paused", "typing"));
        commands = new Commands(exchange, (conversation, person, state, action) -> {
            channels.typing(conversation, person, state, action);
            if (state.equals("composing")) {
                agents.noticedTyping(conversation);
            }
        });
        acts = new AmmActs(exchange, agents, people, options);
        Replies replies = new Replies(around.loop());
        entrance = new Entrance(logins, this, around, replies, options.signOfLife());
        resources = resources(around, replies);
    }

    private Resources resources(Surroundings around, Replies replies) {
        Addresses addresses = new Addresses(people);
        OutboxCalls outbox = new OutboxCalls(exchange, threads, addresses, agents, options, around);
        ReadCalls reads = new ReadCalls(exchange, threads, options);
        AmmRoutes routes = new AmmRoutes(logins, around, replies, this);
        Resources.Rules rules = new Resources.Rules(
                new Discovery(options),
                threads,
                new ConversationCalls(exchange, threads, addresses, agents, options),
                outbox,
                reads,
                addresses);
        Files files = new Files(outbox, reads, options, routes, replies, around);
        return new Resources(rules, options, logins, polls, exchange, routes, files, channels);
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
        resources.mount(router);
        if (options.flavour() != AmmOptions.Flavour.V2_1) {
            entrance.mount(router);
        }
    }

    @Override
    public Commands commands() {
        return commands;
    }

    @Override
    public Channels channels() {
        return channels;
    }

    /** Cookies are good no more and channels end; a client that has the password can log in again. */
    @Override
    public void expire(Account account) {
        logins.end(account);
        channels.close(line -> line.caller().account() == account, "The session is over");
    }

    @Override
    public void goAway() {
        channels.goAway();
    }

    @Override
    public int connections() {
        return channels.count() + polls.count();
    }

    @Override
    public int sessionCount() {
        return sessions().size();
    }

    @Override
    public boolean has(String session) {
        return people.byLogin(session) != null || exchange.find(session) != null;
    }

    /** The users who have logged in or are in a conversation. */
    @Override
    public List<ObjectNode> sessions() {
        return people.accounts().stream()
                .filter(account -> !logins.of(account).isEmpty()
                        || !threads.of(account.person()).isEmpty())
                .map(this::describe)
                .toList();
    }

    @Override
    public int cut(@Nullable String session) {
        if (session == null) {
            return channels.cut(line -> true);
        }
        Conversation conversation = exchange.find(session);
        return channels.cut(line -> conversation == null
                ? line.caller().login().equals(session)
                : conversation.has(line.caller().person()));
    }

    @Override
    public int maxAgentText() {
        return options.limits().text();
    }

    @Override
    public Outcome say(String session, String text) {
        return in(session, (conversation, user) -> acts.say(conversation, user, text));
    }

    @Override
    public Outcome type(String session) {
        return in(session, acts::type);
    }

    /** The partner leaves, which ends nothing for the others (AMM notes A.5.1). */
    @Override
    public Outcome disconnect(String session) {
        return in(session, (conversation, user) -> acts.perform(conversation, user, new AgentAct.Leave()));
    }

    @Override
    public Outcome expire(String session) {
        Account account = people.byLogin(session);
        if (account == null) {
            return unsupported(session);
        }
        expire(account);
        return Outcome.DONE;
    }

    @Override
    public Map<String, String> acts() {
        return AmmActs.ALL;
    }

    @Override
    public Outcome act(String session, String act, ObjectNode parameters) {
        Account account = people.byLogin(session);
        if (act.equals("begin") && account != null) {
            acts.begin(account.person(), parameters);
            return Outcome.DONE;
        }
        return in(session, (conversation, user) -> acts.act(conversation, user, act, parameters));
    }

    @Override
    public AgentDesk desk() {
        return new AgentDesk() {
            @Override
            public Outcome unsupported(String session) {
                return Amm.this.unsupported(session);
            }

            @Override
            public Outcome stopTyping(String session) {
                return in(session, (conversation, user) -> {
                    channels.typing(conversation, acts.partner(conversation, user, ""), "paused", "typing");
                    return Outcome.DONE;
                });
            }

            @Override
            public Outcome sendFile(String session, @Nullable String text, AgentAct.OutgoingFile file) {
                AgentAct act = new AgentAct.SendFiles(text, List.of(file));
                return in(session, (conversation, user) -> acts.perform(conversation, user, act));
            }

            @Override
            public Outcome frame(String session, String frame) {
                Account account = people.byLogin(session);
                if (account == null) {
                    return unsupported(session);
                }
                channels.of(account).forEach(line -> line.send(frame));
                return Outcome.DONE;
            }
        };
    }

    /** Does something in the conversation that a name stands for. */
    private Outcome in(String session, BiFunction<Conversation, @Nullable Person, Outcome> act) {
        Account account = people.byLogin(session);
        Conversation conversation = account == null ? exchange.find(session) : latest(account);
        if (conversation == null) {
            // A user without a conversation has no partner yet.
            return account == null ? Outcome.UNKNOWN : Outcome.UNSUPPORTED;
        }
        return conversation.closed()
                ? Outcome.ENDED
                : act.apply(conversation, account == null ? null : account.person());
    }

    private @Nullable Conversation latest(Account account) {
        return threads.of(account.person()).stream()
                .filter(place -> place.member().present())
                .map(Threads.Place::conversation)
                .max(Comparator.comparing(Conversation::latest))
                .orElse(null);
    }

    private ObjectNode describe(Account account) {
        ObjectNode json = BoundedJson.object()
                .put("backend", NAME)
                .put("session", account.login())
                .put("address", account.person().address())
                .put("entityTag", account.entityTag())
                .put("logins", logins.of(account).size())
                .put("connections", channels.of(account).size());
        for (Threads.Place place : threads.of(account.person())) {
            Conversation conversation = place.conversation();
            ObjectNode one = json.withArray("conversations")
                    .addObject()
                    .put("id", conversation.id())
                    .put("subject", conversation.subject())
                    .put("present", place.member().present())
                    .put("closed", conversation.closed())
                    .put("entries", conversation.seenBy(place.member()).size());
            conversation.participants().forEach(person -> one.withArray("participants")
                    .add(person.address()));
        }
        return json;
    }
}
