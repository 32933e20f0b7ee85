package dev.confab.sandbox.nexus;

import dev.confab.sandbox.agent.Heard;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.CallVerdict;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.fault.StoreVerdict;
import dev.confab.sandbox.net.BoundedBody;
import dev.confab.sandbox.net.HttpPayload;
import dev.confab.sandbox.net.JsonReply;
import dev.confab.sandbox.net.OpenCors;
import dev.confab.sandbox.net.Wire;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the service (Engage chat protocol notes §3.3, §3.4). Each call passes: contact center, session and token,
 * faults, rules. Requests and answers are written into the journal.
 */
final class NexusRoutes {

    static final String SESSIONS = "/nexus/v3/chat/sessions";

    private static final String API_KEY = "x-api-key";
    private static final String CLIENT_KEY = "x-nexus-client-key";
    private static final String SESSION = "session";
    private static final String DELAY = "delay";
    private static final int MAX_BODY = 256 * 1024;

    private final NexusService service;
    private final NexusAgents agents;
    private final NexusFiles files;
    private final Surroundings around;

    NexusRoutes(NexusService service, NexusAgents agents, Surroundings around) {
        this.service = service;
        this.agents = agents;
        this.around = around;
        this.files = new NexusFiles(service, agents, this);
    }

    void mount(Router router) {
        router.route(SESSIONS + "*").handler(this::record);
        OpenCors.mount(router, SESSIONS + "*");
        router.post(SESSIONS).handler(this::create);
        String one = SESSIONS + "/:" + SESSION;
        router.get(one).handler(inSession("getSession", service::state));
        router.delete(one).handler(inSession("endSession", service::end));
        router.get(one + "/messages").handler(this::read);
        router.post(one + "/messages").handler(this::send);
        files.mount(router, one + "/files");
    }

    private void record(RoutingContext context) {
        HttpServerRequest request = context.request();
        around.journal().received("", HttpPayload.request(request));
        // As the neighbours of this service do (§3.2).
        context.response()
                .putHeader("X-B3-TraceId", UUID.randomUUID().toString().replace("-", ""));
        context.addEndHandler(done -> {
            // An answer that never went out is not recorded.
            if (done.succeeded()) {
                String answer = HttpPayload.answer(request, context.response().getStatusCode());
                around.journal().sent(context.get(SESSION, ""), answer);
            }
        });
        context.next();
    }

    private void create(RoutingContext context) {
        String apiKey = context.request().getHeader(API_KEY);
        Reply strange = service.strangeKey(apiKey);
        if (strange != null) {
            answer(context, strange);
            return;
        }
        withFields(
                context,
                fields -> perform(context, "", new Seam.Call("createSession", false), () -> {
                    NexusService.Created created = service.create(Objects.requireNonNull(apiKey), fields);
                    NexusSession session = created.session();
                    if (session != null) {
                        context.put(SESSION, session.id());
                        agents.welcome(session);
                    }
                    return created.reply();
                }));
    }

    private void read(RoutingContext context) {
        HttpServerRequest request = context.request();
        admitted(
                context,
                session -> perform(context, session.id(), new Seam.Call("getMessages", false), () -> {
                    Page page =
                            Page.of(request.getParam("after"), request.getParam("before"), request.getParam("limit"));
                    return page == null
                            ? Reply.refused(
                                    400,
                                    "INVALID_PARAMETER",
                                    "Ask for after=<index> or before=<index>, and limit=<n> from 1")
                            : service.messages(session, page);
                }));
    }

    private void send(RoutingContext context) {
        admitted(
                context,
                session -> withFields(context, fields -> {
                    boolean talk = fields.getOrDefault("type", "").equals(Entry.TEXT);
                    Seam.Call call = new Seam.Call(talk ? "sendMessage" : "sendTyping", talk);
                    perform(context, session.id(), call, () -> take(session, fields, talk));
                }));
    }

