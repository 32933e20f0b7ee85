package dev.confab.cli.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.ConnectOptions;
import dev.confab.transport.model.Capability;
import dev.confab.transport.model.CapabilityStatus;
import dev.confab.transport.model.CustomAttributes;
import dev.confab.transport.model.FetchedHistory;
import dev.confab.transport.model.SessionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands about the session and the conversation as a whole. */
final class SessionCommands {

    private final AsyncMessagingClient client;
    private final Place place;
    private final Outgoing outgoing;
    private final Calls calls;

    SessionCommands(AsyncMessagingClient client, Place place, Outgoing outgoing, Calls calls) {
        this.client = client;
        this.place = place;
        this.outgoing = outgoing;
        this.calls = calls;
    }

    List<Verb> verbs() {
        return List.of(
                new Verb("/history", "", "reads one page further back", true, argument -> history()),
                new Verb("/typing", "", "tells the other side that you are typing", true, argument -> typing()),
                new Verb(
                        "/attr",
                        "NAME=VALUE",
                        "sets a fact about you that goes with the next message",
                        true,
                        this::attribute),
                new Verb("/new", "", "begins a new conversation", true, argument -> startNew()),
                new Verb("/clear", "", "wipes the conversation, at the service too", true, argument -> clear()),
                new Verb("/leave", "", "leaves the conversation for good", true, argument -> leave()),
                new Verb("/state", "", "tells how the session stands", false, argument -> state()));
    }

    private Answer history() throws Refusal, InterruptedException {
        FetchedHistory fetched = calls.result(client.nextHistory(place.require()));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "messages",
                fetched.getMessages().stream().map(MessageJson::fields).toList());
        fields.put("startOfConversation", fetched.getStartOfConversation());
        StringBuilder words = new StringBuilder();
        fetched.getMessages()
                .forEach(message -> words.append(MessageText.of(message)).append('\n'));
        words.append(
                fetched.getStartOfConversation()
                        ? "This is the start of the conversation."
                        : "There is more before it.");
        return new Answer("history", fields, words.toString());
    }

    private Answer typing() throws Refusal, InterruptedException {
        CapabilityStatus can = client.capability(Capability.SEND_TYPING);
        if (!can.getAllowed()) {
            throw new Refusal(String.valueOf(can.getReason()));
        }
        var unused = calls.result(client.indicateTyping(place.require()));
        return new Answer("typing", Map.of(), "The other side is told that you are typing.");
    }

    private Answer attribute(String argument) throws Refusal, InterruptedException {
        int equals = argument.indexOf('=');
        if (equals < 1) {
            throw new Refusal("Write it as /attr NAME=VALUE.");
        }
        Map<String, String> added = Map.of(
                argument.substring(0, equals).strip(),
                argument.substring(equals + 1).strip());
        CustomAttributes all = calls.result(client.addCustomAttributes(added));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("values", all.getValues());
        fields.put("status", all.getStatus().name().toLowerCase(Locale.ROOT));
        return new Answer("attributes", fields, "With the next message goes: " + all.getValues());
    }

    /** A conversation that has ended is left; one that goes on is replaced. */
    private Answer startNew() throws Refusal, InterruptedException {
        var unused = calls.result(
                client.state() instanceof SessionState.ReadOnly
                        ? client.startNewChat()
                        : client.connect(ConnectOptions.DEFAULT.withStartNew(true)));
        return new Answer("new", Map.of(), "A new conversation has begun.");
    }

    private Answer clear() throws Refusal, InterruptedException {
        // Clearing ends the session; the chat goes on.
        var unused = calls.result(client.clearConversation().thenCompose(cleared -> client.connect()));
        return new Answer("cleared", Map.of(), "The conversation was wiped; a new one has begun.");
    }

    private Answer leave() throws Refusal, InterruptedException {
        var unused = calls.result(client.leaveConversation(place.require()));
        return new Answer(
                "left",
                Map.of(),
                place.isOneOfMany()
                        ? "You have left. The others go on."
                        : "You have left. The conversation can be read; /new begins another one.");
    }

    private Answer state() {
        SessionState state = client.state();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(StateJson.fields(state));
        fields.remove("event");
        fields.put("unproved", outgoing.waiting());
        int messages = place.conversation().map(it -> it.getMessages().size()).orElse(0);
        fields.put("messages", messages);
        return new Answer(
                "state",
                fields,
                state + "; " + outgoing.waiting() + " of your messages not proved yet, " + messages
                        + " messages here.");
    }
}
