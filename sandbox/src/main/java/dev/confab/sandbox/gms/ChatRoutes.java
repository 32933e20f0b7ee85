package dev.confab.sandbox.gms;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.fault.StoreVerdict;
import dev.confab.sandbox.net.BoundedBody;
import dev.confab.sandbox.net.FilePart;
import dev.confab.sandbox.net.OpenCors;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chats over REST (Engage chat protocol notes §1). Each call passes: path, service, password or key, type of the body,
 * chat and guest, faults, rules.
 */
final class ChatRoutes {

    static final int MAX_BODY = 256 * 1024;

    private final GmsService service;
    private final ChatRules rules;
    private final FileCalls files;
    private final GmsAgents agents;
    private final Idleness idleness;
    private final Surroundings around;

    ChatRoutes(
            GmsService service,
            ChatRules rules,
            FileCalls files,
            GmsAgents agents,
            Idleness idleness,
            Surroundings around) {
        this.service = service;
        this.rules = rules;
        this.files = files;
        this.agents = agents;
        this.idleness = idleness;
        this.around = around;
    }

    void mount(Router router) {
        for (String base : List.of(ChatPath.BASE, ChatPath.PROXY)) {
            OpenCors.mount(router, base + "/*");
            router.route(base + "/*").handler(this::take);
        }
    }

    private void take(RoutingContext context) {
        Exchange exchange = new Exchange(context, around, service);
        HttpServerRequest request = context.request();
        ChatPath path = ChatPath.of(request.path());
        Reply refusal = refusal(request, path);
        if (refusal != null || path == null) {
            if (!HttpMethod.POST.equals(request.method())) {
                context.response().putHeader(HttpHeaders.ALLOW, "POST");
            }
            exchange.answer(refusal == null ? nothing(request) : refusal);
            return;
        }
        boolean takesFiles = path.creates() || path.verb().equals("file");
        if (takesFiles && type(request).equals(Fields.MULTIPART)) {
            FilePart.readAll(request, "file", files.maxFileBytes(), (parts, all) -> {
                Fields fields = Fields.of(all);
                if (path.creates()) {
                    create(exchange, path, fields, parts);
                } else {
                    inChat(exchange, path, fields, parts);
                }
            });
        } else {
            readForm(exchange, path);
        }
    }

    private void readForm(Exchange exchange, ChatPath path) {
        HttpServerRequest request = exchange.context().request();
        String type = type(request);
        if (!type.equals(Fields.FORM) || path.verb().equals("file")) {
            String right = path.verb().equals("file") ? Fields.MULTIPART : Fields.FORM;
            exchange.answer(Reply.http(415, "Bodies of type \"" + type + "\" are not taken here", "Send " + right));
            return;
        }
        BoundedBody.read(request, MAX_BODY, body -> {
            Fields fields = body == null ? null : Fields.ofForm(body.toString());
            if (body == null) {
                exchange.answer(Reply.http(413, "No more than " + MAX_BODY + " bytes a form", "Send less at once"));
            } else if (fields == null) {
                exchange.answer(Reply.http(400, "The form is broken", "Escape % as %25"));
            } else if (path.creates()) {
                create(exchange, path, fields, List.of());
            } else {
                inChat(exchange, path, fields, List.of());
            }
        });
    }

