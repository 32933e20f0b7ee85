package dev.confab.sandbox.amm;

import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.fault.Seam;
import dev.confab.sandbox.loop.SandboxLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The open channels, and what is hinted at on them (AMM notes B.8). */
final class Channels {

    /** Clients close their channel when they have read the answer to their logout; one that is closed before that is taken for lost. */
    private static final Duration TIME_TO_LEAVE = Duration.ofSeconds(2);

    private final SandboxLoop loop;
    private final Map<Line, Seam.Standing> lines = new LinkedHashMap<>();

    Channels(SandboxLoop loop, FaultPlan faults) {
        this.loop = loop;
        faults.watch(offer -> List.copyOf(lines.entrySet())
                .forEach(line -> offer.accept(line.getKey().caller().login(), line.getValue())));
    }

    /** Takes a channel, and greets on it: without the greeting a client takes the service for unavailable. */
    void open(Line line, Seam.Standing face, String greeting) {
        lines.put(line, face);
        line.send(greeting);
    }

    void gone(Line line) {
        lines.remove(line);
    }

    /** Something changed for a user. What it was, the client has to ask. */
    void changed(Account account) {
        for (Line line : of(account)) {
            String resource = line.resource(Frames.CONVERSATION, "");
            if (resource != null) {
                line.send(Frames.changed(resource, account.entityTag()));
            }
        }
    }

    /** Somebody types; told to the others who are in the conversation and subscribed to it. */
    void typing(Conversation conversation, Person person, String state, String action) {
        for (Line line : List.copyOf(lines.keySet())) {
            String resource = line.resource(Frames.CHAT_STATE, conversation.id());
            Person reader = line.caller().person();
            if (resource != null && !reader.equals(person) && conversation.has(reader)) {
                line.send(Frames.typing(
                        resource, person.address(), state, action, loop.clock().instant()));
            }
        }
    }

    boolean serves(LoginSession session) {
        return lines.keySet().stream().anyMatch(line -> line.caller().session() == session);
    }

    void close(Predicate<Line> which, String reason) {
        chosen(which).forEach(line -> line.close(reason));
    }

    /** Closes what its client has not closed by itself a moment later. */
    void closeSoon(Predicate<Line> which, String reason) {
        loop.after(TIME_TO_LEAVE, () -> close(which, reason));
    }

    int cut(Predicate<Line> which) {
        List<Line> chosen = chosen(which);
        chosen.forEach(Line::cut);
        return chosen.size();
    }

    void goAway() {
        chosen(line -> true).forEach(Line::goAway);
    }

    List<Line> of(Account account) {
        return chosen(line -> line.caller().account() == account);
    }

    int count() {
        return lines.size();
    }

    /** An event stream by the name of its commands. */
    @Nullable
    StreamLine stream(String name) {
        return lines.keySet().stream()
                .filter(StreamLine.class::isInstance)
                .map(StreamLine.class::cast)
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private List<Line> chosen(Predicate<Line> which) {
        List<Line> chosen = new ArrayList<>(lines.keySet());
        chosen.removeIf(which.negate());
        return chosen;
    }
}
