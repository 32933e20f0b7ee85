package dev.confab.sandbox.guestchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.CallVerdict;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.net.HttpPayload;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The eleven operations on their real paths (guest chat protocol notes §2, §4). */
final class GuestChatRoutes {

    static final String PREFIX = "/api/v2/webchat/guest/conversations";

    private static final String CHAT = PREFIX + "/:chat";
    private static final int MAX_BODY_BYTES = 128 * 1024;
    private static final String CREATE = "createConversation";

    /** An operation on a conversation whose token the caller has. */
    private interface Operation {
        Answer answer(Chat chat, RoutingContext context);
    }

    private final GuestCalls calls;
    private final ChatLife life;
    private final Surroundings around;
    private final Replies replies;

    GuestChatRoutes(GuestCalls calls, ChatLife life, Surroundings around) {
        this.calls = calls;
        this.life = life;
        this.around = around;
        this.replies = new Replies(around.loop());
    }

    void mount(Router router) {
        router.route(PREFIX + "*").handler(this::begin);
        router.route(PREFIX + "*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.post(PREFIX).handler(this::create);
        on(
                router,
                HttpMethod.GET,
                "/members",
                "getMembers",
                (chat, context) -> Answer.ok(Lists.members(chat, query(context))));
        on(
                router,
                HttpMethod.GET,
                "/members/:id",
                "getMember",
                (chat, context) -> calls.member(chat, context.pathParam("id")));
        on(
                router,
                HttpMethod.DELETE,
                "/members/:id",
                "deleteMember",
                (chat, context) -> calls.leave(chat, context.pathParam("id")));
        on(
                router,
                HttpMethod.POST,
                "/members/:id/messages",
                "sendMessage",
                (chat, context) -> calls.send(chat, context.pathParam("id"), body(context)));
        on(
                router,
                HttpMethod.POST,
                "/members/:id/typing",
                "sendTyping",
                (chat, context) -> calls.type(chat, context.pathParam("id")));
        on(router, HttpMethod.GET, "/messages", "getMessages", (chat, context) -> calls.messages(chat, query(context)));
        on(
                router,
                HttpMethod.GET,
                "/messages/:id",
                "getMessage",
                (chat, context) -> calls.message(chat, context.pathParam("id")));
        on(router, HttpMethod.GET, "/mediarequests", "getMediaRequests", (chat, context) -> calls.mediaRequests(chat));
        on(
                router,
                HttpMethod.GET,
                "/mediarequests/:id",
                "getMediaRequest",
                (chat, context) -> calls.mediaRequest(chat, context.pathParam("id")));
        on(
                router,
                HttpMethod.PATCH,
                "/mediarequests/:id",
                "updateMediaRequest",
                (chat, context) -> calls.answerMediaRequest(chat, context.pathParam("id"), body(context)));
        for (String path : List.of(
                "",
                "/:chat/members",
                "/:chat/members/:id",
                "/:chat/members/:id/messages",
                "/:chat/members/:id/typing",
                "/:chat/messages",
                "/:chat/messages/:id",
                "/:chat/mediarequests",
                "/:chat/mediarequests/:id")) {
            router.route(PREFIX + path)
                    .handler(context -> replies.send(
                            context,
                            Answer.error(
                                    405,
                                    Refusals.code(405),
                                    "The method " + context.request().method() + " is not possible here.")));
        }
        router.route(PREFIX + "*").handler(context -> replies.send(context, Refusals.notFound()));
        router.route(PREFIX + "*").failureHandler(this::failed);
    }

    private void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        around.journal().received("", HttpPayload.request(request));
        context.addEndHandler(done -> {
            // An answer that never went out is not recorded.
            if (done.succeeded()) {
                int status = context.response().getStatusCode();
                around.journal().sent(context.get(Replies.SESSION, ""), HttpPayload.answer(request, status));
            }
        });
        replies.open(context);
    }

