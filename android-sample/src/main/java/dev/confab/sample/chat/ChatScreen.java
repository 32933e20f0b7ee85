package dev.confab.sample.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the conversation screen shows. The view draws it and decides nothing.
 *
 * @param partner with whom the guest talks, or null before somebody spoke
 * @param status one word below the title
 * @param banner what is said above the messages, or null
 * @param rows the messages, oldest first
 * @param files what goes out with the next message
 * @param writing whether the guest can write at all
 * @param attachable whether files can be chosen
 * @param sendable whether there is something to send now
 */
public record ChatScreen(
        @Nullable Author partner,
        Words status,
        @Nullable Banner banner,
        List<Row> rows,
        List<PendingFile> files,
        Writing writing,
        boolean attachable,
        boolean sendable) {

    /** Whether the guest can write at all. */
    public boolean writable() {
        return writing == Writing.OPEN;
    }
}
