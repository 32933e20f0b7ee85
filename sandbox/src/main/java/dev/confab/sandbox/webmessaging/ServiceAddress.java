package dev.confab.sandbox.webmessaging;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Under which address a client reached the service: the addresses that it is given lead back the same way, also through a
 * proxy that adds TLS (Web Messaging protocol notes §2.1: the real service is reached by {@code wss} and {@code https}).
 *
 * @param secure whether the client speaks TLS
 * @param authority host and port
 */
record ServiceAddress(boolean secure, String authority) {

    /** Before it is known how a guest reached the service. */
    static final ServiceAddress UNKNOWN = new ServiceAddress(false, "127.0.0.1");

    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    /** The address that a request was sent to. */
    static ServiceAddress of(HttpServerRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        return new ServiceAddress(
                request.isSSL() || saysTls(request.getHeader(FORWARDED_PROTO)),
                host == null ? request.localAddress().toString() : host);
    }

    /** Each proxy adds what it was spoken to with; the first was spoken to by the client. */
    private static boolean saysTls(@Nullable String forwardedProto) {
        if (forwardedProto == null) {
            return false;
        }
        String first = forwardedProto.split(",", 2)[0].strip().toLowerCase(Locale.ROOT);
        return first.equals("https") || first.equals("wss");
    }

    /** The address of a path that is asked by HTTP. */
    String http(String path) {
        return (secure ? "https://" : "http://") + authority + path;
    }

    /** The address of a path that takes WebSockets. */
    String webSocket(String path) {
        return (secure ? "wss://" : "ws://") + authority + path;
    }
}
