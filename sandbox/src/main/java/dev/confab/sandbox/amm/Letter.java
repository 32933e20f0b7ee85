package dev.confab.sandbox.amm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was put into the outbox (AMM notes B.6.1).
 *
 * @param threadId the conversation, null to begin one
 * @param subject the subject of a new conversation
 * @param to the addresses of all, the sender included
 * @param changesSubject whether it only renames the conversation, as version 2.1 does
 * @param content what it says
 */
record Letter(
        @Nullable String threadId, String subject, List<String> to, boolean changesSubject, Entry.Content content) {

    static Letter read(String json, List<Part> parts, AmmOptions options) {
        Fields fields = Fields.parse(json)
                .only("threadId", "subject", "body", "htmlBody", "flags", "to", "inReplyTo", "event", "from", "parts");
        if (fields.has("htmlBody") && !fields.text("htmlBody", "").isEmpty()) {
            throw new Refusal(400, Refusal.NOT_SUPPORTED, "htmlBody is not offered, see messages.capabilities.html");
        }
        Fields flags = fields.object("flags").only("sensitivity", "importance", "doNotForward", "read", "href");
        Fields event = fields.object("event").only("type", "participants", "reason", "sessionType", "units", "value");
        boolean old = options.flavour() == AmmOptions.Flavour.V2_1;
        String type =
                old ? event.oneOf("type", Entry.MESSAGE, Entry.SUBJECT_CHANGE) : event.oneOf("type", Entry.MESSAGE);
        String body = fields.text("body", "");
        List<String> to = fields.objects("to").stream().map(Letter::address).toList();
        Entry.Content content = new Entry.Content(
                body,
                flags.oneOf("importance", "NORMAL", "LOW", "HIGH"),
                flags.oneOf("sensitivity", "NORMAL", "PERSONAL", "PRIVATE", "CONFIDENTIAL"),
                flags.flag("doNotForward"),
                fields.optional("inReplyTo"),
                parts);
        Letter letter = new Letter(
                blankAsNull(fields.optional("threadId")),
                fields.text("subject", ""),
                to,
                type.equals(Entry.SUBJECT_CHANGE),
                content);
        letter.check(options.limits());
        return letter;
    }

    /** An entity of which only the address counts; clients send the rest of it back as they got it. */
    static String address(Fields entity) {
        return entity.required("address");
    }

    private static @Nullable String blankAsNull(@Nullable String id) {
        return id == null || id.isBlank() ? null : id;
    }

    private void check(AmmLimits limits) {
        if (content.body().length() > limits.text()) {
            throw new Refusal(
                    413, Refusal.BODY_TOO_LONG, "A message is no longer than " + limits.text() + " characters");
        }
        checkSubject(subject, limits);
        if (changesSubject) {
            return;
        }
        if (content.body().isBlank() && content.parts().isEmpty()) {
            throw new Refusal(400, Refusal.MESSAGE_EMPTY, "A message needs words or a file");
        }
    }

    static void checkSubject(String subject, AmmLimits limits) {
        if (subject.length() > limits.subject()) {
            throw new Refusal(
                    413, Refusal.SUBJECT_TOO_LONG, "A subject is no longer than " + limits.subject() + " characters");
        }
    }
}