    private void create(RoutingContext context) {
        CallVerdict verdict = new CallVerdict();
        around.faults().calling(null, new Seam.Call(CREATE, false), verdict);
        replies.send(context, verdict, () -> {
            Chat chat = calls.create(body(context), context.request().getHeader(HttpHeaders.ORIGIN));
            context.put(Replies.SESSION, chat.id());
            return GuestCalls.created(chat, streams(context.request()));
        });
    }

    private void on(Router router, HttpMethod method, String path, String name, Operation operation) {
        router.route(method, CHAT + path).handler(context -> {
            CallVerdict verdict = new CallVerdict();
            try {
                Chat chat = admit(context);
                around.faults().calling(chat.id(), new Seam.Call(name, name.equals("sendMessage")), verdict);
                if (verdict.expires()) {
                    chat.expire();
                    throw new RefusedException(Refusals.expiredToken());
                }
                replies.send(context, verdict, () -> operation.answer(chat, context));
            } catch (RefusedException refused) {
                replies.send(context, refused.answer());
            }
        });
    }

    /** Who calls, how often, and for which conversation (§5). */
    private Chat admit(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        Chat chat = life.tokens().authenticate(header, life.stage().now());
        context.put(Replies.SESSION, chat.id());
        int wait = chat.calls().admit(life.stage().now());
        if (wait > 0) {
            throw new RefusedException(tooMany(chat.calls().limit(), wait));
        }
        String wanted = context.pathParam("chat");
        if (!chat.id().equals(wanted)) {
            boolean known = wanted != null && life.find(wanted) != null;
            throw new RefusedException(
                    known ? Refusals.notAuthorized("use another conversation") : Refusals.notFound());
        }
        chat.seen(life.stage().now());
        return chat;
    }

    private Answer tooMany(int limit, int wait) {
        life.countViolation();
        Answer answer = Answer.error(
                429,
                Refusals.code(429),
                "Rate limit exceeded the maximum. [" + limit + "] requests within [60] seconds.");
        if (answer.body() != null) {
            answer.body()
                    .putObject("limit")
                    .put("key", "guest.token.rate.per.minute")
                    .put("namespace", "webchat")
                    .put("value", limit);
        }
        return answer.retryAfter(wait);
    }

    /** Where the event stream of a client is: where the client came, and as safely (§4.2, §6). */
    private static String streams(HttpServerRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        boolean safe = "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
        String authority = host == null ? request.localAddress().toString() : host;
        return (safe ? "wss://" : "ws://") + authority + StreamEntrance.PATH;
    }

    private static Query query(RoutingContext context) {
        return new Query(name -> {
            List<String> values = context.queryParam(name);
            return values.isEmpty() ? null : values.get(0);
        });
    }

    /** The body, where one belongs; a {@code Content-Type} that is missing is let pass, another one is not. */
    private static JsonNode body(RoutingContext context) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !type.toLowerCase(Locale.ROOT).strip().startsWith("application/json")) {
            throw new RefusedException(Answer.error(
                    415, Refusals.code(415), "The content type " + type + " is not supported; use application/json."));
        }
        String text = context.body().asString();
        try {
            JsonNode body = BoundedJson.parse(text == null || text.isBlank() ? "{}" : text);
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new RefusedException(Refusals.malformed(e.getOriginalMessage()));
        }
        throw new RefusedException(
                Answer.error(400, "chat.error.bad.request", "Bad Request").because("The body must be an object"));
    }

    private void failed(RoutingContext context) {
        @Nullable Throwable failure = context.failure();
        int status = context.statusCode() < 400 ? 500 : context.statusCode();
        if (failure instanceof IllegalArgumentException) {
            status = 400;
        }
        String message = status == 413
                ? "The request is over the size limit of " + MAX_BODY_BYTES + " bytes."
                : "The request failed" + (failure == null ? "." : ": " + failure.getMessage());
        replies.send(context, Answer.error(status, Refusals.code(status), message));
    }
}