    /** The answer, or {@link Reply#NONE} when a fault wants the connection ended. */
    private Reply take(NexusSession session, Map<String, String> fields, boolean talk) {
        Reply objection = service.objection(session, fields);
        if (objection != null) {
            return objection;
        }
        StoreVerdict verdict = new StoreVerdict();
        if (talk) {
            around.faults().storing(session.id(), verdict);
        }
        if (verdict.cutsBefore()) {
            return Reply.NONE;
        }
        Entry entry = service.take(session, fields);
        if (talk) {
            around.journal().stored(session.id(), Integer.toString(entry.index()), entry.text());
            agents.heard(session, Heard.words(entry.text()));
        } else if (entry.type().equals(Entry.TYPING_STARTED)) {
            agents.noticedTyping(session);
        }
        return verdict.cutsAfter() ? Reply.NONE : Reply.done(null);
    }

    private Handler<RoutingContext> inSession(String operation, Function<NexusSession, Reply> rule) {
        return context -> admitted(
                context,
                session -> perform(context, session.id(), new Seam.Call(operation, false), () -> rule.apply(session)));
    }

    /** Goes on with the session of the path, if the caller is its guest. */
    void admitted(RoutingContext context, Consumer<NexusSession> then) {
        HttpServerRequest request = context.request();
        String id = context.pathParam(SESSION);
        String apiKey = request.getHeader(API_KEY);
        Reply refusal = service.strangeKey(apiKey);
        if (refusal == null && apiKey != null) {
            refusal = service.stranger(id, apiKey, request.getHeader(CLIENT_KEY));
        }
        NexusSession session = service.sessions().get(id);
        if (refusal != null || session == null) {
            answer(context, refusal == null ? Reply.refused(404, "NOT_FOUND", "There is no session " + id) : refusal);
        } else {
            context.put(SESSION, id);
            then.accept(session);
        }
    }

    /** Does what was asked, as far as the faults let it. */
    void perform(RoutingContext context, String session, Seam.Call call, Supplier<Reply> rule) {
        CallVerdict verdict = new CallVerdict();
        around.faults().calling(session.isEmpty() ? null : session, call, verdict);
        if (verdict.resets()) {
            answer(context, Reply.NONE);
            return;
        }
        if (verdict.expires()) {
            service.sessions().remove(session);
        }
        Reply reply = refusal(context, verdict, session);
        Reply outcome = reply == null ? rule.get() : reply;
        Runnable answer = () -> answer(context, verdict.losesAnswer() ? Reply.NONE : outcome);
        holdBack(context, verdict.delay());
        Duration delay = context.get(DELAY, Duration.ZERO);
        if (delay.isZero()) {
            answer.run();
        } else {
            around.loop().after(delay, answer);
        }
    }

    /** Lets the answer come later, for a fault. */
    static void holdBack(RoutingContext context, Duration delay) {
        context.put(DELAY, context.get(DELAY, Duration.ZERO).plus(delay));
    }

    private static @Nullable Reply refusal(RoutingContext context, CallVerdict verdict, String session) {
        CallVerdict.Failure failure = verdict.failure();
        if (failure != null) {
            if (failure.retryAfterSeconds() > 0) {
                context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(failure.retryAfterSeconds()));
            }
            String code = failure.code().isEmpty() ? "FAULT" : failure.code();
            return Reply.refused(failure.status(), code, "This call fails on purpose");
        }
        return verdict.expires() ? Reply.refused(404, "NOT_FOUND", "There is no session " + session) : null;
    }

    private void withFields(RoutingContext context, Consumer<Map<String, String>> then) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (!Fields.readable(type)) {
            answer(
                    context,
                    Reply.refused(
                            415,
                            "UNSUPPORTED_MEDIA_TYPE",
                            "Send application/x-www-form-urlencoded or application/json"));
            return;
        }
        BoundedBody.read(context.request(), MAX_BODY, body -> {
            Map<String, String> fields = body == null ? null : Fields.read(type, body.toString());
            if (fields != null) {
                then.accept(fields);
            } else if (body == null) {
                answer(context, Reply.refused(413, "TOO_LARGE", "No more than " + MAX_BODY + " bytes a request"));
            } else {
                answer(context, Reply.refused(400, "INVALID_BODY", "Send data[name]=value, or {\"data\":{…}}"));
            }
        });
    }

    void answer(RoutingContext context, Reply reply) {
        if (reply.resets()) {
            Wire.reset(around.loop(), context.request().remoteAddress());
        } else {
            JsonReply.send(context, reply.status(), reply.json());
        }
    }

    Surroundings around() {
        return around;
    }
}
