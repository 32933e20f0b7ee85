package dev.confab.sandbox.webmessaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.agent.AgentProfile;
import dev.confab.sandbox.control.AgentDesk;
import dev.confab.sandbox.control.EmulatedService;
import dev.confab.sandbox.control.Outcome;
import dev.confab.sandbox.control.PushDevice;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.files.TempFiles;
import dev.confab.sandbox.identity.IdentityProvider;
import dev.confab.sandbox.identity.User;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The emulated service as the sandbox runs it: its routes, and what the control API can do with it. */
public final class WebMessaging implements EmulatedService {

    /** The name of this service in the ledger. */
    public static final String NAME = "webmessaging";

    /** The longest text of an agent in characters (Web Messaging protocol notes §10). */
    private static final int MAX_AGENT_TEXT = 4000;

    /** The presences that the service itself can show (Web Messaging protocol notes §2.7). */
    private static final Set<String> PRESENCES =
            Set.of("Authenticate", "AuthenticateCancel", "AuthenticateFailure", "SessionExpired");

    private static final Map<String, String> PATHS = new LinkedHashMap<>();

    static {
        PATHS.put("GET /webdeployments/v1/deployments/{id}/config.json", "deployment configuration");
        PATHS.put("GET /webdeployments/v1/deployments/{id}/domains.json", "allowed domains");
        PATHS.put("GET /v1?deploymentId={id}&application={name}", "WebSocket of a guest");
        PATHS.put("GET /api/v2/webmessaging/messages?pageNumber=1&pageSize=25", "history, bearer from getJwt");
        PATHS.put("PUT /uploads/{id}?sig={signature}", "upload of a file, address from onAttachment");
        PATHS.put("GET /api/v2/downloads/{id}", "download of a file, address from the message or getAttachment");
        PATHS.put("POST /api/v2/webdeployments/token/oauthcodegrantjwtexchange", "log in");
        PATHS.put("POST /api/v2/webdeployments/token/refresh", "stay logged in");
        PATHS.put("DELETE /api/v2/webdeployments/token/revoke", "log out, bearer is the auth JWT");
        PATHS.put("POST|PATCH|DELETE /api/v2/webmessaging/deployments/{id}/pushdevices/{token}", "push devices");
    }

    /** Who speaks through the control API. */
    private static final AgentProfile DESK = new AgentProfile("Agent", null, AgentProfile.Kind.HUMAN);

    private static final Duration TYPING = Duration.ofSeconds(5);

    private final WebMessagingService service;
    private final GuestLines lines;
    private final WebMessagingRoutes routes;
    private final GuestEntrance entrance;
    private final UploadRoute uploads;
    private final DownloadRoute downloads;
    private final GuestDesk desk;
    private final TempFiles files;
    private final AccountRoutes accounts;
    private final AuthorizePage authorizePage;
    private final IdentityProvider provider;
    private final PushRules push;
    private final SandboxLoop loop;

    /**
     * Makes the service.
     *
     * @param options how it is set up
     * @param surroundings what it lives in; its options say who the agents are
     */
    public WebMessaging(ServiceOptions options, Surroundings surroundings) {
        loop = surroundings.loop();
        Journal journal = surroundings.journal();
        FaultPlan faults = surroundings.faults();
        files = new TempFiles(loop::offLoop);
        Attachments attachments = new Attachments(files, Ids.RANDOM);
        service = new WebMessagingService(options, loop.clock(), Ids.RANDOM, journal, faults, attachments);
        lines = new GuestLines(loop, service, journal, faults);
        uploads = new UploadRoute(service, journal, loop, lines::run);
        downloads = new DownloadRoute(service, loop);
        desk = new GuestDesk(new DeskSessions(), service.agents().content(), DESK);
        routes = new WebMessagingRoutes(service, journal, loop);
        provider = new IdentityProvider(options.identity().users());
        push = new PushRules(service.realm());
        LoginRules logins = new LoginRules(service.realm(), provider, service.life());
        accounts = new AccountRoutes(service.realm(), logins, push, loop, lines::run);
        authorizePage = new AuthorizePage(provider, loop.clock());
        entrance = new GuestEntrance(service, lines, journal, loop);
    }

    @Override
    public Map<String, String> paths() {
        return PATHS;
    }

    @Override
    public void mount(Router router) {
        routes.mount(router);
        uploads.mount(router);
        downloads.mount(router);
        accounts.mount(router);
        authorizePage.mount(router);
        router.get(GuestEntrance.PATH).handler(context -> entrance.take(context.request()));
        router.getWithRegex(GuestEntrance.PREFIXED).handler(context -> {
            if (context.request().canUpgradeToWebSocket()) {
                entrance.take(context.request());
            } else {
                context.next();
            }
        });
    }

    @Override
    public void goAway() {
        lines.goAway();
    }

    @Override
    public void deleteFiles() {
        files.close();
    }