    private @Nullable Reply refusal(HttpServerRequest request, @Nullable ChatPath path) {
        if (path == null || (path.service() != null && !service.options().knowsService(path.service()))) {
            return nothing(request);
        }
        if (!HttpMethod.POST.equals(request.method())) {
            return Reply.http(405, "Every operation is POST", "Send a form by POST");
        }
        if (!service.options().admits(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            request.response().putHeader("WWW-Authenticate", "Basic realm=\"chat\"");
            return Reply.http(401, "The user or the password is wrong", "Send Authorization: Basic …");
        }
        boolean proxied = request.path().startsWith(ChatPath.PROXY);
        return proxied && !service.options().admitsKey(request.getHeader("apikey"))
                ? Reply.http(401, "The API key is not known", "Send the header apikey")
                : null;
    }

    private static Reply nothing(HttpServerRequest request) {
        return Reply.http(404, "There is nothing at " + request.path(), "GET / lists what there is");
    }

    private static String type(HttpServerRequest request) {
        return Fields.plainType(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    private void create(Exchange exchange, ChatPath path, Fields fields, List<FilePart> parts) {
        exchange.received(fields, null);
        exchange.perform(null, new Seam.Call("requestChat", false), () -> {
            Reply objection = service.objection(fields);
            if (objection != null) {
                return objection;
            }
            ChatKey key = ChatKey.forRest(path.service() == null ? "" : path.service());
            Chat chat = service.create(key, Gms.NAME, fields);
            exchange.belongsTo(chat);
            files.takeAll(chat, parts);
            idleness.begin(chat);
            agents.welcome(chat);
            return rules.transcript(chat, 1);
        });
    }

    private void inChat(Exchange exchange, ChatPath path, Fields fields, List<FilePart> parts) {
        Chat chat = service.chats().get(path.chatId());
        exchange.received(fields, chat);
        Reply stranger = service.stranger(chat, path.service(), fields);
        if (chat == null || stranger != null) {
            exchange.answer(stranger == null ? GmsService.over() : stranger);
            return;
        }
        Reply absence = service.absence(chat, fields.get("alias"));
        Operation operation = Operation.ofPath(path.verb());
        if (absence != null) {
            // A fault comes first: it stands for what is in front of the service.
            String name = operation == null ? fileCall(path.verb()) : operation.callName();
            exchange.perform(chat, new Seam.Call(name, false), () -> absence);
        } else if (operation != null) {
            boolean talk = ChatRules.talks(operation, fields);
            Seam.Call call = new Seam.Call(operation.callName(), talk);
            exchange.perform(chat, call, () -> perform(operation, chat, fields, talk));
        } else {
            aboutFiles(exchange, path, chat, fields, parts);
        }
    }

    private static String fileCall(String verb) {
        return switch (verb) {
            case "file/limits" -> "fileLimits";
            case "file" -> "uploadFile";
            case "file/download" -> "downloadFile";
            default -> "deleteFile";
        };
    }

    private void aboutFiles(Exchange exchange, ChatPath path, Chat chat, Fields fields, List<FilePart> parts) {
        String fileId = path.fileId() == null ? "" : path.fileId();
        switch (path.verb()) {
            case "file/limits" -> files.limits(exchange, chat);
            case "file" -> files.upload(exchange, chat, parts, fields);
            case "file/download" -> files.download(exchange, chat, fileId);
            default -> files.delete(exchange, chat, fileId, fields);
        }
    }

    /** The answer, or {@link Reply#NONE} when a fault wants the connection ended. */
    private Reply perform(Operation operation, Chat chat, Fields fields, boolean talk) {
        Reply objection = rules.objection(operation, chat, fields);
        if (objection != null) {
            return objection;
        }
        StoreVerdict verdict = new StoreVerdict();
        if (talk) {
            around.faults().storing(chat.id(), verdict);
        }
        if (verdict.cutsBefore()) {
            return Reply.NONE;
        }
        Entry entry = rules.perform(operation, chat, fields, verdict.suppressesEcho());
        if (talk && entry != null) {
            around.journal().stored(chat.id(), Integer.toString(entry.index()), fields.get("message"));
            agents.heard(chat, fields.get("message"));
        } else if (operation == Operation.START_TYPING) {
            agents.noticedTyping(chat);
        }
        return verdict.cutsAfter() ? Reply.NONE : answer(operation, chat, fields);
    }

    /** Only who asks for the transcript gets it, or the position would run past what was not read (§1.4). */
    private Reply answer(Operation operation, Chat chat, Fields fields) {
        boolean asks = fields.has("transcriptPosition") && operation != Operation.READ_RECEIPT;
        return asks || operation == Operation.REFRESH
                ? rules.transcript(chat, fields.position())
                : Reply.of(rules.plain(chat));
    }
}
