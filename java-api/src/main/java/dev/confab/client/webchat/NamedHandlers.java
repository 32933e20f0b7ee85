package dev.confab.client.webchat;

import dev.confab.client.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Who subscribed to an event by its name. */
final class NamedHandlers {

    static final String PREFIX = "WebChatService.";

    private final WebChatService service;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    NamedHandlers(WebChatService service) {
        this.service = service;
    }

    Subscription on(String name, Consumer<WebChatEvent> handler, Executor executor) {
        String event = eventName(name);
        Entry entry = new Entry(event, handler, service.addListener(new ByName(event, handler), executor));
        entries.add(entry);
        return () -> {
            entries.remove(entry);
            entry.subscription.close();
        };
    }

    void off(String name, Consumer<WebChatEvent> handler) {
        String event = eventName(name);
        for (Entry entry : new ArrayList<>(entries)) {
            if (entry.event.equals(event) && entry.handler.equals(handler)) {
                entries.remove(entry);
                entry.subscription.close();
            }
        }
    }

    private static String eventName(String name) {
        String event = withoutPrefix(name);
        if (!WebChatEvent.names().contains(event)) {
            throw new IllegalArgumentException(
                    "There is no event \"" + name + "\": it is one of " + WebChatEvent.names() + ".");
        }
        return event;
    }

    static String withoutPrefix(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    private static final class Entry {

        private final String event;
        private final Consumer<WebChatEvent> handler;
        private final Subscription subscription;

        private Entry(String event, Consumer<WebChatEvent> handler, Subscription subscription) {
            this.event = event;
            this.handler = handler;
            this.subscription = subscription;
        }
    }

    private static final class ByName implements WebChatListener {

        private final String name;
        private final Consumer<WebChatEvent> handler;

        private ByName(String name, Consumer<WebChatEvent> handler) {
            this.name = name;
            this.handler = handler;
        }

        @Override
        public void onEvent(WebChatEvent event) {
            if (event.name().equals(name)) {
                handler.accept(event);
            }
        }
    }
}
