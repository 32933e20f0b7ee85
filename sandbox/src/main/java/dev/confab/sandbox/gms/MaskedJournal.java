package dev.confab.sandbox.gms;

import dev.confab.sandbox.journal.Journal;
import java.util.regex.Pattern;

/** A journal in which the secrets of chats and the passwords of the service do not stand. */
record MaskedJournal(Journal journal) implements Journal {

    private static final Pattern SECRET =
            Pattern.compile("\"(secureKey|password|encoded)\"\\s*:\\s*\"(?:[^\"\\\\]|\\\\.)*\"");

    @Override
    public void received(String session, String payload) {
        journal.received(session, mask(payload));
    }

    @Override
    public void sent(String session, String payload) {
        journal.sent(session, mask(payload));
    }

    @Override
    public void stored(String session, String id, String text) {
        journal.stored(session, id, text);
    }

    static String mask(String payload) {
        return SECRET.matcher(payload).replaceAll("\"$1\":\"***\"");
    }
}
