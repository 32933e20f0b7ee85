package dev.confab.sandbox.amm;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The resources, each on its path (AMM notes B.4 to B.9). */
final class Resources {

    private static final String ONE = Hrefs.CONVERSATIONS + "/:id";

    /** What answers the calls. */
    record Rules(
            Discovery discovery,
            Threads threads,
            ConversationCalls conversations,
            OutboxCalls outbox,
            ReadCalls reads,
            Addresses addresses) {}

    private final Rules rules;
    private final AmmOptions options;
    private final Logins logins;
    private final LongPolls polls;
    private final Exchange exchange;
    private final AmmRoutes routes;
    private final Files files;
    private final Channels channels;
    private final boolean old;

    Resources(
            Rules rules,
            AmmOptions options,
            Logins logins,
            LongPolls polls,
            Exchange exchange,
            AmmRoutes routes,
            Files files,
            Channels channels) {
        this.rules = rules;
        this.options = options;
        this.logins = logins;
        this.polls = polls;
        this.exchange = exchange;
        this.routes = routes;
        this.files = files;
        this.channels = channels;
        this.old = options.flavour() == AmmOptions.Flavour.V2_1;
    }

    void mount(Router router) {
        routes.open(router);
        List<String> paths = new ArrayList<>(List.of(
                Hrefs.ROOT,
                Hrefs.CONVERSATIONS,
                ONE,
                ONE + "/participants",
                ONE + "/events",
                ONE + "/flags",
                Hrefs.OUTBOX,
                Hrefs.MARK_AS_READ_IF,
                Hrefs.VALIDATE));
        routes.on(
                router,
                HttpMethod.GET,
                Hrefs.ROOT,
                "getResources",
                rules.discovery().media(),
                this::discover);
        lists(router);
        conversation(router);
        routes.on(
                router,
                HttpMethod.POST,
                Hrefs.OUTBOX,
                "sendMessage",
                old ? Media.MESSAGE_V1 : Media.MESSAGE,
                files::send);
        router.get(Files.PATH).handler(files::download);
        routes.on(router, HttpMethod.POST, Hrefs.MARK_AS_READ_IF, "markAsRead", null, this::markIf);
        routes.on(router, HttpMethod.GET, Hrefs.VALIDATE, "validateAddresses", Media.VALIDATED, this::validate);
        if (options.flavour() == AmmOptions.Flavour.V3_2) {
            routes.on(
                    router, HttpMethod.POST, Hrefs.VALIDATE, "validateAddresses", Media.VALIDATED, this::validateBody);
        }
        if (!old) {
            paths.addAll(List.of(Hrefs.MARK_AS_READ_BATCH, Hrefs.SESSION));
            routes.on(
                    router,
                    HttpMethod.POST,
                    Hrefs.MARK_AS_READ_BATCH,
                    "markAsRead",
                    null,
                    (caller, context) -> rules.reads().markBatch(caller, AmmRoutes.body(context, Media.MESSAGE_IDS)));
            routes.on(router, HttpMethod.DELETE, Hrefs.SESSION, "endSession", null, this::logout);
        }
        routes.close(router, paths);
    }

    private void lists(Router router) {
        String media = old ? Media.CONVERSATIONS_V1 : Media.CONVERSATIONS;
        router.get(Hrefs.CONVERSATIONS)
                .handler(context -> routes.admitted(context, caller -> {
                    String patience = context.request().getHeader(LongPolls.HEADER);
                    if (!old && onlyIds(context)) {
                        routes.perform(
                                context,
                                caller,
                                "listConversations",
                                () -> Answer.ok(Media.IDS, rules.threads().ids(caller)));
                        return;
                    }
                    AmmRoutes.accept(context, media);
                    Filter filter =
                            Filter.read(context.queryParams(), options.limits().ids());
                    if (patience == null) {
                        routes.perform(
                                context, caller, "listConversations", () -> list(caller, context, filter, media));
                    } else {
                        poll(context, caller, filter, LongPolls.patience(patience), media);
                    }
                }));
        if (options.flavour() == AmmOptions.Flavour.V3_2) {
            routes.on(router, HttpMethod.POST, Hrefs.CONVERSATIONS, "listConversations", media, (caller, context) -> {
                String body = AmmRoutes.body(context, Media.FILTER);
                return list(caller, context, Filter.read(body, options.limits().ids()), media);
            });
        }
    }

