package dev.confab.sandbox.amm;

import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations are asked for (AMM notes B.5.2). Nothing asks for all in which the user is active; a time, for what
 * changed after it, conversations that were left or closed included; ids, for these; words, for those that have them.
 */
record Filter(
        @Nullable Instant after,
        Set<String> ids,
        @Nullable String words,
        boolean subject,
        boolean participants,
        boolean body) {

    static final Filter ACTIVE = new Filter(null, Set.of(), null, false, false, false);

    static Filter changedAfter(Instant time) {
        return new Filter(time, Set.of(), null, false, false, false);
    }

    /** From a body of version 3.2. */
    static Filter read(String text, int maxIds) {
        Fields fields = Fields.parse(text)
                .only("searchAfterDate", "ids", "searchString", "searchSubject", "searchParticipants", "searchBody");
        String after = fields.optional("searchAfterDate");
        List<String> ids = fields.has("ids")
                ? fields.objects("ids").stream()
                        .map(one -> one.only("id").required("id"))
                        .toList()
                : List.of();
        return of(
                after,
                ids,
                fields.optional("searchString"),
                fields.flag("searchSubject"),
                fields.flag("searchParticipants"),
                fields.flag("searchBody"),
                maxIds);
    }

    /** From the query of version 3.0. */
    static Filter read(MultiMap query, int maxIds) {
        for (String name : query.names()) {
            if (!Set.of("after", "id", "q", "subject", "participants", "body").contains(name)) {
                throw Refusal.malformed("There is no parameter " + name + " here");
            }
        }
        return of(
                query.get("after"),
                query.getAll("id"),
                query.get("q"),
                flag(query, "subject"),
                flag(query, "participants"),
                flag(query, "body"),
                maxIds);
    }

    private static Filter of(
            @Nullable String after,
            List<String> ids,
            @Nullable String words,
            boolean subject,
            boolean participants,
            boolean body,
            int maxIds) {
        if (ids.size() > maxIds) {
            throw new Refusal(413, Refusal.INVALID_PARAMETER, "Ask for no more than " + maxIds + " ids at a time");
        }
        return new Filter(
                after == null ? null : Times.parse(after),
                Set.copyOf(ids),
                words == null || words.isBlank() ? null : words.toLowerCase(Locale.ROOT),
                subject,
                participants,
                body);
    }

    private static boolean flag(MultiMap query, String name) {
        String value = query.get(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw Refusal.malformed(name + " must be true or false, not " + value);
        }
        return "true".equals(value);
    }

    boolean lets(Conversation conversation, Member member) {
        boolean active = member.present() && !conversation.closed();
        if (after == null ? !active : !member.lastUpdated().isAfter(after)) {
            return false;
        }
        return (ids.isEmpty() || ids.contains(conversation.id()))
                && (words == null || hasWords(words, conversation, member));
    }

    private boolean hasWords(String wanted, Conversation conversation, Member member) {
        return (subject && contains(conversation.subject(), wanted))
                || (participants && conversation.participants().stream().anyMatch(person -> hasName(person, wanted)))
                || (body
                        && conversation.seenBy(member).stream()
                                .anyMatch(entry -> contains(entry.content().body(), wanted)));
    }

    private static boolean hasName(Person person, String wanted) {
        return contains(person.address(), wanted) || contains(person.givenName() + " " + person.surname(), wanted);
    }

    private static boolean contains(String text, String wanted) {
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
