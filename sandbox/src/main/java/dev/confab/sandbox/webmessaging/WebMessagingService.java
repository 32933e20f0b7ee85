package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.identity.Logins;
import dev.confab.sandbox.journal.Journal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Genesys Cloud Web Messaging as a state machine: what a guest sends goes in, effects come out. It knows no sockets and
 * no threads, and is asked by one thread only.
 */
final class WebMessagingService {

    private final Realm realm;
    private final SessionLife life;
    private final AgentSide agents;
    private final History history;
    private final Uploads uploads;
    private final GuestJwt jwt = new GuestJwt();
    private final Map<Deployment, RateWindow> connectionRates = new HashMap<>();
    private final Map<String, Action> actions;
    private final Map<String, Action.InSession> sessionActions;

    WebMessagingService(
            ServiceOptions options,
            InstantSource clock,
            Ids ids,
            Journal journal,
            FaultPlan faults,
            Attachments attachments) {
        realm = new Realm(
                options,
                new Deployments(options.deployments()),
                new Sessions(),
                attachments,
                new Accounts(),
                new Logins(options.identity()),
                new Violations(),
                clock,
                ids,
                journal,
                faults);
        life = new SessionLife(realm);
        agents = new AgentSide(realm);
        history = new History(realm, jwt);
        uploads = new Uploads(realm);
        AttachmentActions files = new AttachmentActions(realm);
        ResumeTokens resumeTokens = new ResumeTokens(realm);
        actions = Map.of(
                "configureSession", new ConfigureSession(realm, life, resumeTokens),
                "configureAuthenticatedSession", new ConfigureAuthenticated(realm, life),
                "getConfiguration", new GetConfiguration(realm));
        sessionActions = Map.of(
                "onMessage",
                new OnMessage(realm, agents, new GuestEvents(realm, life, agents)),
                "echo",
                new HealthCheck(realm),
                "getJwt",
                this::issueJwt,
                "closeSession",
                new CloseSession(life),
                "onAttachment",
                files::presign,
                "getAttachment",
                files::refresh,
                "deleteAttachment",
                files::delete,
                "resumeToken",
                resumeTokens,
                "disconnectCustomer",
                new DisconnectCustomer(realm));
    }

    Realm realm() {
        return realm;
    }

    SessionLife life() {
        return life;
    }

    AgentSide agents() {
        return agents;
    }

    History history() {
        return history;
    }

    Uploads uploads() {
        return uploads;
    }

    /** Decides on a request to connect: the deployment that lets the guest in, or null for 403 (§2.2). */
    @Nullable
    Deployment admit(@Nullable String deploymentId, @Nullable String origin) {
        Deployment deployment = realm.deployments().find(deploymentId);
        boolean admitted = deployment != null && deployment.active() && OriginRule.admits(deployment, origin);
        return admitted ? deployment : null;
    }

    /** Counts one more connection to a deployment: {@link RateWindow#ADMITTED}, or when to try again (§10). */
    int countConnection(Deployment deployment) {
        RateLimits limits = realm.options().limits();
        return realm.admit(connectionRates.computeIfAbsent(deployment, any -> limits.connections()));
    }

    /** Takes a text frame. */
    List<Effect> received(GuestConnection connection, String text) {
        GuestFrame frame = GuestFrameReader.read(text);
        String token = frame.token() == null ? connection.token() : frame.token();
        realm.journal().received(token == null ? "" : token, text);
        Effects effects = new Effects();
        ReceiveVerdict verdict = new ReceiveVerdict(connection, effects);
        Seam.Frame facts = new Seam.Frame(connection.countReceived(), frame.action());
        realm.faults().receiving(token, facts, verdict);
        if (!verdict.ended()) {
            obey(connection, frame, verdict, effects);
        }
        if (verdict.cutsAfterwards()) {
            effects.add(new Effect.Cut(connection));
        }
        return effects.list();
    }

    /** Takes a binary frame, which the protocol has no use for; the connection survives it. */
    List<Effect> receivedBinary(GuestConnection connection, int length) {
        String token = connection.token();
        realm.journal().received(token == null ? "" : token, "<binary frame of " + length + " bytes>");
        Effects effects = new Effects();
        effects.send(
                connection,
                Envelope.error(ErrorCodes.BAD_REQUEST, null, "Bad request: frames are JSON in text frames"));
        return effects.list();
    }

