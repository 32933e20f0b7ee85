package dev.confab.cli.demo;

import dev.confab.cli.Palette;
import dev.confab.cli.TerminalText;
import dev.confab.cli.chat.PartText;
import dev.confab.client.MessagingListener;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessageStatus;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.Participant;
import dev.confab.transport.model.SessionState;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Prints a conversation as it happens, and remembers what was seen of it. */
final class Transcript implements MessagingListener {

    private final PrintStream out;
    private final Palette palette;
    private final Sightings sightings;

    Transcript(PrintStream out, Palette palette, Sightings sightings) {
        this.out = out;
        this.palette = palette;
        this.sightings = sightings;
    }

    void heading(String text) {
        out.println(palette.strong(text));
        out.println();
    }

    void remark(String text) {
        line("", palette.faint(text));
    }

    void verdict(boolean good, String text) {
        out.println();
        out.println(good ? palette.good(text) : palette.bad(text));
        out.flush();
    }

    @Override
    public void onStateChanged(SessionState oldState, SessionState newState) {
        if (newState instanceof SessionState.Configured configured) {
            remark(configured.getNewSession() ? "connected to a new session" : "connected again, in the same session");
        } else if (newState instanceof SessionState.Reconnecting) {
            if (!(oldState instanceof SessionState.Reconnecting)) {
                remark("connection lost, making it again");
            }
        } else if (newState instanceof SessionState.Closed) {
            if (!(oldState instanceof SessionState.Closed)) {
                remark("disconnected");
            }
        } else if (newState instanceof SessionState.Error error) {
            line("", palette.bad(error.getMessage()));
        }
    }

    @Override
    public void onMessageInserted(Message message) {
        if (message.getDirection() == Direction.OUTBOUND) {
            line(name(message.getFrom()), palette.agent(TerminalText.visible(message.getText())));
            parts(message);
            sightings.answered(message);
        } else {
            line("You", palette.guest(TerminalText.visible(message.getText())));
        }
    }

    private void parts(Message message) {
        message.getParts()
                .forEach(part -> PartText.lines(part, message).forEach(line -> remark(TerminalText.visible(line))));
    }

    @Override
    public void onMessageUpdated(Message message) {
        if (message.getStatus() instanceof MessageStatus.Sent) {
            line("", palette.good("proved: the service has it"));
        } else if (message.getStatus() instanceof MessageStatus.Wedged wedged) {
            line("", palette.bad("not sent: " + wedged.getReason()));
        }
    }

    @Override
    public void onTyping(MessagingEvent.Typing typing) {
        if (typing.getTyping()) {
            remark(name(typing.getFrom()) + " is typing …");
            sightings.typed();
        }
    }

    @Override
    public void onPresenceChanged(MessagingEvent.PresenceChanged change) {
        if (change.getDirection() == Direction.INBOUND) {
            return;
        }
        String who = name(change.getFrom());
        switch (change.getPresence().getKind()) {
            case ALERTED -> remark(who + " is being called …");
            case JOINED -> {
                remark(who + " joined");
                sightings.joining();
            }
            case LEFT -> remark(who + " left");
            default -> {}
        }
    }

    @Override
    public void onError(MessagingEvent.Error error) {
        line("", palette.bad(error.getMessage()));
    }

    private void line(String who, String what) {
        out.printf("%6s  %s%n", who, what);
        out.flush();
    }

    private static String name(@Nullable Participant participant) {
        String name = participant == null ? null : participant.getName();
        return name == null || name.isBlank() ? "Agent" : TerminalText.visible(name);
    }
}
