package dev.confab.sandbox;

import dev.confab.sandbox.control.LogResource;
import dev.confab.sandbox.journal.BoundedLog;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.journal.Secrets;
import dev.confab.sandbox.json.BoundedJson;

/** The journals of all services, and how they look as JSON. Belongs to the event loop. */
final class Ledger {

    private static final int ENTRY_OVERHEAD = 100;
    private static final long MAX_CHARACTERS = 256L * 1024 * 1024;

    private final BoundedLog<LedgerEntry> entries;
    private final BoundedLog<StoredMessage> messages;

    Ledger(int maxEntries) {
        entries = new BoundedLog<>(
                maxEntries,
                MAX_CHARACTERS,
                entry -> ENTRY_OVERHEAD + entry.payload().length());
        messages = new BoundedLog<>(
                maxEntries,
                MAX_CHARACTERS,
                message -> ENTRY_OVERHEAD + message.text().length());
    }

    BoundedLog<LedgerEntry> entries() {
        return entries;
    }

    BoundedLog<StoredMessage> messages() {
        return messages;
    }

    /** Makes the journal of a service. */
    Journal of(String backend) {
        return new Journal() {
            @Override
            public void received(String session, String payload) {
                entries.append(seq -> new LedgerEntry(seq, backend, session, "received", Secrets.mask(payload)));
            }

            @Override
            public void sent(String session, String payload) {
                entries.append(seq -> new LedgerEntry(seq, backend, session, "sent", Secrets.mask(payload)));
            }

            @Override
            public void stored(String session, String id, String text) {
                messages.append(seq -> new StoredMessage(seq, backend, session, id, text));
            }
        };
    }

    LogResource<LedgerEntry> entryResource() {
        return new LogResource<>(entries, LedgerEntry::seq, LedgerEntry::session, Ledger::write);
    }

    LogResource<StoredMessage> messageResource() {
        return new LogResource<>(messages, StoredMessage::seq, StoredMessage::session, Ledger::write);
    }

    private static void write(StringBuilder json, LedgerEntry entry) {
        begin(json, entry.seq(), entry.backend(), entry.session());
        json.append(",\"direction\":\"").append(entry.direction()).append("\",\"payload\":");
        if (BoundedJson.isJson(entry.payload())) {
            json.append(entry.payload());
        } else {
            BoundedJson.quote(json, entry.payload());
        }
        json.append('}');
    }

    private static void write(StringBuilder json, StoredMessage message) {
        begin(json, message.seq(), message.backend(), message.session());
        json.append(",\"id\":");
        BoundedJson.quote(json, message.id());
        json.append(",\"text\":");
        BoundedJson.quote(json, message.text());
        json.append('}');
    }

    private static void begin(StringBuilder json, long seq, String backend, String session) {
        json.append("{\"seq\":")
                .append(seq)
                .append(",\"backend\":\"")
                .append(backend)
                .append("\",\"session\":");
        BoundedJson.quote(json, session);
    }
}
