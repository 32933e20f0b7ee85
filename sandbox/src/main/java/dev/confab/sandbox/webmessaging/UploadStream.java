package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.files.FileContent;
import dev.confab.sandbox.files.Fingerprint;
import dev.confab.sandbox.files.TempFiles;
import dev.confab.sandbox.loop.SandboxLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The body of one upload on its way to the disk. Only what the file has not yet taken is held in memory: when that is more
 * than {@link #MAX_IN_FLIGHT} bytes, nothing is read from the socket until the file has caught up.
 */
final class UploadStream {

    /** How many bytes may wait for the disk before reading stops; one more piece of the socket may come on top. */
    static final int MAX_IN_FLIGHT = 256 * 1024;

    /** What becomes of the body. Exactly one of these is called, once; the file is gone in all cases but the first. */
    interface Sink {
        /**
         * All of it lies in a file.
         *
         * @param path the file, which belongs to the receiver from now on
         * @param bytes what is known of it
         * @param peakInFlight the most bytes that ever waited for the disk
         */
        void complete(Path path, Fingerprint bytes, long peakInFlight);

        /** It is longer than it may be; the rest is read and dropped. */
        void tooLarge(long bytes);

        /** A fault wants the connection cut here. */
        void cut();

        /** The client went away, or the disk refused. */
        void broken();
    }

    private final HttpServerRequest request;
    private final Sink sink;
    private final long maxBytes;
    private final long cutAfter;
    private final Fingerprint fingerprint = new Fingerprint();
    private long inFlight;
    private long peakInFlight;
    private @Nullable AsyncFile file;
    private Runnable discard = () -> {};
    private boolean done;

    UploadStream(HttpServerRequest request, long maxBytes, long cutAfter, Sink sink) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.cutAfter = cutAfter;
        this.sink = sink;
    }

    /** Begins to read. To be called on the loop while the request is being routed, before any of its body was read. */
    void begin(SandboxLoop loop, TempFiles files) {
        request.pause();
        // From now on, as the client may go away before the file is open.
        request.exceptionHandler(failure -> end(sink::broken));
        loop.offLoop(files::create)
                .compose(path -> loop.vertx()
                        .fileSystem()
                        .open(path.toString(), new OpenOptions().setWrite(true).setTruncateExisting(true))
                        .onSuccess(opened -> read(files, path, opened))
                        .onFailure(failure -> delete(files, path)))
                .onFailure(failure -> end(sink::broken));
    }

    private void read(TempFiles files, Path path, AsyncFile opened) {
        if (done) {
            opened.close().onComplete(closed -> delete(files, path));
            return;
        }
        file = opened;
        discard = () -> delete(files, path);
        opened.setWriteQueueMaxSize(MAX_IN_FLIGHT);
        request.handler(part -> take(opened, part));
        request.endHandler(nothing -> {
            if (!done) {
                discard = () -> {};
                end(() -> sink.complete(path, fingerprint, peakInFlight));
            }
        });
        request.resume();
    }

    private void take(AsyncFile target, Buffer part) {
        if (done) {
            return;
        }
        fingerprint.add(part.getBytes());
        if (fingerprint.size() > maxBytes) {
            end(() -> sink.tooLarge(fingerprint.size()));
            return;
        }
        if (cutAfter >= 0 && fingerprint.size() >= cutAfter) {
            end(sink::cut);
            return;
        }
        inFlight += part.length();
        peakInFlight = Math.max(peakInFlight, inFlight);
        target.write(part).onComplete(written -> {
            inFlight -= part.length();
            if (written.failed()) {
                end(sink::broken);
            }
        });
        if (target.writeQueueFull()) {
            request.pause();
            target.drainHandler(nothing -> request.resume());
        }
    }

    /** The end is told when the file is closed, so that its bytes are all there. */
    private void end(Runnable outcome) {
        if (done) {
            return;
        }
        done = true;
        if (file == null) {
            outcome.run();
        } else {
            file.close().onComplete(closed -> {
                discard.run();
                outcome.run();
            });
        }
        // What still comes is dropped, so that the client can finish sending and read the answer.
        request.resume();
    }

    private static void delete(TempFiles files, Path path) {
        files.delete(new FileContent.OnDisk(path, 0));
    }
}
