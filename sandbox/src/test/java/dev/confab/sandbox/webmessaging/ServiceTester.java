package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.sandbox.agent.Agent;
import dev.confab.sandbox.agent.SilentAgent;
import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.files.TempFiles;
import dev.confab.sandbox.identity.IdentityOptions;
import dev.confab.sandbox.identity.User;
import dev.confab.sandbox.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The service without sockets: time stands still until {@link #advance}, ids count, and what the service wants to send
 * waits per connection until it is looked at.
 */
final class ServiceTester {

    static final Instant START = Instant.parse("2030-01-04T10:15:30.120Z");
    static final String TOKEN = "3f6d2e10-8a41-4a8e-9a01-6f0b7f6c0001";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the journal got, one line each. */
    final List<String> journal = new ArrayList<>();

    /** The effects other than sending, in order. */
    final List<Effect> others = new ArrayList<>();

    final FaultPlan faults = new FaultPlan();
    final WebMessagingService service;
    final TempFiles files = new TempFiles(Runnable::run);
    private final List<Due> due = new ArrayList<>();
    private Instant now = START;
    private long lastId;
    private long lastFileId;
    private final Ids ids = () -> new UUID(0, ++lastId);
    private final Ids fileIds = () -> new UUID(0xf, ++lastFileId);

    private ServiceTester(Options options) {
        ServiceOptions serviceOptions = new ServiceOptions(
                options.deployments,
                options.limits,
                options.echoDelay,
                options.agentDelay,
                options.agents,
                options.refuseExpiredToken,
                options.identity,
                options.wire);
        service = new WebMessagingService(
                serviceOptions, () -> now, ids, new LineJournal(), faults, new Attachments(files, fileIds));
    }

    static Options with() {
        return new Options();
    }

    static ServiceTester plain() {
        return with().start();
    }

    /** A client that is connected. */
    Client connect() {
        return connect(Deployment.DEFAULT_ID);
    }

    Client connect(String deploymentId) {
        Deployment deployment = service.admit(deploymentId, null);
        if (deployment == null) {
            throw new IllegalStateException("not admitted: " + deploymentId);
        }
        RateLimits limits = service.realm().options().limits();
        return new Client(new GuestConnection(deployment, "test", "agent", limits));
    }

    /** A fresh auth JWT of a user in the default deployment. */
    String jwt(User user) {
        return service.realm()
                .logins()
                .begin(user, Deployment.DEFAULT_ID, true, now)
                .jwt();
    }

    /** A client whose session is configured. */
    Client inSession() {
        Client client = connect();
        client.configure();
        return client;
    }

    void advance(Duration step) {
        Instant end = now.plus(step);
        due.sort(Comparator.comparing(Due::at));
        while (!due.isEmpty() && !due.get(0).at().isAfter(end)) {
            Due next = due.remove(0);
            now = next.at().isAfter(now) ? next.at() : now;
            next.action().run();
            due.sort(Comparator.comparing(Due::at));
        }
        now = end;
    }

    Instant now() {
        return now;
    }

    void run(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send send) {
                due.add(new Due(send.due() == null ? now : send.due(), () -> deliver(send)));
            } else if (effect instanceof Effect.Later later) {
                due.add(new Due(later.due(), () -> run(service.due(later.task()))));
            } else {
                others.add(effect);
            }
        }
        advance(Duration.ZERO);
    }

    private final List<Client> clients = new ArrayList<>();

    private void deliver(Effect.Send send) {
        for (Client client : clients) {
            if (client.connection == send.to()) {
                client.frames.add(send.frame());
            }
        }
    }

    private record Due(Instant at, Runnable action) {}

    private final class LineJournal implements Journal {
        @Override
        public void received(String session, String payload) {
            journal.add("received " + session + " " + payload);
        }

        @Override
        public void sent(String session, String payload) {
            journal.add("sent " + session + " " + payload);
        }

        @Override
        public void stored(String session, String id, String text) {
            journal.add("stored " + session + " " + id + " " + text);
        }
    }

    /** One connection. */
    final class Client {

        final GuestConnection connection;
        final Deque<String> frames = new ArrayDeque<>();
        private String token = TOKEN;

        Client(GuestConnection connection) {
            this.connection = connection;
            clients.add(this);
        }

        void send(String text) {
            run(service.received(connection, text));
        }

        Client withToken(String value) {
            token = value;
            return this;
        }

        /** Asks to be a user's, and returns the whole answer. */
        JsonNode authenticate(String jwt) {
            action(
                    "configureAuthenticatedSession",
                    "\"deploymentId\":\"" + connection.deployment().id() + "\",\"data\":{\"code\":\"" + jwt + "\"}");
            return next();
        }

        void action(String action, String moreFields) {
            send("{\"action\":\"" + action + "\",\"token\":\"" + token + "\",\"tracingId\":\"t1\""
                    + (moreFields.isEmpty() ? "" : "," + moreFields) + "}");
        }

        JsonNode configure() {
            action(
                    "configureSession",
                    "\"deploymentId\":\"" + connection.deployment().id() + "\"");
            return next().path("body");
        }

        void say(String text) {
            message("{\"type\":\"Text\",\"text\":" + JSON.getNodeFactory().textNode(text) + "}");
        }

        void message(String message) {
            action("onMessage", "\"message\":" + message);
        }

        void event(String event) {
            message("{\"type\":\"Event\",\"events\":[" + event + "]}");
        }

        void presence(String type) {
            event("{\"eventType\":\"Presence\",\"presence\":{\"type\":\"" + type + "\"}}");
        }

        String nextText() {
            String frame = frames.poll();
            if (frame == null) {
                throw new AssertionError("The service sent nothing");
            }
            return frame;
        }

        JsonNode next() {
            try {
                return JSON.readTree(nextText());
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }

        /** Code and body of the next frame, for errors. */
        String nextError() {
            JsonNode frame = next();
            if (!frame.path("class").asText().equals("string")) {
                throw new AssertionError("Not an error: " + frame);
            }
            return frame.path("code").asText() + " " + frame.path("body").asText();
        }
    }

    /** How the service is set up. */
    static final class Options {

        private final List<Deployment> deployments = new ArrayList<>();
        private RateLimits limits = RateLimits.OFF;
        private Duration echoDelay = Duration.ZERO;
        private Duration agentDelay = Duration.ZERO;
        private Supplier<Agent> agents = SilentAgent::new;
        private boolean refuseExpiredToken;
        private WireOptions wire = WireOptions.STRICT;
        private IdentityOptions identity = IdentityOptions.DEFAULT;

        Options deployment(Deployment deployment) {
            deployments.add(deployment);
            return this;
        }

        Options limits(RateLimits value) {
            limits = value;
            return this;
        }

        Options delays(Duration echo, Duration agent) {
            echoDelay = echo;
            agentDelay = agent;
            return this;
        }

        Options agents(Supplier<Agent> value) {
            agents = value;
            return this;
        }

        Options identity(IdentityOptions value) {
            identity = value;
            return this;
        }

        Options refuseExpiredToken() {
            refuseExpiredToken = true;
            return this;
        }

        Options wire(WireOptions value) {
            wire = value;
            return this;
        }

        ServiceTester start() {
            if (deployments.isEmpty()) {
                deployments.add(Deployment.builder(Deployment.DEFAULT_ID).build());
            }
            return new ServiceTester(this);
        }
    }
}
