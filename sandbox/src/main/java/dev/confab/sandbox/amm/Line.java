package dev.confab.sandbox.amm;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An open channel of a client, whatever it is made of, with what the client subscribed to (AMM notes B.8). */
abstract class Line {

    private final Caller caller;

    /** The resource as the client wrote it, by service and id; frames must echo it exactly (AMM notes B.8.2). */
    private final Map<String, String> subscriptions = new LinkedHashMap<>();

    Line(Caller caller) {
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    abstract void send(String frame);

    abstract void close(String reason);

    abstract void cut();

    abstract void goAway();

    void subscribe(String service, String conversation, String resource) {
        subscriptions.put(service + " " + conversation, resource);
    }

    void unsubscribe(String service, String conversation) {
        subscriptions.remove(service + " " + conversation);
    }

    /** How the client calls a resource, null when it did not subscribe. */
    @Nullable
    String resource(String service, String conversation) {
        return subscriptions.get(service + " " + conversation);
    }
}
