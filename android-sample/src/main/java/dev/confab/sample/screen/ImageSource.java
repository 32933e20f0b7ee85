package dev.confab.sample.screen;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** Where the bytes of a picture come from. */
interface ImageSource {

    /** Names the picture in the cache. */
    String key();

    /** Completes when the bytes can be read, or fails when they never can. Nobody waits for it on a thread. */
    default CompletableFuture<?> ready() {
        return CompletableFuture.completedFuture(null);
    }

    /** The bytes from the start, each time. May block, and is called once it is {@link #ready}. */
    InputStream open() throws IOException;
}
