package dev.confab.sandbox;

import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Opens the port. */
final class Listener {

    private static final long MAX_BODY_BYTES = 1024 * 1024;
    private static final int MAX_FRAME_BYTES = 1024 * 1024;
    private static final int PATIENCE_SECONDS = 30;

    /** How long the closing handshake of a WebSocket may take before TCP is ended. */
    private static final Duration CLOSING_TIMEOUT = Duration.ofSeconds(2);

    private Listener() {}

    /**
     * Listens, and returns the port.
     *
     * @throws SandboxException when that is not possible
     */
    static int listen(SandboxLoop loop, String host, int port, Consumer<Router> paths) {
        Future<HttpServer> listening = loop.call(() -> {
            Vertx vertx = loop.vertx();
            return vertx.createHttpServer(config())
                    .requestHandler(router(vertx, paths))
                    // What breaks on one connection, such as a reset by the client, is that client's affair.
                    .exceptionHandler(failure -> {})
                    .listen(SocketAddress.inetSocketAddress(port, host));
        });
        try {
            return listening
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .actualPort();
        } catch (ExecutionException e) {
            throw cannotListen(host, port, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw cannotListen(host, port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Interrupted while opening the port", e);
        }
    }

    private static HttpServerConfig config() {
        return new HttpServerConfig()
                .setVersions(HttpVersion.HTTP_1_1)
                .setWebSocketConfig(new WebSocketServerConfig()
                        .setMaxFrameSize(MAX_FRAME_BYTES)
                        .setMaxMessageSize(MAX_FRAME_BYTES)
                        .setClosingTimeout(CLOSING_TIMEOUT)
                        // The service offers no compression, and bytes on the wire are easier to count without.
                        .setUsePerFrameCompression(false)
                        .setUsePerMessageCompression(false));
    }

    private static Router router(Vertx vertx, Consumer<Router> paths) {
        Router router = Router.router(vertx);
        router.route("/sandbox/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        paths.accept(router);
        router.route()
                .handler(context -> JsonReply.error(
                        context, 404, "There is nothing at " + context.request().path(), "GET / lists what there is"));
        router.route().failureHandler(context -> {
            int status = context.statusCode() < 400 ? 500 : context.statusCode();
            Throwable failure = context.failure();
            String error = failure == null || status < 500 ? "The request failed" : failure.toString();
            JsonReply.error(context, status, error, "GET / lists what there is");
        });
        return router;
    }

    private static SandboxException cannotListen(String host, int port, Throwable cause) {
        if (cause instanceof BindException) {
            return new SandboxException(
                    "Cannot listen on " + host + ":" + port + " (" + cause.getMessage()
                            + "). Choose another port, or 0 for any free one.",
                    cause);
        }
        return new SandboxException("Cannot listen on " + host + ":" + port + ": " + cause, cause);
    }
}
