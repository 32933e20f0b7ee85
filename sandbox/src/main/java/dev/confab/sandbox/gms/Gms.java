package dev.confab.sandbox.gms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.control.AgentDesk;
import dev.confab.sandbox.control.EmulatedService;
import dev.confab.sandbox.control.Outcome;
import dev.confab.sandbox.control.PushDevice;
import dev.confab.sandbox.control.Surroundings;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Genesys Engage chat v2 (GMS) as the sandbox runs it: the same chats over REST and over CometD. Each wire has a name of its
 * own in the ledger and for faults. What the notes of the protocol only propose is said in {@code docs/sandbox.md}.
 */
public final class Gms implements EmulatedService {

    /** The name of the service, and of its REST side, in the ledger and for faults. */
    public static final String NAME = "gms";

    /** The name of the CometD side in the ledger and for faults. */
    public static final String COMETD = "gms-cometd";

    private static final Duration TYPING = Duration.ofSeconds(5);

    private final GmsService service;
    private final GmsActs acts;
    private final GmsDesk desk;
    private final ChatRoutes routes;
    private final BayeuxServer bayeux;
    private final BayeuxLines lines;
    private final BayeuxRoutes bayeuxRoutes;
    private final NotificationFiles notificationFiles;

    /**
     * Makes the service.
     *
     * @param options how it is set up
     * @param rest what the sandbox gives to its REST side
     * @param cometd what the sandbox gives to its CometD side
     */
    public Gms(GmsOptions options, Surroundings rest, Surroundings cometd) {
        Surroundings around = masked(rest);
        service = new GmsService(options, around.loop().clock(), around.agents());
        GmsAgents agents = new GmsAgents(around);
        Idleness idleness = new Idleness(around.loop(), options);
        ChatRules rules = new ChatRules(service);
        FileRules files = new FileRules(service, rules);
        acts = new GmsActs(service);
        desk = new GmsDesk(service, agents);
        FileCalls fileCalls = new FileCalls(files, agents);
        routes = new ChatRoutes(service, rules, fileCalls, agents, idleness, around);
        Surroundings push = masked(cometd);
        CometdChats chats = new CometdChats(service, rules, agents, idleness, push);
        bayeux = new BayeuxServer(push, options, chats);
        lines = new BayeuxLines(push, bayeux);
        bayeuxRoutes = new BayeuxRoutes(push, bayeux, lines);
        notificationFiles = new NotificationFiles(service, chats, fileCalls, push);
    }

    private static Surroundings masked(Surroundings around) {
        return new Surroundings(
                around.loop(),
                new MaskedJournal(around.journal()),
                around.faults(),
                around.agents(),
                around.agentDelay());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        String service = ChatPath.BASE + "/{service}";
        paths.put("POST " + service, "ask for a chat, a form with nickname=…");
        paths.put(
                "POST " + service + "/{chatId}/{operation}",
                "do something in it, a form with userId, secureKey, alias");
        paths.put("POST " + service + "/{chatId}/file", "send a file, multipart part file");
        paths.put("POST " + ChatPath.PROXY, "the same as behind a proxy, with or without /{service}");
        paths.put("POST " + BayeuxRoutes.PATH, "Bayeux by long polling; GET with jsonp for callback polling");
        paths.put("GET " + BayeuxRoutes.PATH, "Bayeux over a WebSocket");
        paths.put("POST " + NotificationFiles.PATH, "files of chats over CometD, a form with secureKey and operation");
        return paths;
    }

    @Override
    public void mount(Router router) {
        routes.mount(router);
        bayeuxRoutes.mount(router);
        notificationFiles.mount(router);
    }

    @Override
    public void goAway() {
        lines.goAway();
    }

    @Override
    public int connections() {
        return lines.count();
    }

    @Override
    public int sessionCount() {
        return service.chats().size();
    }

    @Override
    public boolean has(String session) {
        return service.chats().containsKey(session);
    }

    @Override
    public List<ObjectNode> sessions() {
        return service.chats().values().stream().map(Chat::describe).toList();
    }

    @Override
    public int cut(@Nullable String session) {
        return lines.cut(session) + bayeux.cut(session);
    }

    @Override
    public int maxAgentText() {
        return service.options().maxMessageLength();
    }

    @Override
    public Outcome say(String session, String text) {
        return desk.perform(session, new AgentAct.Say(text));
    }

    @Override
    public Outcome type(String session) {
        return desk.perform(session, new AgentAct.Typing(TYPING));
    }

    @Override
    public Outcome disconnect(String session) {
        return desk.perform(session, new AgentAct.Leave());
    }

    /** The chat is lost: every call is answered with {@code statusCode} 2 (§1.5). */
    @Override
    public Outcome expire(String session) {
        return service.forget(session) ? Outcome.DONE : Outcome.UNKNOWN;
    }

    @Override
    public AgentDesk desk() {
        return desk;
    }

    @Override
    public Map<String, String> acts() {
        return GmsActs.all();
    }

    @Override
    public Outcome act(String session, String act, ObjectNode parameters) {
        return acts.act(service.chats().get(session), act, parameters);
    }

    @Override
    public List<PushDevice> pushDevices() {
        return service.chats().values().stream()
                .filter(chat -> !chat.ended() && PushTarget.exists(chat.userData()))
                .map(PushTarget::of)
                .toList();
    }
}
