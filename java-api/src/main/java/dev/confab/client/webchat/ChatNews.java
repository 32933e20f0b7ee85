package dev.confab.client.webchat;

import dev.confab.client.webchat.ChatWire.Ability;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the back end tells of one chat, brought into the turns of its service; and how the way to the service stands. */
final class ChatNews implements ChatSink {

    private final WebChatDesk desk;
    private volatile @Nullable ActiveChat chat;

    // Touched in turns only.
    private boolean pending;
    private boolean serverOffline;
    private boolean restoredOffline;
    private boolean disconnected;

    ChatNews(WebChatDesk desk) {
        this.desk = desk;
    }

    void of(ActiveChat chat) {
        this.chat = chat;
        chat.toldBy(this);
    }

    /** The chat goes on, but the chat server does not answer yet. */
    void restoredOffline() {
        serverOffline = true;
        restoredOffline = true;
    }

    @Override
    public CompletableFuture<Void> received(@Nullable String original, List<WebChatMessage> messages, boolean past) {
        return telling(in -> desk.entries.received(in, original, messages, past));
    }

    @Override
    public CompletableFuture<Void> polled() {
        return telling(in -> {
            desk.polling.answered();
            return ClientChat.nothing();
        });
    }

    @Override
    public CompletableFuture<Void> pollFailed() {
        return telling(in -> {
            boolean first = !pending && !serverOffline;
            pending = true;
            return first ? desk.publish(WebChatEvent.CONNECTION_PENDING) : ClientChat.nothing();
        });
    }

    @Override
    public CompletableFuture<Void> pollRecovered() {
        return telling(in -> backOnline());
    }

    @Override
    public CompletableFuture<Void> serverWentOffline() {
        return telling(in -> {
            boolean first = !serverOffline;
            serverOffline = true;
            return first ? desk.publish(WebChatEvent.CHAT_SERVER_WENT_OFFLINE) : ClientChat.nothing();
        });
    }

    @Override
    public CompletableFuture<Void> serverBackOnline() {
        return telling(in -> backOnline());
    }

    @Override
    public CompletableFuture<Void> disconnected(boolean reached) {
        return telling(in -> {
            if (reached || disconnected) {
                return ClientChat.nothing();
            }
            disconnected = true;
            return desk.publish(WebChatEvent.DISCONNECTED);
        });
    }

    @Override
    public CompletableFuture<Void> reconnected() {
        return telling(in -> {
            CompletableFuture<Void> told = backOnline();
            boolean was = disconnected;
            disconnected = false;
            return was ? ClientChat.both(told, desk.publish(WebChatEvent.RECONNECTED)) : told;
        });
    }

    @Override
    public CompletableFuture<Void> ended(boolean lost) {
        return telling(in -> desk.over(in, lost));
    }

    @Override
    public CompletableFuture<Void> error(WebChatResponse response) {
        return telling(in -> desk.error(response));
    }

    private CompletableFuture<Void> backOnline() {
        boolean offline = serverOffline;
        boolean trouble = offline || pending;
        boolean isTold = desk.can(Ability.SERVER_STATE);
        // Whoever heard restoredOffline is promised this one, on every wire.
        boolean promised = restoredOffline;
        serverOffline = false;
        restoredOffline = false;
        pending = false;
        CompletableFuture<Void> told = offline && (isTold || promised)
                ? desk.publish(WebChatEvent.CHAT_SERVER_BACK_ONLINE)
                : ClientChat.nothing();
        return trouble && isTold ? ClientChat.both(told, desk.publish(WebChatEvent.CONNECTION_RESTORED)) : told;
    }

    private CompletableFuture<Void> telling(Telling telling) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        desk.turns.execute(() -> {
            ActiveChat in = Objects.requireNonNull(chat);
            Runnable tell = () -> tell(in, telling, told);
            if (desk.isClosed()) {
                told.complete(null);
            } else if (in.hold(tell)) {
                // Until the chat has begun nobody is told, and nothing is held back for that.
                told.complete(null);
            } else {
                tell.run();
            }
        });
        return told;
    }

    private void tell(ActiveChat in, Telling telling, CompletableFuture<Void> told) {
        Futures.forget(Futures.calling(() -> telling.of(in)).whenComplete((done, failure) -> {
            if (failure != null) {
                Futures.forget(desk.bus.report(Failures.cause(failure)));
            }
            told.complete(null);
        }));
    }

    private interface Telling {
        CompletableFuture<Void> of(ActiveChat in);
    }
}
