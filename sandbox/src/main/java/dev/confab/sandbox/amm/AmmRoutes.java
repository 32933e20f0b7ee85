package dev.confab.sandbox.amm;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.CallVerdict;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.net.HttpPayload;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a call: it is written down, the caller is known, the version fits, faults have their say, the rule answers (AMM
 * notes B.2, B.3).
 */
final class AmmRoutes {

    /** What answers a call of somebody who is known. */
    interface Operation {
        Answer answer(Caller caller, RoutingContext context);
    }

    /** As large as a message with all its files can be. */
    private static final int MAX_BODY = 64 * 1024 * 1024;

    /** Where a rule leaves how long its answer is to be held back. */
    static final String DELAY = "amm.delay";

    private static final String LOGIN = "amm.login";

    private final Logins logins;
    private final Surroundings around;
    private final Replies replies;
    private final HintService service;

    AmmRoutes(Logins logins, Surroundings around, Replies replies, HintService service) {
        this.logins = logins;
        this.around = around;
        this.replies = replies;
        this.service = service;
    }

    /** Adds what all calls begin with. */
    void open(Router router) {
        router.route(Hrefs.ROOT + "*").handler(this::record);
        router.route(Hrefs.ROOT + "*").handler(replies::cors);
        router.route(Hrefs.ROOT + "*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
    }

    /** Adds what is said to calls that nothing else took. */
    void close(Router router, List<String> paths) {
        for (String path : paths) {
            router.route(path)
                    .handler(context -> admitted(context, caller -> {
                        throw new Refusal(
                                405,
                                Refusal.NOT_SUPPORTED,
                                "The method " + context.request().method() + " is not possible here in this version");
                    }));
        }
        router.route(Hrefs.ROOT + "*")
                .handler(context -> admitted(context, caller -> {
                    throw new Refusal(
                            404,
                            Refusal.INVALID_PARAMETER,
                            "There is no resource " + context.request().path());
                }));
        router.route(Hrefs.ROOT + "*").failureHandler(this::failed);
    }

    /**
     * Adds a call.
     *
     * @param name what faults call it
     * @param answers the media type that it answers with, null when the client need not accept any
     */
    void on(Router router, HttpMethod method, String path, String name, @Nullable String answers, Operation operation) {
        router.route(method, path)
                .handler(context -> admitted(context, caller -> {
                    accept(context, answers);
                    perform(context, caller, name, () -> operation.answer(caller, context));
                }));
    }

    /** Goes on with who calls, or refuses the call. */
    void admitted(RoutingContext context, Consumer<Caller> then) {
        try {
            Caller caller = logins.admit(context.request(), now());
            context.put(LOGIN, caller.login());
            then.accept(caller);
        } catch (Refusal refused) {
            replies.send(context, refused.answer());
        }
    }

    /** Does what was asked, as far as the faults let it. */
    void perform(RoutingContext context, Caller caller, String name, Supplier<Answer> rule) {
        CallVerdict verdict = new CallVerdict();
        Seam.Call call = new Seam.Call(name, name.equals("sendMessage"));
        around.faults().calling(caller.login(), call, verdict);
        CallVerdict.Failure failure = verdict.failure();
        Answer answer;
        if (verdict.resets()) {
            answer = Answer.NONE;
        } else if (verdict.expires()) {
            service.expire(caller.account());
            answer = Answer.error(401, Refusal.AUTHENTICATION, "The session is over; log in again");
        } else if (failure != null) {
            replies.retryAfter(context.response(), failure.retryAfterSeconds());
            answer = Answer.error(failure.status(), code(failure.code()), "This call fails on purpose");
        } else {
            answer = answer(rule);
        }
        Answer last = verdict.losesAnswer() ? Answer.NONE : answer;
        Duration delay = verdict.delay().plus(context.get(DELAY, Duration.ZERO));
        if (delay.isZero()) {
            replies.send(context, last);
        } else {
            around.loop().after(delay, () -> replies.send(context, last));
        }
    }

    static Answer answer(Supplier<Answer> rule) {
        try {
            return rule.get();
        } catch (Refusal refused) {
            return refused.answer();
        }
    }

    static void accept(RoutingContext context, @Nullable String answers) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (answers != null && !Media.accepts(accept, answers)) {
            throw new Refusal(
                    406, Refusal.NOT_SUPPORTED, "This is offered as " + Media.type(answers) + ", not as " + accept);
        }
    }

    /** The body, if it is of a type. */
    static String body(RoutingContext context, String media) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (!Media.is(type, media)) {
            throw new Refusal(415, Refusal.INVALID_PARAMETER, "Send " + Media.type(media) + ", not " + type);
        }
        String text = context.body().asString();
        return text == null || text.isBlank() ? "{}" : text;
    }

    Instant now() {
        return around.loop().clock().instant();
    }

    private void record(RoutingContext context) {
        HttpServerRequest request = context.request();
        around.journal().received("", HttpPayload.request(request));
        context.addEndHandler(done -> {
            // An answer that never went out is not recorded.
            if (done.succeeded()) {
                String answer = HttpPayload.answer(request, context.response().getStatusCode());
                around.journal().sent(context.get(LOGIN, ""), answer);
            }
        });
        context.next();
    }

    private void failed(RoutingContext context) {
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        Throwable failure = context.failure();
        String reason = status == 413
                ? "A request has no more than " + MAX_BODY + " bytes"
                : "The request failed" + (failure == null ? "" : ": " + failure.getMessage());
        replies.send(context, Answer.error(status, Refusal.INVALID_PARAMETER, reason));
    }

    /** Faults may give a number; other codes mean nothing to this service. */
    private static int code(String code) {
        try {
            return Integer.parseInt(code);
        } catch (NumberFormatException e) {
            return Refusal.SERVER_FAILURE;
        }
    }
}
