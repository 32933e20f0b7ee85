package dev.confab.client.webchat;

import static dev.confab.client.webchat.WebChatRejection.saying;

import dev.confab.client.webchat.ChatWire.Ability;
import dev.confab.transport.model.ErrorCode;
import dev.confab.transport.model.MessagingException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Goes on with a chat that began before (protocol notes §4.4). Confined to the turns of its service. */
final class ChatRestoring {

    private final WebChatDesk desk;
    private boolean underWay;
    private CompletableFuture<Void> settled = ClientChat.nothing();

    /** Complete when it is known whether the store has anything. */
    private CompletableFuture<Void> looked = ClientChat.nothing();

    ChatRestoring(WebChatDesk desk) {
        this.desk = desk;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Complete when it is known whether there is a chat. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Goes on with what the store has, if there is anything. */
    void fromStore() {
        begin();
        CompletableFuture<Void> looking = new CompletableFuture<>();
        looked = looking;
        Futures.forget(desk.keeper
                .load()
                .thenAcceptAsync(
                        text -> {
                            if (text != null && !desk.isClosed()) {
                                fromStore(text);
                            } else {
                                settle();
                            }
                        },
                        desk.turns)
                .exceptionally(failure -> {
                    Futures.forget(desk.bus.report(Failures.cause(failure)));
                    return null;
                })
                .thenRun(() -> looking.complete(null)));
    }

    private void fromStore(String text) {
        SessionRecord record = SessionRecord.decode(text, desk.wire);
        if (record == null) {
            settle();
            Futures.forget(desk.publish(WebChatEvent.RESTORE_FAILED));
            return;
        }
        if (isTooLate(record)) {
            settle();
            Futures.forget(desk.publish(WebChatEvent.RESTORE_TIMEOUT));
            Futures.forget(desk.keeper.delete());
            return;
        }
        // Nobody waits for it: events tell how it went.
        Futures.forget(restore(record).exceptionally(failure -> null));
    }

    private boolean isTooLate(SessionRecord record) {
        long away = desk.timers.nowMillis() - record.seenAt();
        return !desk.can(Ability.ASYNC) && away > desk.options.restoreTimeout();
    }

    /**
     * Because somebody asked for it.
     *
     * @param sessionData what was kept; null: what the store has
     */
    CompletableFuture<Void> byHand(@Nullable String sessionData) {
        if (desk.isClosed()) {
            throw WebChatDesk.closedFailure();
        }
        if (!looked.isDone()) {
            // Looking is no restoring yet: who comes right after configure is not turned away for an empty store.
            return looked.thenComposeAsync(done -> byHand(sessionData), desk.turns);
        }
        if (underWay) {
            throw saying(ErrorCode.WRONG_STATE, WebChatRejection.ALREADY_RESTORING);
        }
        if (desk.isActive() || desk.isStarting()) {
            throw saying(ErrorCode.WRONG_STATE, WebChatRejection.RESTORE_WHILE_ACTIVE);
        }
        begin();
        CompletableFuture<@Nullable String> kept =
                sessionData == null ? desk.keeper.load() : CompletableFuture.completedFuture(sessionData);
        return kept.thenComposeAsync(
                text -> {
                    SessionRecord record = text == null ? null : SessionRecord.decode(text, desk.wire);
                    return record == null ? notFound() : restore(record);
                },
                desk.turns);
    }

    private CompletableFuture<Void> notFound() {
        settle();
        Futures.forget(desk.publish(WebChatEvent.RESTORE_FAILED));
        throw WebChatRejection.empty(
                ErrorCode.SESSION_NOT_FOUND, "There is neither the token of a session nor what was kept of one.", null);
    }

    private CompletableFuture<Void> restore(SessionRecord record) {
        try {
            desk.entries.filters().add(record.filters());
        } catch (IllegalArgumentException unusable) {
            Futures.forget(desk.bus.report(unusable));
        }
        int readUpTo = desk.can(Ability.ASYNC) ? record.readUpTo() : 0;
        ActiveChat found = desk.come(readUpTo, true);
        return Futures.calling(() -> found.transport().restore(record.session(), readUpTo))
                .handleAsync((reached, failure) -> restored(found, reached, failure), desk.turns);
    }

    private @Nullable Void restored(ActiveChat found, @Nullable Boolean reached, @Nullable Throwable failure) {
        settle();
        if (failure != null || desk.isClosed()) {
            desk.giveUp(found);
            if (failure != null) {
                failed(Failures.cause(failure));
            }
            throw Futures.completion(WebChatRejection.empty(
                    ErrorCode.SESSION_NOT_FOUND, "The chat could not be restored: begin another one.", failure));
        }
        desk.begin(found);
        if (Boolean.TRUE.equals(reached)) {
            Futures.forget(desk.publish(new WebChatEvent(WebChatEvent.RESTORED, found.isAsync())));
        } else {
            found.news().restoredOffline();
            Futures.forget(desk.publish(WebChatEvent.RESTORED_OFFLINE));
        }
        desk.goOn(found);
        return null;
    }

    private void failed(Throwable cause) {
        if (desk.isClosed()) {
            return;
        }
        Futures.forget(desk.publish(WebChatEvent.RESTORE_FAILED));
        // A wrong key of the application, say, loses no session: only what the service does not know any more is
        // forgotten.
        if (cause instanceof MessagingException
                && ((MessagingException) cause).getCode().equals(ErrorCode.SESSION_NOT_FOUND)) {
            Futures.forget(desk.keeper.delete());
        }
    }

    /** Whether a chat could be restored. */
    CompletableFuture<Boolean> isPossible() {
        return desk.keeper.load().thenApply(text -> {
            SessionRecord record = text == null ? null : SessionRecord.decode(text, desk.wire);
            return record != null && !isTooLate(record);
        });
    }

    private void begin() {
        if (!underWay) {
            underWay = true;
            settled = new CompletableFuture<>();
        }
    }

    private void settle() {
        underWay = false;
        settled.complete(null);
    }
}
