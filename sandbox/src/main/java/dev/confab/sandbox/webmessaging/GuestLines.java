package dev.confab.sandbox.webmessaging;

import dev.confab.sandbox.fault.FaultPlan;
import dev.confab.sandbox.journal.Journal;
import dev.confab.sandbox.json.BoundedJson;
import dev.confab.sandbox.loop.SandboxLoop;
import dev.confab.sandbox.net.SocketLine;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open WebSockets: hands what comes in to the service and carries out the effects that come of it. */
final class GuestLines {

    /** How long a connection that was told of its end may stay (Web Messaging protocol notes §11.3.2). */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final int NORMAL_CLOSURE = 1000;

    private final SandboxLoop loop;
    private final WebMessagingService service;
    private final Journal journal;
    private final FaultPlan faults;
    private final Map<GuestConnection, SocketLine> lines = new LinkedHashMap<>();

    GuestLines(SandboxLoop loop, WebMessagingService service, Journal journal, FaultPlan faults) {
        this.loop = loop;
        this.service = service;
        this.journal = journal;
        this.faults = faults;
        faults.watch(
                offer -> List.copyOf(lines.keySet()).forEach(connection -> run(service.standing(connection, offer))));
    }

    void open(ServerWebSocket socket, GuestConnection connection) {
        lines.put(connection, new SocketLine(socket, loop, journal, faults, new Keeper(connection)));
    }

    int count() {
        return lines.size();
    }

    /** Cuts the TCP connections of a session, or all, and tells how many these were. */
    int cut(@Nullable String token) {
        List<SocketLine> chosen = lines.entrySet().stream()
                .filter(line -> token == null || token.equals(line.getKey().token()))
                .map(Map.Entry::getValue)
                .toList();
        chosen.forEach(SocketLine::cut);
        return chosen.size();
    }

    void goAway() {
        List.copyOf(lines.values()).forEach(SocketLine::goAway);
    }

    void run(List<Effect> effects) {
        effects.forEach(this::run);
    }

    private void run(Effect effect) {
        if (effect instanceof Effect.Send send) {
            send(send);
        } else if (effect instanceof Effect.Later later) {
            loop.at(later.due(), () -> run(service.due(later.task())));
        } else if (effect instanceof Effect.Retire retire) {
            loop.after(GRACE, () -> on(retire.connection(), line -> line.close(NORMAL_CLOSURE, "")));
        } else if (effect instanceof Effect.Close close) {
            on(close.connection(), line -> line.close(close.code(), close.reason()));
        } else if (effect instanceof Effect.Cut cut) {
            on(cut.connection(), SocketLine::cut);
        } else if (effect instanceof Effect.Stall stall) {
            on(stall.connection(), SocketLine::stall);
        } else if (effect instanceof Effect.ReadSlowly slowly) {
            on(slowly.connection(), line -> line.readSlowly(slowly.pause()));
        }
    }

    private void send(Effect.Send send) {
        Consumer<SocketLine> act = line -> line.send(send.session(), send.frame());
        if (send.due() == null) {
            on(send.to(), act);
        } else {
            loop.at(send.due(), () -> on(send.to(), act));
        }
    }

    private void on(GuestConnection connection, Consumer<SocketLine> act) {
        SocketLine line = lines.get(connection);
        if (line != null) {
            act.accept(line);
        }
    }

    private final class Keeper implements SocketLine.Keeper {

        private final GuestConnection connection;

        Keeper(GuestConnection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable String session() {
            return connection.token();
        }

        @Override
        public @Nullable String kindOf(String frame) {
            return BoundedJson.topLevelString(frame, "class");
        }

        @Override
        public void text(String text) {
            run(service.received(connection, text));
        }

        @Override
        public void binary(int length) {
            run(service.receivedBinary(connection, length));
        }

        @Override
        public void pinged() {
            run(service.pinged(connection));
        }

        @Override
        public void gone() {
            if (lines.remove(connection) != null) {
                service.closed(connection);
            }
        }
    }
}
