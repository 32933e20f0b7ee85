package dev.confab.sandbox.gms;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.net.BoundedBody;
import dev.confab.sandbox.net.FilePart;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Files of chats over CometD: plain HTTP with the cookie of the CometD client (Engage chat protocol notes §2.4). */
final class NotificationFiles {

    static final String PATH = "/genesys/2/chat-ntf";

    private final GmsService service;
    private final CometdChats chats;
    private final FileCalls files;
    private final Surroundings around;

    NotificationFiles(GmsService service, CometdChats chats, FileCalls files, Surroundings around) {
        this.service = service;
        this.chats = chats;
        this.files = files;
        this.around = around;
    }

    void mount(Router router) {
        CookieCors.mount(router, PATH + "/*");
        router.route(PATH + "/*").handler(this::take);
    }

    private void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        Exchange exchange = new Exchange(context, around, service);
        String type = Fields.plainType(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (!HttpMethod.POST.equals(request.method())) {
            context.response().putHeader(HttpHeaders.ALLOW, "POST");
            exchange.answer(Reply.http(405, "Every operation is POST", "Send a form by POST"));
        } else if (type.equals(Fields.MULTIPART)) {
            FilePart.readAll(
                    request, "file", files.maxFileBytes(), (parts, all) -> inChat(exchange, Fields.of(all), parts));
        } else if (type.equals(Fields.FORM)) {
            BoundedBody.read(request, ChatRoutes.MAX_BODY, body -> {
                Fields fields = body == null ? null : Fields.ofForm(body.toString());
                if (fields == null) {
                    exchange.answer(Reply.http(
                            body == null ? 413 : 400,
                            "The form is too long or broken",
                            "Send secureKey and operation"));
                } else {
                    inChat(exchange, fields, List.of());
                }
            });
        } else {
            exchange.answer(Reply.http(
                    415, "Bodies of type \"" + type + "\" are not taken here", "Send a form, or multipart/form-data"));
        }
    }

    private void inChat(Exchange exchange, Fields fields, List<FilePart> parts) {
        Chat chat = service.bySecret(fields.get("secureKey"));
        exchange.received(fields, chat);
        if (chat == null) {
            exchange.answer(Reply.lost(Codes.BAD_KEY, "secureKey is not that of a chat"));
            return;
        }
        if (!chats.knowsBrowser(chat, HttpPort.browserOf(exchange.context()))) {
            exchange.answer(Reply.http(
                    403,
                    "The cookie " + HttpPort.COOKIE + " is not that of a client of this chat",
                    "Send the cookie that the handshake gave"));
            return;
        }
        Reply absence = service.absence(chat, null);
        if (absence != null) {
            exchange.answer(absence);
            return;
        }
        String fileId = fields.get("fileId");
        switch (fields.get("operation")) {
            // One open client spells it with an s (§2.4).
            case "fileGetLimits", "fileGetsLimits" -> files.limits(exchange, chat);
            case "fileUpload" -> files.upload(exchange, chat, parts, fields);
            case "fileDownload" -> files.download(exchange, chat, fileId);
            case "fileDelete" -> files.delete(exchange, chat, fileId, fields);
            default ->
                exchange.answer(Reply.refused(
                        Codes.BAD_FIELD, "operation is fileGetLimits, fileUpload, fileDownload or fileDelete"));
        }
    }
}
