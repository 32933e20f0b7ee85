package dev.confab.cli.chat;

import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.Participant;

/** A message as lines for a person: who says what, and below it what is not text. Not safe for a terminal yet. */
final class MessageText {

    private MessageText() {}

    static String of(Message message) {
        Participant from = message.getFrom();
        String name = from == null ? null : from.getName();
        if (name == null || name.isBlank()) {
            name = message.getDirection() == Direction.OUTBOUND ? "Agent" : "You";
        }
        return of(name, message);
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
