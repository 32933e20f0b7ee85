package dev.confab.sandbox.amm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Marks messages as read, a conversation or a batch at a time (AMM notes B.7). */
final class ReadCalls {

    private final Exchange exchange;
    private final Threads threads;
    private final AmmOptions options;

    ReadCalls(Exchange exchange, Threads threads, AmmOptions options) {
        this.exchange = exchange;
        this.threads = threads;
        this.options = options;
    }

    /**
     * Marks what a conversation holds.
     *
     * @param hasAttachment only messages with files, or only those without; null for both
     * @param upTo the last message that is meant, null for the last there is
     */
    Answer markIf(
            Caller caller, @Nullable String conversationId, @Nullable String hasAttachment, @Nullable String upTo) {
        if (conversationId == null) {
            throw Refusal.malformed("Say which conversationId");
        }
        if (hasAttachment != null && !hasAttachment.equals("true") && !hasAttachment.equals("false")) {
            throw Refusal.malformed("hasAttachment must be true or false, not " + hasAttachment);
        }
        Threads.Place place = threads.readable(caller, conversationId);
        List<String> marked = new ArrayList<>();
        boolean found = upTo == null;
        for (Entry entry : place.conversation().seenBy(place.member())) {
            if (hasAttachment == null || hasAttachment.equals(Boolean.toString(entry.hasFiles()))) {
                marked.add(entry.id());
            }
            if (entry.id().equals(upTo)) {
                found = true;
                break;
            }
        }
        if (!found) {
            throw unknown(String.valueOf(upTo));
        }
        exchange.read(place.conversation(), place.member(), marked);
        return Answer.noContent();
    }

    /** All or nothing: a batch with an unknown message marks none. */
    Answer markBatch(Caller caller, String text) {
        List<String> ids = Fields.parse(text).only("messageIds").texts("messageIds");
        int most = options.limits().batch();
        if (ids.size() > most) {
            throw new Refusal(413, Refusal.INVALID_PARAMETER, "A batch has no more than " + most + " messages");
        }
        Map<Threads.Place, List<String>> marks = new LinkedHashMap<>();
        for (String id : ids) {
            marks.computeIfAbsent(placeOf(caller, id), place -> new ArrayList<>())
                    .add(id);
        }
        marks.forEach((place, messages) -> exchange.read(place.conversation(), place.member(), messages));
        return Answer.noContent();
    }

    /** Where the caller sees an entry, in a conversation that was not left. */
    Threads.Place placeOf(Caller caller, String id) {
        return threads.of(caller.person()).stream()
                .filter(place -> place.member().present())
                .filter(place -> place.conversation().seenBy(place.member()).stream()
                        .anyMatch(entry -> entry.id().equals(id)))
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private static Refusal unknown(String id) {
        return new Refusal(404, Refusal.MESSAGE_NOT_FOUND, "There is no message " + id);
    }
}
