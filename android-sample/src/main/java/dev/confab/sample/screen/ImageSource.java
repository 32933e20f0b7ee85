package dev.confab.sample.screen;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of a picture come from. */
interface ImageSource {

    /** Names the picture in the cache. */
    String key();

    /** The bytes from the start; may block. */
    InputStream open() throws IOException;
}
