package dev.confab.sandbox;

import dev.confab.sandbox.amm.Amm;
import dev.confab.sandbox.control.ControlApi;
import dev.confab.sandbox.control.EmulatedService;
import dev.confab.sandbox.control.Outcome;
import dev.confab.sandbox.control.PushDevice;
import dev.confab.sandbox.control.Services;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.fault.Faults;
import dev.confab.sandbox.gms.Gms;
import dev.confab.sandbox.guestchat.GuestChat;
import dev.confab.sandbox.loop.SandboxClock;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.nexus.Nexus;
import dev.confab.sandbox.webmessaging.WebMessaging;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running emulator of contact-center chat services: one port, the real paths, and a control API under {@code /sandbox}.
 * It serves from {@link #start} until {@link #close}. All methods may be called from any thread; what was recorded can
 * still be read after the close.
 */
public final class Sandbox implements AutoCloseable {

    private final SandboxLoop loop;
    private final Ledger ledger;
    private final FaultPlan faultPlan;
    private final Services services;
    private final WebMessaging webMessaging;
    private final String host;
    private final int port;
    private boolean closed;

    private Sandbox(SandboxOptions options, SandboxLoop loop) {
        this.loop = loop;
        host = options.host();
        ledger = new Ledger(options.ledgerEntries());
        faultPlan = new FaultPlan();
        webMessaging = new WebMessaging(options.webMessaging(), around(WebMessaging.NAME, options));
        services = new Services(List.of(
                webMessaging,
                new GuestChat(options.guestChat(), around(GuestChat.NAME, options)),
                new Nexus(options.nexus(), around(Nexus.NAME, options)),
                new Gms(options.gms(), around(Gms.NAME, options), around(Gms.COMETD, options)),
                new Amm(options.amm(), around(Amm.NAME, options))));
        ControlApi control =
                new ControlApi(loop, services, ledger.entryResource(), ledger.messageResource(), faultPlan);
        port = Listener.listen(loop, options.host(), options.port(), router -> {
            control.mount(router);
            services.mount(router);
        });
    }

    private Surroundings around(String service, SandboxOptions options) {
        return new Surroundings(
                loop, ledger.of(service), faultPlan.of(service), options.scenario()::agent, options.agentDelay());
    }

    /**
     * Starts a sandbox with default options on a free port.
     *
     * @return the running sandbox
     */
    public static Sandbox start() {
        return start(SandboxOptions.builder().build());
    }

    /**
     * Starts a sandbox.
     *
     * @param options how it is set up
     * @return the running sandbox
     * @throws SandboxException when it cannot listen where it should
     */
    public static Sandbox start(SandboxOptions options) {
        SandboxLoop loop = SandboxLoop.start(SandboxClock.system());
        try {
            return new Sandbox(options, loop);
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /**
     * Tells the port.
     *
     * @return the port it listens on
     */
    public int port() {
        return port;
    }

    /**
     * Tells the address.
     *
     * @return the base URL without a slash at the end
     */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Tells every frame and HTTP exchange of the services in order, as far as the ledger reaches back.
     *
     * @return a copy
     */
    public List<LedgerEntry> ledger() {
        return loop.call(() -> ledger.entries().after(0, Integer.MAX_VALUE));
    }

    /**
     * Tells how many entries the ledger has forgotten to keep its bounds.
     *
     * @return their count
     */
    public long ledgerDiscarded() {
        return loop.call(() -> ledger.entries().discarded());
    }

    /**
     * Tells what the services stored from guests, in the order of storing: the truth about delivery.
     *
     * @return a copy
     */
    public List<StoredMessage> messages() {
        return loop.call(() -> ledger.messages().after(0, Integer.MAX_VALUE));
    }

    /**
     * Cuts the TCP connection of every open guest WebSocket, without a close frame.
     *
     * @return how many were cut
     */
    public int dropConnections() {
        return loop.call(() -> services.cut(null));
    }

    /**
     * Lets an agent speak in a session, to all its connections and into its history.
     *
     * @param sessionToken the token of the session, or whatever else its service names it by
     * @param text what is said; not limited in length, so that a test can also send what the service never would
     * @throws SandboxException when there is no such session, its conversation has ended, or its service has no such thing
     */
    public void agentSay(String sessionToken, String text) {
        perform(sessionToken, service -> service.say(sessionToken, text));
    }

    /**
     * Shows an agent typing in a session, to all its connections.
     *
     * @param sessionToken the token of the session
     * @throws SandboxException when there is no such session, its conversation has ended, or its service has no such thing
     */
    public void agentTyping(String sessionToken) {
        perform(sessionToken, service -> service.type(sessionToken));
    }

    /**
     * Lets an agent end the conversation of a session.
     *
     * @param sessionToken the token of the session
     * @throws SandboxException when there is no such session, or it is expired
     */
    public void agentDisconnect(String sessionToken) {
        perform(sessionToken, service -> service.disconnect(sessionToken));
    }

    /**
     * Gives the part of the agent in a session to the caller. Scripted agents go on as they would; {@link Scenario#SILENT}
     * leaves the stage to this one.
     *
     * @param sessionToken the token of the session, which may begin later
     * @return the agent
     */
    public SandboxAgent agent(String sessionToken) {
        return new SandboxAgent(this, sessionToken);
    }

    /**
     * Lets a session expire now.
     *
     * @param sessionToken the token of the session
     * @throws SandboxException when there is no such session, or it is expired already
     */
    public void expireSession(String sessionToken) {
        perform(sessionToken, service -> service.expire(sessionToken));
    }

    /**
     * Wipes a session, as when the guest clears the conversation on another device.
     *
     * @param sessionToken the token of the session
     * @throws SandboxException when there is no such session, or it is expired
     */
    public void clearSession(String sessionToken) {
        perform(sessionToken, service -> service.clear(sessionToken));
    }

    /**
     * Shows a presence of the service in a session, such as the wish that the guest logs in.
     *
     * @param sessionToken the token of the session
     * @param presence {@code Authenticate}, {@code AuthenticateCancel}, {@code AuthenticateFailure} or
     *     {@code SessionExpired}
     * @throws SandboxException when there is no such session, its conversation has ended, or its service has no such thing
     * @throws IllegalArgumentException when the service shows no such presence
     */
    public void showPresence(String sessionToken, String presence) {
        if (!loop.call(services::presences).contains(presence)) {
            throw new IllegalArgumentException("The service shows no presence \"" + presence + "\"");
        }
        perform(sessionToken, service -> service.present(sessionToken, presence));
    }

    /**
     * Demands that a guest authenticates anew: every request of the session is refused with 403 "Try to authenticate again"
     * until it is configured again.
     *
     * @param sessionToken the token of the session
     * @throws SandboxException when there is no such session, or it is expired
     */
    public void demandAuthentication(String sessionToken) {
        perform(sessionToken, service -> service.reauthenticate(sessionToken));
    }

    /**
     * Logs a user in at the identity provider, as a browser would.
     *
     * @param userId the user
     * @param redirectUri where the code is sent to and must be said to have been sent to
     * @param codeChallenge the S256 challenge of PKCE; null for a login without PKCE
     * @return the authorization code, good once and for ten minutes
     * @throws SandboxException when there is no such user
     */
    public String issueAuthorizationCode(String userId, String redirectUri, @Nullable String codeChallenge) {
        return requireUser(userId, loop.call(() -> webMessaging.issueCode(userId, redirectUri, codeChallenge)));
    }

    /**
     * Logs a user in at the identity provider by the implicit flow.
     *
     * @param userId the user
     * @param nonce what binds the id token to the login
     * @return the id token, good for ten minutes
     * @throws SandboxException when there is no such user
     */
    public String issueIdToken(String userId, String nonce) {
        return requireUser(userId, loop.call(() -> webMessaging.issueIdToken(userId, nonce)));
    }

    /**
     * Tells how often each rate was exceeded, over all services; what a fault refused does not count.
     *
     * @return the counts by name: messages, requests, echoes, configures, history, connections
     */
    public Map<String, Long> rateViolations() {
        return loop.call(() -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            services.all().forEach(service -> service.violations()
                    .forEach((rate, count) -> counts.merge(rate, count, Long::sum)));
            return Collections.unmodifiableMap(counts);
        });
    }

    /**
     * Tells which devices are registered for push notifications.
     *
     * @return a copy, in the order in which they were registered
     */
    public List<PushDevice> pushDevices() {
        return loop.call(() -> services.all().stream()
                .flatMap(service -> service.pushDevices().stream())
                .toList());
    }

    /**
     * Advances the time that the sandbox believes in; what becomes due, such as expiries, happens before this returns.
     *
     * @param step how far, not negative
     */
    public void advanceClock(Duration step) {
        loop.call(() -> {
            loop.advance(step);
            return true;
        });
    }

    /**
     * Gives access to the faults that can be switched on.
     *
     * @return the faults of this sandbox
     */
    public Faults faults() {
        return new Faults(loop, faultPlan);
    }

    /** Ends all connections, frees the port and the threads, and returns when that is done. May be called again. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            loop.call(() -> {
                services.goAway();
                return true;
            });
            loop.close();
            services.deleteFiles();
        }
    }

    private static String requireUser(String userId, @Nullable String secret) {
        if (secret == null) {
            throw new SandboxException("There is no user " + userId + "; the options say who there is", null);
        }
        return secret;
    }

    /** Makes something happen in a session of whichever service has it. */
    void perform(String session, Function<EmulatedService, Outcome> verb) {
        Services.Result result = loop.call(() -> services.perform(session, verb));
        switch (result.outcome()) {
            case DONE -> {}
            case UNKNOWN ->
                throw new SandboxException("There is no session " + session + "; a guest must begin it first", null);
            case ENDED ->
                throw new SandboxException(
                        "Session " + session + " is expired, read-only or has ended; a guest must begin it anew", null);
            case UNSUPPORTED ->
                throw new SandboxException(
                        "Session " + session + " is one of " + result.backend()
                                + ", which has no such thing, or not now; GET / lists what each service has",
                        null);
        }
    }
}