    /** The most bytes of one upload that ever waited in memory. */
    long peakUploadBytesInFlight() {
        return uploads.peakInFlight();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int connections() {
        return lines.count();
    }

    @Override
    public int sessionCount() {
        return service.realm().sessions().all().size();
    }

    @Override
    public boolean has(String session) {
        return !withToken(session).isEmpty();
    }

    @Override
    public int maxAgentText() {
        return MAX_AGENT_TEXT;
    }

    @Override
    public Set<String> presences() {
        return PRESENCES;
    }

    @Override
    public int cut(@Nullable String session) {
        return lines.cut(session);
    }

    @Override
    public List<ObjectNode> sessions() {
        return service.realm().sessions().all().stream()
                .map(WebMessaging::describe)
                .toList();
    }

    @Override
    public Outcome say(String session, String text) {
        return inSession(session, true, (found, effects) -> service.agents().say(found, DESK, text, effects));
    }

    @Override
    public Outcome type(String session) {
        return inSession(session, true, (found, effects) -> service.agents().type(found, DESK, TYPING, effects));
    }

    @Override
    public AgentDesk desk() {
        return desk;
    }

    @Override
    public Outcome disconnect(String session) {
        return inSession(session, false, (found, effects) -> service.agents().disconnect(found, DESK, effects));
    }

    @Override
    public Outcome expire(String session) {
        return inSession(session, false, service.life()::expire);
    }

    @Override
    public Outcome clear(String session) {
        return inSession(session, false, (found, effects) -> service.life().clear(found, null, effects));
    }

    @Override
    public Outcome present(String session, String presence) {
        return inSession(session, true, (found, effects) -> service.agents().present(found, presence, effects));
    }

    @Override
    public Outcome reauthenticate(String session) {
        return inSession(session, false, (found, effects) -> found.demandAuthentication(true));
    }

    @Override
    public Map<String, Long> violations() {
        return service.realm().violations().view();
    }

    @Override
    public List<PushDevice> pushDevices() {
        return push.devices();
    }

    /**
     * Logs a user in at the identity provider. To be called on the event loop.
     *
     * @param user the id of the user
     * @param redirectUri where the code is sent to, null for any
     * @param challenge the S256 challenge of PKCE, null without
     * @return the authorization code, null when there is no such user
     */
    public @Nullable String issueCode(String user, @Nullable String redirectUri, @Nullable String challenge) {
        User found = provider.user(user);
        return found == null
                ? null
                : provider.issueCode(found, redirectUri, challenge, loop.clock().instant());
    }

    /**
     * Logs a user in at the identity provider by the implicit flow. To be called on the event loop.
     *
     * @param user the id of the user
     * @param nonce what binds the id token to the login
     * @return the id token, null when there is no such user
     */
    public @Nullable String issueIdToken(String user, String nonce) {
        User found = provider.user(user);
        return found == null
                ? null
                : provider.issueIdToken(found, nonce, loop.clock().instant());
    }

    private Outcome inSession(String token, boolean needsOpenConversation, BiConsumer<Session, Effects> act) {
        List<Session> found = withToken(token);
        Effects effects = new Effects();
        Outcome outcome = found.isEmpty() ? Outcome.UNKNOWN : Outcome.ENDED;
        for (Session session : found) {
            boolean ended = service.life().isOver(session, effects) || (needsOpenConversation && session.readOnly());
            if (!ended) {
                act.accept(session, effects);
                outcome = Outcome.DONE;
            }
        }
        lines.run(effects.list());
        return outcome;
    }

    private List<Session> withToken(String token) {
        Realm realm = service.realm();
        return realm.sessions().withToken(token, realm.deployments().all());
    }

    private static @Nullable String userOf(Session session) {
        Account account = session.account();
        return account == null ? null : account.user().id();
    }

    private static ObjectNode describe(Session session) {
        ObjectNode json = BoundedJson.object();
        json.put("backend", NAME)
                .put("session", session.token())
                .put("deploymentId", session.deployment().id())
                .put("created", MessageFrames.time(session.created()))
                .put("expiresAt", MessageFrames.time(session.expiresAt()))
                .put("expired", session.expired())
                .put("readOnly", session.readOnly())
                .put("user", userOf(session))
                .put("entries", session.conversation().size());
        var connections = json.putArray("connections");
        for (GuestConnection connection : session.connections()) {
            connections
                    .addObject()
                    .put("application", connection.application())
                    .put("userAgent", connection.userAgent());
        }
        return json;
    }

    private final class DeskSessions implements GuestDesk.Sessions {
        @Override
        public Outcome unsupported(String token) {
            return WebMessaging.this.unsupported(token);
        }

        @Override
        public Outcome act(String token, boolean needsOpenConversation, BiConsumer<Session, Effects> act) {
            return inSession(token, needsOpenConversation, act);
        }
    }
}
