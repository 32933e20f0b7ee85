package dev.confab.client.webchat;

import dev.confab.client.webchat.ChatWire.Ability;
import dev.confab.client.webchat.WebChatMessage.From;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What becomes of the entries of a chat: which are shown, how, and which events they are. Confined to the turns of its service. */
final class Entries {

    private final WebChatDesk desk;
    private final Prefilters filters = new Prefilters();
    private final List<MessagePreprocessor> preprocessors = new ArrayList<>();

    Entries(WebChatDesk desk) {
        this.desk = desk;
    }

    Prefilters filters() {
        return filters;
    }

    void preprocessBy(MessagePreprocessor preprocessor) {
        preprocessors.add(preprocessor);
    }

    /** Older ones, which somebody asked for. */
    void fetched(ActiveChat now, List<WebChatMessage> older) {
        List<WebChatMessage> shown = new ArrayList<>();
        for (WebChatMessage entry : older) {
            now.note(entry, false);
            WebChatMessage visible = visible(entry);
            if (visible != null && !isTyping(entry)) {
                shown.add(visible);
            }
        }
        now.addOlder(older, shown);
        if (!shown.isEmpty()) {
            Futures.forget(desk.publish(new WebChatEvent(
                    WebChatEvent.MESSAGE_RECEIVED, new MessagesReceived(null, shown, true, sessionId(now)))));
        }
        desk.save();
    }

    CompletableFuture<Void> received(
            ActiveChat in, @Nullable String original, List<WebChatMessage> entries, boolean past) {
        List<WebChatMessage> shown = new ArrayList<>();
        List<WebChatEvent> events = new ArrayList<>();
        for (WebChatMessage entry : entries) {
            if (!in.note(entry, true)) {
                continue;
            }
            WebChatMessage visible = visible(entry);
            if (visible != null) {
                shown.add(visible);
                if (!isTyping(entry)) {
                    in.add(visible);
                }
            }
            events.addAll(eventsOf(in, entry, visible == null ? entry.withText(null) : visible));
        }
        List<CompletableFuture<Void>> told = new ArrayList<>();
        if (!shown.isEmpty()) {
            told.add(desk.publish(new WebChatEvent(
                    WebChatEvent.MESSAGE_RECEIVED, new MessagesReceived(original, shown, past, sessionId(in)))));
        }
        events.forEach(event -> told.add(desk.publish(event)));
        saveIfChanged(in, !entries.isEmpty());
        return CompletableFuture.allOf(told.toArray(new CompletableFuture<?>[0]));
    }

    /** In the asynchronous mode nothing is saved by the clock, so that every step forward is one. */
    private void saveIfChanged(ActiveChat in, boolean forward) {
        if (in == desk.active() && ((forward && desk.can(Ability.ASYNC)) || !desk.isKept(in))) {
            desk.save();
        }
    }

    private List<WebChatEvent> eventsOf(ActiveChat in, WebChatMessage entry, WebChatMessage shown) {
        String party = in.partyEvent(entry, desk.can(Ability.BOTS));
        if (party != null) {
            in.noteParty(entry, desk.timers.nowMillis());
            return Collections.singletonList(
                    new WebChatEvent(party, new ParticipantChange(shown, in.agents(), in.agentsConnected())));
        }
        if (isTyping(entry) && entry.from().type().equals(From.AGENT)) {
            boolean began = entry.type().equals(WebChatMessage.TYPING_STARTED);
            return Collections.singletonList(new WebChatEvent(
                    began ? WebChatEvent.AGENT_TYPING_STARTED : WebChatEvent.AGENT_TYPING_STOPPED, shown));
        }
        return Collections.emptyList();
    }

    /** As it is shown; null: a filter hides it. */
    private @Nullable WebChatMessage visible(WebChatMessage entry) {
        String text = entry.text();
        if (text != null && filters.hides(text)) {
            return null;
        }
        WebChatMessage shown = entry;
        for (MessagePreprocessor preprocessor : preprocessors) {
            try {
                shown = Objects.requireNonNull(
                        preprocessor.process(shown), "A preprocessor returned null: the entry is shown as it was.");
            } catch (Throwable thrown) {
                Futures.forget(desk.bus.report(thrown));
            }
        }
        return shown;
    }

    private static boolean isTyping(WebChatMessage entry) {
        return entry.type().equals(WebChatMessage.TYPING_STARTED)
                || entry.type().equals(WebChatMessage.TYPING_STOPPED);
    }

    private static @Nullable String sessionId(ActiveChat of) {
        WebChatSessionData session = of.transport().session();
        return session.isEmpty() ? null : session.get("sessionId");
    }
}
