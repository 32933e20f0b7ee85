package dev.confab.cli.chat;

import dev.confab.cli.Palette;
import dev.confab.cli.TerminalText;
import dev.confab.transport.model.Conversation;
import dev.confab.transport.model.Direction;
import dev.confab.transport.model.Message;
import dev.confab.transport.model.MessagingEvent;
import dev.confab.transport.model.Participant;
import dev.confab.transport.model.SessionState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines for a person. */
final class PlainReport implements ChatReport {

    private final Consumer<String> out;
    private final Palette palette;
    private final boolean echo;

    /**
     * @param out prints one line; from any thread
     * @param echo whether own messages are shown, too, when they are proved
     */
    PlainReport(Consumer<String> out, Palette palette, boolean echo) {
        this.out = out;
        this.palette = palette;
        this.echo = echo;
    }

    @Override
    public void restored(Restored restored) {
        int count = restored.outbox().size();
        if (count > 0) {
            print(palette.faint(
                    "Not proved the last time, and sent now: " + (count == 1 ? "1 message." : count + " messages.")));
        }
        if (echo && !restored.draft().isEmpty()) {
            print(palette.faint("Not sent the last time (draft): " + TerminalText.visible(restored.draft())));
        } else if (!echo) {
            // Here nobody repeats them when they are proved; the draft stands in the line to type in.
            restored.texts().forEach(text -> print(palette.guest("You: " + TerminalText.visible(text))));
        }
    }

    @Override
    public void state(SessionState before, SessionState now) {
        if (now instanceof SessionState.Reconnecting) {
            if (!(before instanceof SessionState.Reconnecting)) {
                print(palette.faint("There is no connection; trying again …"));
            }
        } else if (now instanceof SessionState.Configured configured) {
            print(palette.faint("Connected" + (configured.getNewSession() ? " to a new session." : ".")));
        } else if (now instanceof SessionState.ReadOnly) {
            print(palette.faint("The conversation has ended and can only be read."));
        } else if (now instanceof SessionState.Error error) {
            print(palette.bad("The session failed: " + TerminalText.visible(error.getMessage())));
        } else if (now instanceof SessionState.Closed) {
            print(palette.faint("Disconnected."));
        }
    }

    @Override
    public void sent(Message message) {
        if (echo) {
            print(palette.guest(TerminalText.visible(MessageText.of("You", message))));
        }
    }

    @Override
    public void answered(Answer answer) {
        print(palette.faint(TerminalText.visible(answer.words())));
    }

    @Override
    public void refused(Command command, String reason) {
        print(palette.bad("Not done: " + TerminalText.visible(command.shown())));
        print(palette.bad("  " + TerminalText.visible(reason)));
    }

    @Override
    public void message(Message message) {
        String line = TerminalText.visible(MessageText.of(message));
        print(message.getDirection() == Direction.OUTBOUND ? palette.agent(line) : palette.guest(line));
    }

    @Override
    public void message(Message message, String conversation) {
        print(palette.faint(TerminalText.visible("[" + conversation + "] " + MessageText.of(message))));
    }

    @Override
    public void began(Conversation conversation) {
        print(palette.faint(TerminalText.visible("Conversation: " + Place.name(conversation))));
    }

    @Override
    public void failed(String text, String reason) {
        print(palette.bad("Not sent: " + TerminalText.visible(text)));
        print(palette.bad("  " + TerminalText.visible(reason)));
    }

    @Override
    public void typing(MessagingEvent.Typing typing) {
        if (typing.getTyping()) {
            print(palette.faint(name(typing.getFrom(), "Agent") + " is typing …"));
        }
    }

    @Override
    public void problem(String problem) {
        print(palette.bad(TerminalText.visible(problem)));
    }

    @Override
    public void ended() {
        print(palette.faint("The other side has ended the conversation."));
    }

    private static String name(@Nullable Participant participant, String otherwise) {
        String name = participant == null ? null : participant.getName();
        return name == null || name.isBlank() ? otherwise : TerminalText.visible(name);
    }

    private synchronized void print(String line) {
        out.accept(line);
    }
}
