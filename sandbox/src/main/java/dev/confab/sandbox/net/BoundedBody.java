package dev.confab.sandbox.net;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request that must not be longer than it may be. */
public final class BoundedBody {

    private BoundedBody() {}

    /**
     * Reads all of a body. To be called while the request is being routed, before any of its body was read.
     *
     * @param request the request
     * @param maxBytes how long it may be; what comes after that is dropped
     * @param then takes the body, null when it was too long
     */
    public static void read(HttpServerRequest request, int maxBytes, Consumer<@Nullable Buffer> then) {
        Buffer body = Buffer.buffer();
        boolean[] tooLong = {false};
        request.handler(part -> {
            tooLong[0] |= body.length() + part.length() > maxBytes;
            if (!tooLong[0]) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(nothing -> then.accept(tooLong[0] ? null : body));
    }
}