    /** Takes notice of a ping; the socket answers it by itself. */
    List<Effect> pinged(GuestConnection connection) {
        Effects effects = new Effects();
        realm.faults().pinged(connection.token(), new ReceiveVerdict(connection, effects));
        return effects.list();
    }

    /** Lets a fault that was just switched on act on an open connection. */
    List<Effect> standing(GuestConnection connection, BiConsumer<@Nullable String, Seam.Standing> offer) {
        Effects effects = new Effects();
        offer.accept(connection.token(), new ReceiveVerdict(connection, effects));
        return effects.list();
    }

    /** A connection is gone. */
    void closed(GuestConnection connection) {
        connection.detach();
    }

    /** Does what an earlier effect asked to be reminded of. */
    List<Effect> due(Effect.Task task) {
        Effects effects = new Effects();
        if (task instanceof Effect.Task.AgentActs acts) {
            agents.act(acts, effects);
        } else if (task instanceof Effect.Task.UploadChecked checked) {
            uploads.told(checked, effects);
        } else if (task instanceof Effect.Task.ExpiryDue expiry) {
            life.expiryDue(expiry.session(), effects);
        }
        return effects.list();
    }

    private void obey(GuestConnection connection, GuestFrame frame, ReceiveVerdict verdict, Effects effects) {
        Session session = connection.session();
        if (verdict.expires() && session != null) {
            life.expire(session, effects);
            return;
        }
        if (frame instanceof GuestFrame.Unreadable unreadable) {
            String reason = "Bad request: " + unreadable.reason();
            effects.send(connection, Envelope.error(ErrorCodes.BAD_REQUEST, unreadable.tracingId(), reason));
        } else if (frame instanceof GuestFrame.Request request) {
            Turn turn = new Turn(connection, request, effects);
            Integer retryAfter = verdict.refusedForSeconds();
            if (retryAfter == null) {
                perform(turn);
            } else {
                turn.answer(Envelope.tooManyRequests(
                        turn.tracingId(), retryAfter, "Message rate too high for this session"));
            }
        }
    }

    private void perform(Turn turn) {
        if (turn.exceeds(turn.connection().requestRate(), realm, "Too many requests on this connection")) {
            return;
        }
        String name = turn.request().action();
        Action action = actions.get(name);
        Action.InSession sessionAction = sessionActions.get(name);
        if (action != null) {
            if (fitsSchema(turn)) {
                action.answer(turn);
            }
        } else if (sessionAction != null) {
            performInSession(turn, sessionAction);
        } else {
            turn.badRequest("action " + name + " is unknown");
        }
    }

    /** §11.3.1: what comes before configure, or for another session, is answered with 4007, or 400 by choice. */
    private void performInSession(Turn turn, Action.InSession action) {
        Session session = turn.connection().session();
        if (session == null || !turn.connection().knows(turn.request().token())) {
            boolean asBadRequest = realm.options().wire().unconfiguredAsBadRequest();
            int code = asBadRequest ? ErrorCodes.BAD_REQUEST : ErrorCodes.SESSION_NOT_FOUND;
            turn.refuse(code, "Session not found: this connection did not configure it");
        } else if (session.expired()) {
            turn.answer(SessionFrames.sessionExpired(turn.tracingId()));
        } else if (session.authenticationDue()) {
            turn.refuse(ErrorCodes.FORBIDDEN, "Try to authenticate again");
        } else if (!life.isOver(session, turn.effects())
                && !SwitchedOff.refuses(turn, session.deployment())
                && fitsSchema(turn)) {
            action.answer(turn, session);
        }
    }

    /** §2.4: fields of the wrong kind are refused, unless the service is lenient. */
    private boolean fitsSchema(Turn turn) {
        String complaint = realm.options().wire().lenient()
                ? null
                : FrameSchema.complaint(turn.request().action(), turn.request().fields());
        if (complaint != null) {
            turn.badRequest(complaint);
        }
        return complaint == null;
    }

    /** {@code getJwt} (§11.3.8). */
    private void issueJwt(Turn turn, Session session) {
        String issued = jwt.issue(session, realm.now());
        turn.answer(SessionFrames.jwt(issued, jwt.expires(realm.now()), turn.tracingId()));
    }
}
