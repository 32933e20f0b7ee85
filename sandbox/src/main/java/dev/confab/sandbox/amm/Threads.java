package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Conversations as a user finds them: by list, by change, by id, page by page (AMM notes B.5). */
final class Threads {

    /** A conversation and the caller's place in it. */
    record Place(Conversation conversation, Member member) {}

    private final Exchange exchange;
    private final AmmOptions options;

    Threads(Exchange exchange, AmmOptions options) {
        this.exchange = exchange;
        this.options = options;
    }

    /** All that the user ever was in. */
    List<Place> of(Person person) {
        List<Place> places = new ArrayList<>();
        for (Conversation conversation : exchange.all()) {
            Member member = conversation.member(person);
            if (member != null) {
                places.add(new Place(conversation, member));
            }
        }
        return places;
    }

    /** A conversation that the caller is in; a closed one, too, as it can still be read. */
    Place readable(Caller caller, String id) {
        Conversation conversation = exchange.find(id);
        Member member = conversation == null ? null : conversation.member(caller.person());
        if (conversation == null || member == null) {
            throw new Refusal(404, Refusal.CONVERSATION_NOT_FOUND, "There is no conversation " + id);
        }
        if (!member.present()) {
            throw new Refusal(409, Refusal.INVALID_STATE, "You have left the conversation " + id);
        }
        return new Place(conversation, member);
    }

    /** A conversation that the caller can contribute to. */
    Place open(Caller caller, String id) {
        Place place = readable(caller, id);
        if (place.conversation().closed()) {
            throw new Refusal(409, Refusal.INVALID_STATE, "The conversation " + id + " is closed");
        }
        return place;
    }

    /** The places that a filter lets through, those with the latest change first. */
    List<Place> find(Person person, Filter filter) {
        Predicate<Place> wanted = place -> filter.lets(place.conversation(), place.member());
        List<Place> found = new ArrayList<>(of(person).stream().filter(wanted).toList());
        Collections.reverse(found);
        found.sort((a, b) -> b.member().lastUpdated().compareTo(a.member().lastUpdated()));
        return found;
    }

    boolean changedAfter(Person person, Instant time) {
        return of(person).stream()
                .anyMatch(place -> place.member().lastUpdated().isAfter(time));
    }

    /** The list of the wire; {@code lastUpdated} is where the next question about changes begins (AMM notes B.5.1). */
    ObjectNode list(Caller caller, List<Place> places) {
        ObjectNode json = BoundedJson.object();
        ArrayNode all = json.putArray("conversations");
        for (Place place : places) {
            List<Entry> page = newest(
                    place.conversation().seenBy(place.member()),
                    options.limits().page());
            all.add(caller.views().conversation(place.conversation(), place.member(), page));
        }
        return json.put("href", caller.at().http(Hrefs.CONVERSATIONS))
                .put("lastUpdated", Times.text(exchange.stamps().last()))
                .put("moreSearchResults", false);
    }

    ObjectNode ids(Caller caller) {
        ObjectNode json = BoundedJson.object();
        ArrayNode ids = json.putArray("conversationIds");
        for (Place place : find(caller.person(), Filter.ACTIVE)) {
            String id = place.conversation().id();
            ids.addObject()
                    .put("id", id)
                    .put("href", caller.at().http(Hrefs.CONVERSATIONS + "/" + id))
                    .put("lastAccessedTime", Times.text(place.member().lastAccessed()))
                    .put("lastUpdated", Times.text(place.member().lastUpdated()));
        }
        return json.put("href", caller.at().http(Hrefs.CONVERSATIONS))
                .put("lastUpdated", Times.text(exchange.stamps().last()));
    }

    /** One conversation with a page of its messages (AMM notes B.5.3, B.5.4). */
    ObjectNode page(
            Caller caller, Place place, @Nullable String count, @Nullable String before, @Nullable String after) {
        if (before != null && after != null) {
            throw Refusal.malformed("Ask for beforeId or for afterId, not for both");
        }
        int most = options.limits().page();
        int wanted = count == null ? most : Math.min(number(count), most);
        List<Entry> seen = place.conversation().seenBy(place.member());
        List<Entry> page;
        if (before != null) {
            page = newest(seen.subList(0, indexOf(seen, before)), wanted);
        } else if (after != null) {
            // What comes right after the message that the client has, not the newest: pages must join.
            List<Entry> later = seen.subList(indexOf(seen, after) + 1, seen.size());
            page = newest(later.subList(0, Math.min(wanted, later.size())), wanted);
        } else {
            page = newest(seen, wanted);
        }
        return caller.views().conversation(place.conversation(), place.member(), page);
    }

    private static List<Entry> newest(List<Entry> oldestFirst, int count) {
        List<Entry> page =
                new ArrayList<>(oldestFirst.subList(Math.max(0, oldestFirst.size() - count), oldestFirst.size()));
        Collections.reverse(page);
        return page;
    }

    private static int indexOf(List<Entry> seen, String id) {
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new Refusal(404, Refusal.MESSAGE_NOT_FOUND, "There is no message " + id + " in this conversation");
    }

    private static int number(String count) {
        try {
            int number = Integer.parseInt(count);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Refusal.malformed("messageCount must be a number from 1, not " + Objects.requireNonNull(count));
    }
}
