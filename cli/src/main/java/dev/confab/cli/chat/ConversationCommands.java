package dev.confab.cli.chat;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.transport.model.AddressRejection;
import dev.confab.transport.model.AddressValidation;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.ConversationId;
import dev.confab.transport.model.ConversationQuery;
import dev.confab.transport.model.LeaveOutcome;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.NewConversation;
import dev.confab.transport.model.Participant;
import dev.confab.transport.model.ParticipantsAdded;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The commands of a session that may have several conversations. */
final class ConversationCommands {

    private final AsyncMessagingClient client;
    private final Place place;
    private final Calls calls;

    ConversationCommands(AsyncMessagingClient client, Place place, Calls calls) {
        this.client = client;
        this.place = place;
        this.calls = calls;
    }

    List<Verb> verbs() {
        return List.of(
                new Verb("/conversations", "", "lists your conversations", true, argument -> listed()),
                new Verb("/open", "N", "chooses one of them; what you type goes there", true, this::open),
                new Verb(
                        "/create",
                        "ADDRESS[,ADDRESS] [SUBJECT]",
                        "begins a conversation with your next message",
                        true,
                        this::create),
                new Verb("/invite", "ADDRESS[,ADDRESS]", "brings somebody in", true, this::invite),
                new Verb("/subject", "TEXT", "says what the conversation is about", true, this::subject),
                new Verb("/participants", "", "lists who takes part", true, argument -> participants()),
                new Verb(
                        "/read",
                        "[ID]",
                        "marks a message as read, or everything in the conversation",
                        true,
                        this::read),
                new Verb("/leave-all", "", "leaves all conversations", true, argument -> leaveAll()),
                new Verb("/validate", "ADDRESS[,ADDRESS]", "tells who is reached there", true, this::validate),
                new Verb("/search", "TEXT", "finds conversations", true, this::search));
    }

    /** Which conversations there are, the one in which something happened last in front. */
    Answer listed() {
        List<Conversation> all = client.conversations();
        return list("conversations", all, "You have no conversation: /create ADDRESS begins one.");
    }

