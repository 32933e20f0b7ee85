package dev.confab.sandbox.amm;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where things are: where the client came, and as safely (AMM notes B.2: everything but the entry is an absolute address). */
record Hrefs(String authority, boolean safe) {

    static final String ROOT = "/aem/resources";
    static final String CONVERSATIONS = ROOT + "/conversations";
    static final String MESSAGES = ROOT + "/messages";
    static final String OUTBOX = ROOT + "/outbox";
    static final String MARK_AS_READ_IF = ROOT + "/services/markAsReadIf";
    static final String MARK_AS_READ_BATCH = ROOT + "/services/markAsReadBatch";
    static final String VALIDATE = ROOT + "/services/validateAddresses";
    static final String SESSION = ROOT + "/session";
    static final String NOTIFY = "/notify";
    static final String SOCKET = NOTIFY + "/ws";
    static final String STREAM = NOTIFY + "/sse";
    static final String COMMANDS = NOTIFY + "/commands";

    static Hrefs of(HttpServerRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        String authority = host == null ? request.localAddress().toString() : host;
        return new Hrefs(authority, "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }

    String http(String path) {
        return (safe ? "https://" : "http://") + authority + path;
    }

    String webSocket(String path) {
        return (safe ? "wss://" : "ws://") + authority + path;
    }

    /** The path of an address, whatever host it names; null when it is none. */
    static @Nullable String path(String href) {
        try {
            return URI.create(href).getPath();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
