package dev.confab.sandbox.amm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.sandbox.json.BoundedJson;
import java.util.List;

/** What can be done with one conversation (AMM notes B.5.3). */
final class ConversationCalls {

    private final Exchange exchange;
    private final Threads threads;
    private final Addresses addresses;
    private final AgentSide agents;
    private final AmmOptions options;

    ConversationCalls(Exchange exchange, Threads threads, Addresses addresses, AgentSide agents, AmmOptions options) {
        this.exchange = exchange;
        this.threads = threads;
        this.addresses = addresses;
        this.agents = agents;
        this.options = options;
    }

    Answer rename(Caller caller, String id, String text) {
        Conversation conversation = threads.open(caller, id).conversation();
        String subject = Fields.parse(text).only("subject").text("subject", "");
        Letter.checkSubject(subject, options.limits());
        exchange.rename(conversation, caller.person(), subject);
        return Answer.noContent();
    }

    /** The time is the server's; what a client sends with it does not matter, and the library sends nothing. */
    Answer access(Caller caller, String id) {
        exchange.access(threads.readable(caller, id).member());
        return Answer.noContent();
    }

    Answer leave(Caller caller, String id) {
        exchange.leave(threads.readable(caller, id).conversation(), caller.person());
        return Answer.noContent();
    }

    Answer participants(Caller caller, String id) {
        return people(threads.readable(caller, id).conversation().participants());
    }

    /**
     * Brings people in and tells whom. Who is in already is not told again; of a list that is valid in part, the valid part
     * counts, as clients do with it (AMM notes A.5.2, B.5.3).
     */
    Answer invite(Caller caller, String id, String text) {
        Conversation conversation = threads.open(caller, id).conversation();
        List<String> wanted = Fields.parse(text).only("participants").objects("participants").stream()
                .map(Letter::address)
                .toList();
        List<Person> newcomers = addresses.resolve(wanted, false).stream()
                .filter(person -> !conversation.has(person))
                .toList();
        if (!newcomers.isEmpty()) {
            exchange.join(conversation, caller.person(), newcomers);
            agents.invited(conversation);
        }
        return people(newcomers);
    }

    Answer call(Caller caller, String id, String text) {
        Threads.Place place = threads.open(caller, id);
        Fields fields = Fields.parse(text).only("type", "sessionType", "participants", "extensions");
        fields.oneOf("type", Entry.SESSION);
        String sessionType = fields.oneOf("sessionType", "AUDIO", "VIDEO");
        List<String> called = fields.has("participants")
                ? fields.objects("participants").stream().map(Letter::address).toList()
                : List.of();
        Entry entry =
                exchange.call(place.conversation(), caller.person(), addresses.resolve(called, true), sessionType);
        return Answer.created(Media.MESSAGE, caller.views().message(place.conversation(), place.member(), entry));
    }

    Answer close(Caller caller, String id, String text) {
        Threads.Place place = threads.open(caller, id);
        Fields fields = Fields.parse(text).only("closed", "sensitivity", "href");
        if (!fields.flag("closed")) {
            throw Refusal.malformed("closed must be true; a conversation cannot be opened again");
        }
        exchange.close(place.conversation(), caller.person(), "MANUAL");
        ObjectNode flags = caller.views().flags(place.conversation(), place.member());
        flags.remove("active");
        return Answer.ok(Media.FLAGS, flags);
    }

    private static Answer people(List<Person> people) {
        ObjectNode json = BoundedJson.object();
        json.set("participants", Views.people(people));
        return Answer.ok(Media.PARTICIPANTS, json);
    }
}
