package dev.confab.sandbox.webmessaging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effects of one input, collected in order. */
final class Effects {

    private final List<Effect> list = new ArrayList<>();

    void add(Effect effect) {
        list.add(effect);
    }

    void send(GuestConnection to, Envelope frame) {
        list.add(new Effect.Send(to, to.token(), frame.text(), null));
    }

    /** Sends a frame to all who hear a session: see {@link Session#audience}. */
    void broadcast(Session session, Envelope frame) {
        broadcast(session, frame, null);
    }

    /** Sends a frame to the connections of a session itself. */
    void tell(Session session, Envelope frame) {
        session.connections().forEach(connection -> send(connection, frame));
    }

    /** Sends a frame to all who hear a session at a time; null for at once. */
    void broadcast(Session session, Envelope frame, @Nullable Instant due) {
        String text = frame.text();
        for (GuestConnection connection : session.audience()) {
            list.add(new Effect.Send(connection, connection.token(), text, due));
        }
    }

    List<Effect> list() {
        return List.copyOf(list);
    }
}
