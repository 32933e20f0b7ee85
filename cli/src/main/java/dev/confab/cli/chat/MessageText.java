package dev.confab.cli.chat;

import dev.confab.transport.model.ConversationNotice;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.Participant;
import java.util.Objects;
import java.util.stream.Collectors;

/** A message as lines for a person: who says what, and below it what is not text. Not safe for a terminal yet. */
final class MessageText {

    private MessageText() {}

    static String of(Message message) {
        ConversationNotice notice = message.getNotice();
        if (notice != null) {
            return of(notice);
        }
        Participant from = message.getFrom();
        String name = from == null ? null : from.getName();
        if (name == null || name.isBlank()) {
            name = message.getDirection() == Direction.OUTBOUND ? "Agent" : "You";
        }
        return of(name, message);
    }

    /** What happened, in words. */
    private static String of(ConversationNotice notice) {
        String who = notice.getParticipants().stream()
                .map(it -> Objects.requireNonNullElse(it.getName(), String.valueOf(it.getAddress())))
                .collect(Collectors.joining(", "));
        return switch (notice.getKind()) {
            case STARTED -> "The conversation began.";
            case JOINED -> who + " joined.";
            case LEFT -> who + " left.";
            case SUBJECT_CHANGED -> "It is about: " + Objects.requireNonNullElse(notice.getSubject(), "something else");
            case ESCALATED -> "Somebody began a call.";
            case CLOSED -> "The conversation is closed.";
            case UNKNOWN -> "Something happened that is not known here.";
        };
    }

    static String of(String name, Message message) {
        StringBuilder lines = new StringBuilder(name).append(':');
        if (!message.getText().isEmpty()) {
            lines.append(' ').append(message.getText());
        }
        message.getParts().forEach(part -> PartText.lines(part, message)
                .forEach(line -> lines.append("\n  ").append(line)));
        return lines.toString();
    }
}