    private Answer list(String event, List<Conversation> all, String otherwise) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            Conversation conversation = all.get(i);
            words.append(words.isEmpty() ? "" : "\n")
                    .append(conversation.getId().equals(place.chosen()) ? "* " : "  ")
                    .append(i + 1)
                    .append("  ")
                    .append(Place.name(conversation))
                    .append(unread(conversation));
        }
        Map<String, Object> fields =
                Map.of(event, all.stream().map(ConversationCommands::fields).toList());
        return new Answer(event, fields, all.isEmpty() ? otherwise : words.toString());
    }

    private static String unread(Conversation conversation) {
        Integer unread = conversation.getUnreadCount();
        return unread == null || unread == 0 ? "" : " (" + unread + " unread)";
    }

    private Answer open(String argument) throws Refusal {
        Conversation conversation = named(argument);
        place.choose(conversation.getId());
        StringBuilder words = new StringBuilder("You are in: " + Place.name(conversation));
        conversation.getMessages().forEach(message -> words.append('\n').append(MessageText.of(message)));
        Map<String, @Nullable Object> fields = fields(conversation);
        fields.put(
                "messages",
                conversation.getMessages().stream().map(MessageJson::fields).toList());
        return new Answer("opened", fields, words.toString());
    }

    /** By its number in the list, or by its id. */
    private Conversation named(String argument) throws Refusal {
        List<Conversation> all = client.conversations();
        if (argument.matches("[1-9]\\d{0,5}")) {
            int number = Integer.parseInt(argument);
            if (number <= all.size()) {
                return all.get(number - 1);
            }
        }
        return all.stream()
                .filter(it -> argument.equals(it.getServerId())
                        || argument.equals(it.getId().getValue()))
                .findFirst()
                .orElseThrow(() -> new Refusal("There is no conversation " + argument + ": see /conversations."));
    }

    private Answer create(String argument) throws Refusal, InterruptedException {
        String[] words = argument.split("\\s+", 2);
        Conversation draft = calls.result(
                client.createConversation(NewConversation.EMPTY.withSubject(words.length > 1 ? words[1] : null)));
        ParticipantsAdded added = calls.result(client.addParticipants(draft.getId(), addresses(words[0])));
        if (added.getAdded().isEmpty()) {
            var unused = calls.result(client.discardConversation(draft.getId()));
            throw new Refusal(rejected(added));
        }
        place.choose(draft.getId());
        return added("created", added, "The conversation begins with your next message.");
    }

    private Answer invite(String argument) throws Refusal, InterruptedException {
        ParticipantsAdded added = calls.result(client.addParticipants(place.require(), addresses(argument)));
        if (added.getAdded().isEmpty() && !added.getRejected().isEmpty()) {
            throw new Refusal(rejected(added));
        }
        return added("invited", added, "Invited.");
    }

    private static Answer added(String event, ParticipantsAdded added, String words) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "added",
                added.getAdded().stream()
                        .map(who -> String.valueOf(who.getAddress()))
                        .toList());
        fields.put("alreadyPresent", added.getAlreadyPresent());
        fields.put(
                "rejected",
                added.getRejected().stream().map(AddressRejection::getAddress).toList());
        return new Answer(event, fields, added.getRejected().isEmpty() ? words : words + " " + rejected(added));
    }

    private static String rejected(ParticipantsAdded added) {
        return String.join(
                " ",
                added.getRejected().stream()
                        .map(it -> "Not invited: " + it.getAddress() + ". " + it.getReason())
                        .toList());
    }

    private Answer subject(String argument) throws Refusal, InterruptedException {
        var unused = calls.result(client.setSubject(place.require(), argument));
        return new Answer("subject", Map.of("subject", argument), "The conversation is about: " + argument);
    }

    private Answer participants() throws Refusal, InterruptedException {
        List<Participant> all = calls.result(client.participants(place.require()));
        String words = all.stream()
                .map(who -> Objects.requireNonNullElse(who.getName(), "?") + " <" + who.getAddress() + ">"
                        + (who.isSelf() ? " (you)" : ""))
                .collect(Collectors.joining("\n"));
        return new Answer(
                "participants",
                Map.of(
                        "participants",
                        all.stream().map(ConversationCommands::fields).toList()),
                words);
    }

    private static Map<String, @Nullable Object> fields(Participant participant) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("address", participant.getAddress());
        fields.put("name", participant.getName());
        fields.put("self", participant.isSelf());
        return fields;
    }

    private Answer read(String argument) throws Refusal, InterruptedException {
        ConversationId here = place.require();
        if (!argument.isEmpty()) {
            Message message = message(argument);
            var unusedOne = calls.result(client.markAsRead(here, List.of(message.getId())));
            return new Answer("read", Map.of("id", argument), "The message is marked as read.");
        }
        var unused = calls.result(client.markAllAsRead(here));
        return new Answer("read", Map.of(), "Everything here is marked as read.");
    }

    private Message message(String id) throws Refusal {
        return place.conversation().stream()
                .flatMap(here -> here.getMessages().stream())
                .filter(it ->
                        id.equals(it.getServerId()) || id.equals(it.getId().getValue()))
                .findFirst()
                .orElseThrow(() -> new Refusal("There is no message " + id
                        + " here: /open and /history tell the ids of messages, with --json."));
    }

    private Answer leaveAll() throws Refusal, InterruptedException {
        // Drafts are not left: nobody else is in them.
        Map<ConversationId, String> all = new LinkedHashMap<>();
        client.conversations().stream()
                .filter(it -> it.getServerId() != null)
                .forEach(it -> all.put(it.getId(), String.valueOf(it.getServerId())));
        List<LeaveOutcome> outcomes = calls.result(client.leaveConversations(List.copyOf(all.keySet())));
        List<String> failures = outcomes.stream()
                .filter(outcome -> outcome.getFailure() != null)
                .map(outcome -> "Not left: " + place.name(outcome.getConversation()) + ". "
                        + Objects.requireNonNull(outcome.getFailure()).getMessage())
                .toList();
        if (!failures.isEmpty()) {
            throw new Refusal(String.join(" ", failures));
        }
        ConversationId here = place.chosen();
        if (here != null && all.containsKey(here)) {
            place.choose(null);
        }
        return new Answer(
                "leftAll",
                Map.of("left", List.copyOf(all.values())),
                all.isEmpty() ? "There is no conversation to leave." : "You have left them. The others go on.");
    }

    private Answer validate(String argument) throws Refusal, InterruptedException {
        List<AddressValidation> answers = calls.result(client.validateAddresses(addresses(argument)));
        Map<String, Object> valid = new LinkedHashMap<>();
        answers.forEach(answer -> valid.put(answer.getQuery(), answer.isValid()));
        String words = String.join(
                "\n",
                answers.stream()
                        .map(answer -> answer.getQuery() + (answer.isValid() ? " is reached." : " is not known."))
                        .toList());
        return new Answer("validated", Map.of("valid", valid), words);
    }

    private Answer search(String argument) throws Refusal, InterruptedException {
        List<Conversation> found = calls.result(client.searchConversations(new ConversationQuery(argument)));
        return list("found", found, "Nothing was found.");
    }

    private static List<String> addresses(String argument) {
        return Arrays.stream(argument.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    private static Map<String, @Nullable Object> fields(Conversation conversation) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", conversation.getServerId());
        fields.put("subject", conversation.getSubject());
        fields.put("status", conversation.getStatus().name());
        fields.put(
                "participants",
                conversation.getParticipants().stream()
                        .map(who -> String.valueOf(who.getAddress()))
                        .toList());
        fields.put("unread", conversation.getUnreadCount());
        return fields;
    }
}
