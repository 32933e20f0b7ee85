package dev.confab.sandbox.control;

import dev.confab.sandbox.journal.BoundedLog;
import dev.confab.sandbox.net.JsonReply;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A log as a JSON array, whole or from a number on ({@code ?after=SEQ}), of all sessions or of one
 * ({@code ?session=TOKEN}). A long log is written piece by piece as the client takes it, so it neither fills the memory
 * nor holds up the loop. How many entries were forgotten stands in the header {@code X-Sandbox-Discarded}.
 *
 * @param <E> the type of the entries
 */
public final class LogResource<E> {

    private static final int PIECE = 500;

    private final BoundedLog<E> log;
    private final ToLongFunction<E> seq;
    private final Function<E, String> session;
    private final BiConsumer<StringBuilder, E> writer;

    /**
     * Makes the resource of a log.
     *
     * @param log the log
     * @param seq tells the number of an entry
     * @param session tells the session of an entry
     * @param writer writes an entry as JSON
     */
    public LogResource(
            BoundedLog<E> log,
            ToLongFunction<E> seq,
            Function<E, String> session,
            BiConsumer<StringBuilder, E> writer) {
        this.log = log;
        this.seq = seq;
        this.session = session;
        this.writer = writer;
    }

    BoundedLog<E> log() {
        return log;
    }

    void answer(RoutingContext context) {
        String after = context.request().getParam("after");
        long from;
        try {
            from = after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            JsonReply.error(
                    context, 400, "after=" + after + " is no number", "Give the seq of the last entry you have");
            return;
        }
        HttpServerResponse response = context.response()
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8")
                .putHeader("X-Sandbox-Discarded", Long.toString(log.discarded()));
        response.write("[");
        new Piecemeal(response, context.request().getParam("session"), Math.max(0, from)).resume();
    }

    /** One answer on its way. It ends with the newest entry of the time when it began. */
    private final class Piecemeal {

        private final HttpServerResponse response;
        private final @Nullable String wanted;
        private final long end = log.lastSeq();
        private long position;
        private boolean first = true;

        Piecemeal(HttpServerResponse response, @Nullable String wanted, long position) {
            this.response = response;
            this.wanted = wanted;
            this.position = position;
        }

        void resume() {
            while (position < end) {
                if (response.closed()) {
                    return;
                }
                if (response.writeQueueFull()) {
                    response.drainHandler(nothing -> resume());
                    return;
                }
                List<E> entries = log.after(position, PIECE);
                StringBuilder piece = new StringBuilder();
                entries.forEach(entry -> append(piece, entry));
                position = entries.isEmpty() ? end : seq.applyAsLong(entries.get(entries.size() - 1));
                response.write(piece.toString());
            }
            response.end("]\n");
        }

        private void append(StringBuilder piece, E entry) {
            if (seq.applyAsLong(entry) <= end && (wanted == null || wanted.equals(session.apply(entry)))) {
                piece.append(first ? "\n" : ",\n");
                first = false;
                writer.accept(piece, entry);
            }
        }
    }
}
