package dev.confab.sandbox.guestchat;

import dev.confab.sandbox.control.Surroundings;
import dev.confab.sandbox.net.LineFaults;
import dev.confab.sandbox.net.SocketLine;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open event streams; several of one conversation all get every event (guest chat protocol notes §6.3). */
final class Streams {

    private static final int GOING_AWAY = 1001;
    private static final int CANNOT_CONNECT = 4100;

    private final Surroundings around;
    private final Duration heartbeat;
    private final Consumer<Chat> deserted;
    private final Map<SocketLine, Chat> lines = new LinkedHashMap<>();
    private final Map<String, Set<SocketLine>> byChat = new HashMap<>();

    /**
     * Keeps streams.
     *
     * @param heartbeat the time between two signs of life
     * @param deserted told when the last stream of a conversation is gone
     */
    Streams(Surroundings around, Duration heartbeat, Consumer<Chat> deserted) {
        this.around = around;
        this.heartbeat = heartbeat;
        this.deserted = deserted;
        around.faults().watch(offer -> List.copyOf(lines.entrySet())
                .forEach(line -> offer.accept(line.getValue().id(), new LineFaults(line.getKey()))));
    }

    /** Takes a stream of a conversation that goes on, and tells it alone that it belongs to its guest. */
    void open(ServerWebSocket socket, Chat chat, String welcome) {
        SocketLine line = line(socket, chat);
        lines.put(line, chat);
        byChat.computeIfAbsent(chat.id(), id -> new LinkedHashSet<>()).add(line);
        line.send(chat.id(), welcome);
        beat(line);
    }

    /** Tells a client that attached too late that the conversation has ended. */
    void openEnded(ServerWebSocket socket, Chat chat) {
        line(socket, chat).close(GOING_AWAY, "The conversation is ended");
    }

    /** Tells a client that its token is good no more, as it was seen. */
    void openExpired(ServerWebSocket socket, Chat chat) {
        line(socket, chat).close(CANNOT_CONNECT, "Error connecting to conversation (" + chat.id() + ")");
    }

    /** Sends a frame to all streams of a conversation. */
    void tell(Chat chat, String frame) {
        of(chat.id()).forEach(line -> line.send(chat.id(), frame));
    }

    void end(Chat chat) {
        of(chat.id()).forEach(line -> line.close(GOING_AWAY, "The conversation is ended"));
    }

    int count() {
        return lines.size();
    }

    int count(Chat chat) {
        return of(chat.id()).size();
    }

    int cut(@Nullable String conversation) {
        List<SocketLine> chosen = conversation == null ? List.copyOf(lines.keySet()) : of(conversation);
        chosen.forEach(SocketLine::cut);
        return chosen.size();
    }

    void goAway() {
        List.copyOf(lines.keySet()).forEach(SocketLine::goAway);
    }

    private List<SocketLine> of(String conversation) {
        return List.copyOf(byChat.getOrDefault(conversation, Set.of()));
    }

    private SocketLine line(ServerWebSocket socket, Chat chat) {
        Keeper keeper = new Keeper(chat);
        SocketLine line = new SocketLine(socket, around.loop(), around.journal(), around.faults(), keeper);
        keeper.line = line;
        return line;
    }

    private void beat(SocketLine line) {
        around.loop().after(heartbeat, () -> {
            Chat chat = lines.get(line);
            if (chat != null) {
                line.send(chat.id(), StreamFrames.HEARTBEAT);
                beat(line);
            }
        });
    }

    private final class Keeper implements SocketLine.Keeper {

        private final Chat chat;
        private @Nullable SocketLine line;

        Keeper(Chat chat) {
            this.chat = chat;
        }

        @Override
        public String session() {
            return chat.id();
        }

        @Override
        public @Nullable String kindOf(String frame) {
            return StreamFrames.kindOf(frame);
        }

        /** Nothing is ever sent by a guest on the stream (§3); what comes nevertheless is written down and has no effect. */
        @Override
        public void text(String text) {
            around.journal().received(chat.id(), text);
        }

        @Override
        public void binary(int length) {
            around.journal().received(chat.id(), "<binary frame of " + length + " bytes>");
        }

        @Override
        public void pinged() {
            if (line != null) {
                around.faults().pinged(chat.id(), new LineFaults(line));
            }
        }

        @Override
        public void gone() {
            if (line != null && lines.remove(line) != null) {
                Set<SocketLine> rest = byChat.getOrDefault(chat.id(), Set.of());
                rest.remove(line);
                if (rest.isEmpty()) {
                    byChat.remove(chat.id());
                    deserted.accept(chat);
                }
            }
        }
    }
}
