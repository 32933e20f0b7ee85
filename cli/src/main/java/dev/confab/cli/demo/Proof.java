package dev.confab.cli.demo;

import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.StoredMessage;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Compares what the guest believes with what the service stored. */
final class Proof {

    private static final Pattern NUMBERED = Pattern.compile("^[^/]+/0*(\\d+)$");

    private final Sandbox sandbox;
    private final List<String> problems = new ArrayList<>();

    Proof(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    /** Each message once, in the order of the script, under the ids that the guest was told. */
    void requireStored(List<String> said, List<Message> proved) {
        List<StoredMessage> stored = sandbox.messages();
        List<String> texts = stored.stream().map(StoredMessage::text).toList();
        require(texts.equals(said), "the guest said " + said + ", but the service stored " + texts);
        List<String> ids = stored.stream().map(StoredMessage::id).toList();
        List<String> told = proved.stream().map(Proof::idAtTheService).toList();
        require(ids.equals(told), "the ids of the proofs " + told + " are not those of the stored messages " + ids);
    }

    /** Where a service only numbers what is said in a session, the client tells session and number, of ten digits. */
    private static String idAtTheService(Message message) {
        String id = Objects.requireNonNullElse(message.getServerId(), "none");
        return NUMBERED.matcher(id).replaceFirst("$1");
    }

    /** What one device of the guest saw happen, another one reads. */
    void requireSame(Conversation seen, Conversation read) {
        List<String> here = seen.getMessages().stream().map(Proof::described).toList();
        List<String> there = read.getMessages().stream().map(Proof::described).toList();
        require(here.equals(there), "the guest saw " + here + ", but another device read " + there);
    }

    private static String described(Message message) {
        return message.getServerId() + " " + message.getText();
    }

    void requireReconnect() {
        long configured = sandbox.ledger().stream()
                .filter(entry ->
                        entry.direction().equals("received") && entry.payload().contains("\"configureSession\""))
                .count();
        require(configured >= 2, "the connection was cut, but the service saw no second one");
    }

    List<String> problems() {
        return List.copyOf(problems);
    }
}
