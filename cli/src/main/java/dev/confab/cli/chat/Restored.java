package dev.confab.cli.chat;

import dev.confab.transport.store.OutboxRecord;
import java.util.List;

/**
 * What an earlier run left behind.
 *
 * @param kept whether there is a store at all: then what is not proved now goes out the next time
 * @param outbox the messages that were not proved, in their order
 * @param draft what was typed and not sent; empty when there is nothing
 */
public record Restored(boolean kept, List<OutboxRecord> outbox, String draft) {

    /** For a chat without a store. */
    public static final Restored NONE = new Restored(false, List.of(), "");

    boolean isEmpty() {
        return outbox.isEmpty() && draft.isEmpty();
    }

    List<String> texts() {
        return outbox.stream().map(row -> row.getDraft().getText()).toList();
    }
}
