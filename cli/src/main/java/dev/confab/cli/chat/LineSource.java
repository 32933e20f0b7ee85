package dev.confab.cli.chat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the lines come from. */
interface LineSource {

    /**
     * Waits for the next line.
     *
     * @return the line, or null at the end of the input
     */
    @Nullable
    Line next() throws IOException;
}
