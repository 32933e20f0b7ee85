package dev.confab.sandbox.nexus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentAct;
import dev.confab.sandbox.control.AgentDesk;
import dev.confab.sandbox.control.EmulatedService;
import dev.confab.sandbox.control.Outcome;
import dev.confab.sandbox.control.Surroundings;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Genesys Engage chat v3 as the sandbox runs it. Creating, reading and sending are evidenced; all else is a proposal of the
 * Engage chat protocol notes (§3.4), since nothing public tells how the real service does it.
 */
public final class Nexus implements EmulatedService {

    /** The name of this service in the ledger. */
    public static final String NAME = "nexus";

    /** Who speaks through the control API. */
    private static final String DESK = "Agent";

    private static final Duration TYPING = Duration.ofSeconds(5);

    private final NexusService service;
    private final NexusAgents agents;
    private final NexusRoutes routes;

    /**
     * Makes the service.
     *
     * @param options how it is set up
     * @param around what the sandbox gives to it
     */
    public Nexus(NexusOptions options, Surroundings around) {
        service = new NexusService(options, around.loop().clock(), around.agents());
        agents = new NexusAgents(around);
        routes = new NexusRoutes(service, agents, around);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        String one = NexusRoutes.SESSIONS + "/{id}";
        paths.put("POST " + NexusRoutes.SESSIONS, "begin a session, header x-api-key");
        paths.put("GET " + one, "does it go on, header x-nexus-client-key");
        paths.put("GET " + one + "/messages?after=INDEX", "the transcript, or a part of it");
        paths.put("POST " + one + "/messages", "say something, data[type]=Text&data[text]=…");
        paths.put("POST " + one + "/files", "send a file, multipart part file");
        paths.put("GET " + one + "/files/{fileId}", "download a file");
        paths.put("DELETE " + one, "end the session");
        return paths;
    }

    @Override
    public void mount(Router router) {
        routes.mount(router);
    }

    @Override
    public void goAway() {}

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public int sessionCount() {
        return service.sessions().size();
    }

    @Override
    public boolean has(String session) {
        return service.sessions().containsKey(session);
    }

    @Override
    public List<ObjectNode> sessions() {
        return service.sessions().values().stream().map(NexusSession::describe).toList();
    }

    @Override
    public int cut(@Nullable String session) {
        return 0;
    }

    @Override
    public int maxAgentText() {
        return NexusService.MAX_TEXT;
    }

    @Override
    public Outcome say(String session, String text) {
        return perform(session, new AgentAct.Say(text));
    }

    @Override
    public Outcome type(String session) {
        return perform(session, new AgentAct.Typing(TYPING));
    }

    @Override
    public Outcome disconnect(String session) {
        return perform(session, new AgentAct.Leave());
    }

    /** The session is lost, as for the service's own reasons: every call is answered with 404 (§3.4). */
    @Override
    public Outcome expire(String session) {
        return service.sessions().remove(session) == null ? Outcome.UNKNOWN : Outcome.DONE;
    }

    @Override
    public AgentDesk desk() {
        return new AgentDesk() {
            @Override
            public Outcome unsupported(String session) {
                return Nexus.this.unsupported(session);
            }

            @Override
            public Outcome stopTyping(String session) {
                NexusSession found = service.sessions().get(session);
                if (found != null && !found.ended()) {
                    agents.stopTyping(found, DESK);
                }
                return outcome(found);
            }

            @Override
            public Outcome sendFile(String session, @Nullable String text, AgentAct.OutgoingFile file) {
                return perform(session, new AgentAct.SendFiles(text, List.of(file)));
            }
        };
    }

    private Outcome perform(String session, AgentAct act) {
        NexusSession found = service.sessions().get(session);
        Outcome outcome = outcome(found);
        if (found != null && outcome == Outcome.DONE) {
            agents.perform(found, DESK, act);
        }
        return outcome;
    }

    private static Outcome outcome(@Nullable NexusSession session) {
        return session == null ? Outcome.UNKNOWN : session.ended() ? Outcome.ENDED : Outcome.DONE;
    }
}