    private static boolean onlyIds(RoutingContext context) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && Media.accepts(accept, Media.IDS) && !Media.accepts(accept, Media.CONVERSATIONS);
    }

    private Answer list(Caller caller, RoutingContext context, Filter filter, String media) {
        if (filter.equals(Filter.ACTIVE) || filter.after() != null) {
            Instant upTo = exchange.stamps().last();
            // A client that never got the answer was told nothing.
            context.addEndHandler(done -> {
                if (done.succeeded()) {
                    caller.session().listed(upTo);
                }
            });
        }
        List<Threads.Place> found = rules.threads().find(caller.person(), filter);
        return Answer.ok(media, rules.threads().list(caller, found))
                .tagged(caller.account().entityTag());
    }

    /** Without a time it asks for what changed since the client was last told (AMM notes B.5.2). */
    private void poll(RoutingContext context, Caller caller, Filter filter, Duration patience, String media) {
        Instant since = filter.after() == null ? caller.session().listed() : filter.after();
        Runnable answer = () -> routes.perform(
                context, caller, "listConversations", () -> list(caller, context, Filter.changedAfter(since), media));
        if (rules.threads().changedAfter(caller.person(), since)) {
            answer.run();
        } else {
            polls.hold(caller.account(), routes.now().plus(patience), answer);
        }
    }

    private void conversation(Router router) {
        router.get(ONE)
                .handler(context -> routes.admitted(context, caller -> {
                    String media = old ? Media.CONVERSATION_V1 : Media.CONVERSATION;
                    AmmRoutes.accept(context, media);
                    routes.perform(
                            context,
                            caller,
                            "getMessages",
                            () -> files.history(context, caller, () -> {
                                Threads.Place place = rules.threads().readable(caller, id(context));
                                return Answer.ok(
                                        media,
                                        rules.threads()
                                                .page(
                                                        caller,
                                                        place,
                                                        query(context, "messageCount"),
                                                        query(context, "beforeId"),
                                                        query(context, "afterId")));
                            }));
                }));
        router.post(ONE).handler(context -> routes.admitted(context, caller -> change(context, caller)));
        ConversationCalls calls = rules.conversations();
        routes.on(
                router,
                HttpMethod.DELETE,
                ONE,
                "leaveConversation",
                null,
                (caller, context) -> calls.leave(caller, id(context)));
        String participants = ONE + "/participants";
        routes.on(
                router,
                HttpMethod.GET,
                participants,
                "getParticipants",
                Media.PARTICIPANTS,
                (caller, context) -> calls.participants(caller, id(context)));
        routes.on(
                router,
                HttpMethod.POST,
                participants,
                "addParticipants",
                Media.PARTICIPANTS,
                (caller, context) -> calls.invite(caller, id(context), AmmRoutes.body(context, Media.PARTICIPANTS)));
        routes.on(
                router,
                HttpMethod.POST,
                ONE + "/events",
                "sendEvent",
                null,
                (caller, context) -> calls.call(caller, id(context), AmmRoutes.body(context, Media.EVENT)));
        routes.on(
                router,
                HttpMethod.POST,
                ONE + "/flags",
                "closeConversation",
                Media.FLAGS,
                (caller, context) -> calls.close(caller, id(context), AmmRoutes.body(context, Media.FLAGS)));
    }

    /** What is to be changed is told by the type of the body (AMM notes B.5.3). */
    private void change(RoutingContext context, Caller caller) {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        ConversationCalls calls = rules.conversations();
        if (Media.is(type, Media.ACCESS_TIME)) {
            routes.perform(context, caller, "setLastAccess", () -> calls.access(caller, id(context)));
        } else if (old) {
            throw new Refusal(
                    415, Refusal.INVALID_PARAMETER, "Send " + Media.type(Media.ACCESS_TIME) + ", not " + type);
        } else {
            routes.perform(
                    context,
                    caller,
                    "setSubject",
                    () -> calls.rename(caller, id(context), AmmRoutes.body(context, Media.SUBJECT)));
        }
    }

    private Answer discover(Caller caller, RoutingContext context) {
        Caller known = old ? caller : logins.begin(caller, context.request(), routes.now());
        return Answer.ok(
                rules.discovery().media(), rules.discovery().document(known.account(), known.named(), known.at()));
    }

    private Answer markIf(Caller caller, RoutingContext context) {
        return rules.reads()
                .markIf(
                        caller,
                        query(context, "conversationId"),
                        query(context, "hasAttachment"),
                        query(context, "upTo"));
    }

    private Answer validate(Caller caller, RoutingContext context) {
        return Answer.ok(Media.VALIDATED, rules.addresses().validate(context.queryParam("address")));
    }

    private Answer validateBody(Caller caller, RoutingContext context) {
        List<String> addresses = Addresses.read(AmmRoutes.body(context, Media.TO_VALIDATE));
        return Answer.ok(Media.VALIDATED, rules.addresses().validate(addresses));
    }

    /** The cookie is good no more, and the channels that came with it end soon (AMM notes B.2). */
    private Answer logout(Caller caller, RoutingContext context) {
        logins.end(caller.session());
        channels.closeSoon(line -> line.caller().session() == caller.session(), "Logged out");
        return Answer.noContent();
    }

    private static String id(RoutingContext context) {
        return String.valueOf(context.pathParam("id"));
    }

    private static @Nullable String query(RoutingContext context, String name) {
        return context.queryParams().get(name);
    }
}
