package dev.confab.android;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Sink;
import okio.Socket;
import okio.Source;

/**
 * Bounds what a WebSocket may bring before it is read (guarantee SEC-5): OkHttp itself puts a message together however long it is. Reads
 * along with the headers of frames (RFC 6455 §5.2) and breaks the connection off at the first message that is too long.
 *
 * <p>Compression is not offered: a small frame may hold any amount of text then.
 */
final class FrameBound implements Interceptor {

    /** The same as for the library's own engine. */
    static final long MAX_BYTES = 1L << 20;

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!"websocket".equalsIgnoreCase(request.header("Upgrade"))) return chain.proceed(request);
        Response response = chain.proceed(
                request.newBuilder().removeHeader("Sec-WebSocket-Extensions").build());
        Socket socket = response.socket();
        return socket == null
                ? response
                : response.newBuilder().socket(new Bounded(socket)).build();
    }

    private static final class Bounded implements Socket {
        private final Socket socket;
        private final Source source;

        Bounded(Socket socket) {
            this.socket = socket;
            this.source = new BoundedSource(socket.getSource());
        }

        @Override
        public Source getSource() {
            return source;
        }

        @Override
        public Sink getSink() {
            return socket.getSink();
        }

        @Override
        public void cancel() {
            socket.cancel();
        }
    }

    private static final class BoundedSource extends ForwardingSource {
        private final FrameMeter meter = new FrameMeter(MAX_BYTES);

        BoundedSource(Source source) {
            super(source);
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long before = sink.size();
            long read = super.read(sink, byteCount);
            if (read > 0) {
                Buffer seen = new Buffer();
                sink.copyTo(seen, before, read);
                meter.read(seen);
            }
            return read;
        }
    }
}
